//! What may be asked, and how it is written in an address.

use crate::gateway::problem::Refusal;
use axum::body::Bytes;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{
    ActivityKind, ActivityQuery, AuditExport, AuditQuery, ExportFormat, ExportRequest,
    HistoryQuery, HistorySubject, InstanceId, LogSession, Metric,
};
use serde::de::value::StringDeserializer;
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

/// How far back an answer goes unless it is said.
const DEFAULT_SPAN: TimeDelta = TimeDelta::hours(1);
/// How many buckets an answer has unless it is said.
const DEFAULT_POINTS: u32 = 300;
/// How many activities an answer has unless it is said.
const DEFAULT_ACTIVITIES: u32 = 100;

/// The query of an address. What is not known or not readable is refused with a sentence.
pub(super) struct Asked<T>(pub(super) T);

impl<S: Send + Sync, T: for<'de> Deserialize<'de>> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(asked)| Self(asked)).map_err(|rejection: QueryRejection| {
            let said = rejection.body_text();
            let reason = said.strip_prefix("Failed to deserialize query string: ").unwrap_or(&said);
            Refusal::bad_request(format!(
                "The query cannot be read: {}.",
                reason.trim_end_matches('.')
            ))
        })
    }
}

/// An instance's id, as a part of the path.
pub(super) struct OfInstance(pub(super) InstanceId);

impl<S: Send + Sync> FromRequestParts<S> for OfInstance {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        id_in_path(parts, state).await.map(|id| Self(InstanceId::new(id)))
    }
}

/// The log that is being read, as a part of the path.
pub(super) struct OfLog(pub(super) LogSession);

impl<S: Send + Sync> FromRequestParts<S> for OfLog {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        id_in_path(parts, state).await.map(|id| Self(LogSession { id }))
    }
}

async fn id_in_path<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<String, Refusal> {
    let path = Path::<String>::from_request_parts(parts, state).await;
    path.map(|Path(id)| id).map_err(|rejection: PathRejection| {
        Refusal::bad_request(format!("{}.", rejection.body_text().trim_end_matches('.')))
    })
}

/// What a request brings along, as JSON. What is not known or not readable is refused with a sentence.
pub(super) struct Told<T>(pub(super) T);

impl<S: Send + Sync, T: for<'de> Deserialize<'de>> FromRequest<S> for Told<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| Refusal::of_status(rejection.status()))?;
        from_object(&body).map(Self).map_err(|error| {
            Refusal::bad_request(format!("What the request brings along cannot be read: {error}."))
        })
    }
}

/// No query at all.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Nothing {}

/// How many events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsParams {
    /// How many: 10 unless said, never more than 100.
    #[param(example = 10, format = "uint32", minimum = 0, maximum = 4_294_967_295_u32)]
    pub(super) limit: Option<u32>,
}

/// How a log is saved.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LogParams {
    /// Whether each line begins with the time at which the engine got it; it does unless said.
    pub(super) timestamps: Option<bool>,
}

/// Which number.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExplanationParams {
    /// Which metric; `cpu` unless said.
    #[param(inline)]
    pub(super) metric: Option<Metric>,
}

/// Which history.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryParams {
    /// Of this instance, whether it still exists or not. Without one of `instance`, `name` and `project` it is all of them together.
    instance: Option<String>,
    /// Of every instance that was ever known by this name.
    name: Option<String>,
    /// Of every instance of this compose project together.
    project: Option<String>,
    /// Of one service of the project.
    service: Option<String>,
    /// Which metric; `cpu` unless said.
    #[param(inline)]
    metric: Option<Metric>,
    /// From when, inclusive; an hour before the end unless said.
    from: Option<DateTime<Utc>>,
    /// Until when, exclusive; now unless said.
    to: Option<DateTime<Utc>>,
    /// The most buckets to answer with; 300 unless said, never more than 2000.
    #[param(example = 300, format = "uint32", minimum = 0, maximum = 4_294_967_295_u32)]
    points: Option<u32>,
    /// How many of the busiest instances get a series of their own; none unless said, never more than 100.
    #[param(example = 5, format = "uint32", minimum = 0, maximum = 4_294_967_295_u32)]
    top: Option<u32>,
    /// Instances that get a series of their own besides; their ids with commas between.
    #[param(style = Form, explode = false)]
    #[serde(default, deserialize_with = "ids")]
    pinned: Option<Vec<InstanceId>>,
}

impl HistoryParams {
    pub(super) fn query(self, now: DateTime<Utc>) -> Result<HistoryQuery, Refusal> {
        let (from, to) = span(self.from, self.to, now);
        Ok(HistoryQuery {
            subject: subject(self.instance, self.name, self.project, self.service)?,
            metric: self.metric.unwrap_or(Metric::Cpu),
            from,
            to,
            points: self.points.unwrap_or(DEFAULT_POINTS),
            top: self.top.unwrap_or_default(),
            pinned: self.pinned.unwrap_or_default(),
        })
    }
}

/// What to export.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportParams {
    /// Of this instance, whether it still exists or not. Without one of `instance`, `name` and `project` it is all of them, and their sum.
    instance: Option<String>,
    /// Of every instance that was ever known by this name.
    name: Option<String>,
    /// Of every instance of this compose project.
    project: Option<String>,
    /// Of one service of the project.
    service: Option<String>,
    /// Which metrics, with commas between; all of them unless said.
    #[param(style = Form, explode = false)]
    #[serde(default, deserialize_with = "words")]
    metrics: Option<Vec<Metric>>,
    /// From when, inclusive; an hour before the end unless said.
    from: Option<DateTime<Utc>>,
    /// Until when, exclusive; now unless said.
    to: Option<DateTime<Utc>>,
    /// In which form; `csv` unless said.
    #[param(inline)]
    format: Option<ExportFormat>,
}

impl ExportParams {
    pub(super) fn request(self, now: DateTime<Utc>) -> Result<ExportRequest, Refusal> {
        let (from, to) = span(self.from, self.to, now);
        Ok(ExportRequest {
            subject: subject(self.instance, self.name, self.project, self.service)?,
            metrics: self.metrics.unwrap_or_default(),
            from,
            to,
            format: self.format.unwrap_or(ExportFormat::Csv),
        })
    }
}

/// Which part of the audit log to export.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditExportParams {
    /// What is looked for, as JSON: what `POST /api/audit` takes. Everything unless said; `before` and `limit` do not count.
    #[param(example = "{\"outcomes\":[\"failed\"]}")]
    query: Option<String>,
    /// In which form; `csv` unless said.
    #[param(inline)]
    format: Option<ExportFormat>,
}

impl AuditExportParams {
    pub(super) fn export(self) -> Result<AuditExport, Refusal> {
        let query = self.query.as_deref().map_or_else(|| Ok(AuditQuery::default()), from_object);
        let query = query.map_err(|error| {
            Refusal::bad_request(format!("What is looked for cannot be read: {error}."))
        })?;
        Ok(AuditExport { query, format: self.format.unwrap_or(ExportFormat::Csv) })
    }
}

/// Reads an object and nothing else: a list of its fields' values would do as well.
fn from_object<T: for<'de> Deserialize<'de>>(text: impl AsRef<[u8]>) -> serde_json::Result<T> {
    let mut object =
        serde_json::Value::from(serde_json::from_slice::<serde_json::Map<_, _>>(text.as_ref())?);
    make_whole(&mut object);
    serde_json::from_value(object)
}

/// Writes whole numbers as such: to JSON 7.0 is the same as 7, and some programs know no other way to write it.
fn make_whole(value: &mut serde_json::Value) {
    use serde_json::Value;
    /// Up to here a floating-point number tells all whole numbers apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|it| number.is_f64() && it.fract() == 0.0);
            if let Some(whole) = whole.filter(|it| it.abs() <= EXACT) {
                #[expect(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
                let whole = whole as i64;
                *number = whole.into();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(make_whole),
        Value::Object(fields) => fields.values_mut().for_each(make_whole),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Which activities.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ActivityParams {
    /// Of this instance. Without one of `instance`, `name` and `project` it is everybody's.
    instance: Option<String>,
    /// Of every instance that was ever known by this name.
    name: Option<String>,
    /// Of every instance of this compose project.
    project: Option<String>,
    /// Of one service of the project.
    service: Option<String>,
    /// From when, inclusive; an hour before the end unless said.
    from: Option<DateTime<Utc>>,
    /// Until when, exclusive; now unless said.
    to: Option<DateTime<Utc>>,
    /// How many at most: failures first, then the newest; 100 unless said.
    #[param(example = 100, format = "uint32", minimum = 0, maximum = 4_294_967_295_u32)]
    limit: Option<u32>,
    /// What sort of thing, with commas between; everything unless said.
    #[param(style = Form, explode = false)]
    #[serde(default, deserialize_with = "words")]
    kinds: Option<Vec<ActivityKind>>,
}

impl ActivityParams {
    pub(super) fn query(self, now: DateTime<Utc>) -> Result<ActivityQuery, Refusal> {
        let (from, to) = span(self.from, self.to, now);
        Ok(ActivityQuery {
            subject: subject(self.instance, self.name, self.project, self.service)?,
            from,
            to,
            limit: self.limit.unwrap_or(DEFAULT_ACTIVITIES),
            kinds: self.kinds.unwrap_or_default(),
        })
    }
}

fn span(
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let to = to.unwrap_or(now);
    let an_hour_before = to.checked_sub_signed(DEFAULT_SPAN).unwrap_or(DateTime::<Utc>::MIN_UTC);
    (from.unwrap_or(an_hour_before), to)
}

fn subject(
    instance: Option<String>,
    name: Option<String>,
    project: Option<String>,
    service: Option<String>,
) -> Result<HistorySubject, Refusal> {
    match (instance, name, project, service) {
        (None, None, None, None) => Ok(HistorySubject::Total),
        (Some(id), None, None, None) => Ok(HistorySubject::Instance { id: InstanceId::new(id) }),
        (None, Some(name), None, None) => Ok(HistorySubject::Name { name }),
        (None, None, Some(project), service) => Ok(HistorySubject::Group { project, service }),
        (None, None, None, Some(_)) => {
            Err(Refusal::bad_request("A service is one of a project: name the project as well."))
        }
        _ => Err(Refusal::bad_request("Name an instance, or a name, or a project; not several.")),
    }
}

/// Ids with commas between.
fn ids<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<InstanceId>>, D::Error> {
    let text = Option::<String>::deserialize(from)?.unwrap_or_default();
    Ok(Some(parts(&text).map(InstanceId::new).collect()))
}

/// Words of the vocabulary with commas between.
fn words<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let text = Option::<String>::deserialize(from)?.unwrap_or_default();
    let read = |word: &str| T::deserialize(StringDeserializer::<D::Error>::new(word.to_owned()));
    parts(&text).map(read).collect::<Result<_, _>>().map(Some)
}

/// What stands between the commas, just as it stands there; of nothing, nothing.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(move |_| !text.is_empty())
}
