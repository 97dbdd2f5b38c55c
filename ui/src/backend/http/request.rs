//! What is asked of the server: paths with their queries. Nothing here needs a browser.

use chrono::{DateTime, SecondsFormat, Utc};
use mini_aws_domain::{
    ActivityKind, ActivityQuery, AuditExport, ExportRequest, HistoryQuery, HistorySubject,
    InstanceId, LogSession, Metric,
};

/// The state of the console at this moment.
pub(super) const SNAPSHOT: &str = "/api/snapshot";
/// The counts, and the history of the last minutes.
pub(super) const STATS: &str = "/api/dashboard/stats";
/// Where the console stands with the engine: a short answer, which tells whether there is any.
pub(super) const ENGINE: &str = "/api/engine";
/// Looks for the engine now.
pub(super) const RETRY_ENGINE: &str = "/api/engine/retry";
/// Pauses collecting, and has it go on.
pub(super) const PAUSE_ENGINE: &str = "/api/engine/pause";
pub(super) const RESUME_ENGINE: &str = "/api/engine/resume";
/// Says what somebody looks at.
pub(super) const ATTENTION: &str = "/api/attention";
/// Has the engine measure the volumes.
pub(super) const MEASURE_STORAGE: &str = "/api/volumes/measure";
/// Calls that off.
pub(super) const CANCEL_MEASURE: &str = "/api/volumes/measure/cancel";
/// Begins to read a log.
pub(super) const LOGS: &str = "/api/logs";
/// A part of the audit log, and the audit log as a file.
pub(super) const AUDIT: &str = "/api/audit";
pub(super) const AUDIT_FILE: &str = "/api/audit/export";
/// Among which engines the person can choose, and the choice.
pub(super) const ENGINE_OPTIONS: &str = "/api/engine/options";
pub(super) const PICK_ENGINE: &str = "/api/engine/pick";
/// How much is remembered.
pub(super) const RETENTION: &str = "/api/retention";
/// The instances that the engine no longer has.
pub(super) const PAST_INSTANCES: &str = "/api/instances/past";
/// The last minutes of every instance that runs.
pub(super) const SPARKLINES: &str = "/api/instances/sparklines";
/// Whether browsers can come in.
pub(super) const DOOR: &str = "/api/door";
/// Where the events come from.
pub(super) const EVENTS: &str = "/ws";

/// Why a number of an instance is what it is.
pub(super) fn explanation(instance: &InstanceId, metric: Metric) -> String {
    let path = format!("/api/instances/{}/explanation", encoded(instance.as_str()));
    Path::new(path).with("metric", metric.as_str()).0
}

/// Everything about an instance, but its secrets.
pub(super) fn detail(instance: &InstanceId) -> String {
    format!("/api/instances/{}", encoded(instance.as_str()))
}

/// The same with its secrets.
pub(super) fn revealed(instance: &InstanceId) -> String {
    format!("{}/reveal", detail(instance))
}

/// The next lines of a log.
pub(super) fn next_logs(session: &LogSession) -> String {
    format!("{LOGS}/{}", encoded(&session.id))
}

/// Ends reading a log.
pub(super) fn end_logs(session: &LogSession) -> String {
    format!("{}/end", next_logs(session))
}

/// An instance's whole log as a file.
pub(super) fn log_file(instance: &InstanceId, timestamps: bool) -> String {
    let path = Path::new(format!("{}/logs", detail(instance)));
    path.with("timestamps", if timestamps { "true" } else { "false" }).0
}

/// What was used over a while.
pub(super) fn history(query: &HistoryQuery) -> String {
    let HistoryQuery { subject, metric, from, to, points, top, pinned } = query;
    let mut path = Path::new("/api/metrics/history")
        .of(subject)
        .with("metric", metric.as_str())
        .between(*from, *to)
        .with("points", &points.to_string());
    if *top > 0 {
        path = path.with("top", &top.to_string());
    }
    path.with_list("pinned", pinned.iter().map(InstanceId::as_str)).0
}

/// What happened in a while.
pub(super) fn activity(query: &ActivityQuery) -> String {
    let ActivityQuery { subject, from, to, limit, kinds } = query;
    let kinds: Vec<String> = kinds.iter().filter_map(word).collect();
    Path::new("/api/activity")
        .of(subject)
        .between(*from, *to)
        .with("limit", &limit.to_string())
        .with_list("kinds", kinds.iter().map(String::as_str))
        .0
}

/// History as a file.
pub(super) fn export(request: &ExportRequest) -> String {
    let ExportRequest { subject, metrics, from, to, format } = request;
    Path::new("/api/metrics/export")
        .of(subject)
        .with_list("metrics", metrics.iter().map(|metric| metric.as_str()))
        .between(*from, *to)
        .with("format", format.extension())
        .0
}

/// The audit log as a file. What is looked for goes along as JSON: it has many parts, and a link can have no body.
pub(super) fn audit_file(export: &AuditExport) -> Result<String, serde_json::Error> {
    let query = serde_json::to_string(&export.query)?;
    Ok(Path::new(AUDIT_FILE).with("query", &query).with("format", export.format.extension()).0)
}

/// A path that grows a query.
struct Path(String);

impl Path {
    fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    fn with(self, name: &str, value: &str) -> Self {
        self.with_encoded(name, &encoded(value))
    }

    /// The items with commas between them; nothing at all if there are none.
    fn with_list<'a>(self, name: &str, items: impl Iterator<Item = &'a str>) -> Self {
        let items: Vec<String> = items.map(encoded).collect();
        if items.is_empty() { self } else { self.with_encoded(name, &items.join(",")) }
    }

    fn with_encoded(mut self, name: &str, value: &str) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(value);
        self
    }

    fn of(self, subject: &HistorySubject) -> Self {
        match subject {
            HistorySubject::Total => self,
            HistorySubject::Instance { id } => self.with("instance", id.as_str()),
            HistorySubject::Name { name } => self.with("name", name),
            HistorySubject::Group { project, service } => {
                let path = self.with("project", project);
                match service {
                    Some(service) => path.with("service", service),
                    None => path,
                }
            }
        }
    }

    fn between(self, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        let written = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        self.with("from", &written(from)).with("to", &written(to))
    }
}

/// The word on the wire. A kind is a plain word in JSON, so there always is one.
fn word(kind: &ActivityKind) -> Option<String> {
    let json = serde_json::to_value(kind).ok()?;
    json.as_str().map(str::to_owned)
}

/// Percent-encoded: what could mean something in an address means itself.
fn encoded(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                safe.push(char::from(byte));
            }
            other => safe.push_str(&format!("%{other:02X}")),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::ExportFormat;

    const SPAN: &str = "from=2026-03-03T13%3A15%3A00Z&to=2026-03-03T14%3A15%3A42.250Z";

    fn query(subject: HistorySubject) -> HistoryQuery {
        HistoryQuery {
            subject,
            metric: Metric::NetworkRx,
            from: "2026-03-03T13:15:00Z".parse().unwrap(),
            to: "2026-03-03T14:15:42.25Z".parse().unwrap(),
            points: 300,
            top: 0,
            pinned: Vec::new(),
        }
    }

    fn group(project: &str, service: Option<&str>) -> HistorySubject {
        HistorySubject::Group { project: project.to_owned(), service: service.map(str::to_owned) }
    }

    #[test]
    fn each_subject_has_its_own_parameters() {
        let rest = format!("metric=network_rx&{SPAN}&points=300");
        for (subject, begin) in [
            (HistorySubject::Total, ""),
            (HistorySubject::Instance { id: InstanceId::new("ab12") }, "instance=ab12&"),
            (HistorySubject::Name { name: "web".to_owned() }, "name=web&"),
            (group("shop", None), "project=shop&"),
            (group("shop", Some("api")), "project=shop&service=api&"),
        ] {
            let path = history(&query(subject));
            assert_eq!(path, format!("/api/metrics/history?{begin}{rest}"));
        }
    }

    #[test]
    fn the_busiest_and_the_pinned_are_asked_for_where_there_are_some() {
        let pinned = vec![InstanceId::new("ab"), InstanceId::new("c,d")];
        let path = history(&HistoryQuery { top: 5, pinned, ..query(HistorySubject::Total) });
        assert!(path.ends_with("&points=300&top=5&pinned=ab,c%2Cd"), "{path}");
    }

    #[test]
    fn odd_characters_mean_themselves() {
        let name = "a&b=c #1+ü/%?\"\u{202f}".to_owned();
        let path = history(&query(HistorySubject::Name { name }));
        let asked = "?name=a%26b%3Dc%20%231%2B%C3%BC%2F%25%3F%22%E2%80%AF&metric=";
        assert!(path.contains(asked), "{path}");
        let odd = explanation(&InstanceId::new("../a?b"), Metric::Cpu);
        assert_eq!(odd, "/api/instances/..%2Fa%3Fb/explanation?metric=cpu");
    }

    #[test]
    fn what_happened_is_asked_for_by_kind() {
        let HistoryQuery { subject, from, to, .. } = query(group("shop", None));
        let mut query = ActivityQuery { subject, from, to, limit: 100, kinds: Vec::new() };
        let all = format!("/api/activity?project=shop&{SPAN}&limit=100");
        assert_eq!(activity(&query), all);
        query.kinds = vec![ActivityKind::Started, ActivityKind::OutOfMemory];
        assert_eq!(activity(&query), format!("{all}&kinds=started,out_of_memory"));
    }

    #[test]
    fn every_kind_is_a_word() {
        for kind in ActivityKind::ALL {
            assert!(word(&kind).is_some(), "{kind:?}");
        }
    }

    #[test]
    fn an_export_says_its_metrics_or_means_all() {
        let HistoryQuery { subject, from, to, .. } = query(HistorySubject::Total);
        let format = ExportFormat::Csv;
        let mut request = ExportRequest { subject, metrics: Vec::new(), from, to, format };
        assert_eq!(export(&request), format!("/api/metrics/export?{SPAN}&format=csv"));
        request.metrics = vec![Metric::Cpu, Metric::Memory];
        request.format = ExportFormat::Json;
        let asked = format!("/api/metrics/export?metrics=cpu,memory&{SPAN}&format=json");
        assert_eq!(export(&request), asked);
    }
}
