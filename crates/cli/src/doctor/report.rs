//! What the doctor found, as JSON and in words.

use super::desktop::{Bus, Desktop};
use crate::error::OF_ANOTHER_USER;
use crate::terminal::{Paint, Style, clean, figures};
use mini_aws_domain::{EndpointAttempt, EngineInfo, EngineStatus};
use serde::Serialize;

/// How wide the names of the findings are.
const NAMES: usize = 12;

/// Everything that the doctor found.
#[derive(Debug, Serialize)]
pub struct Report {
    version: &'static str,
    platform: String,
    engine: EngineReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<DataReport>,
    console: ConsoleReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    desktop: Option<Desktop>,
    next_steps: Vec<String>,
}

/// The engine that answers, or why none does.
#[derive(Debug, Serialize)]
pub struct EngineReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<EngineInfo>,
    /// Every place that was tried in vain, in that order.
    pub attempts: Vec<EndpointAttempt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

/// The data directory.
#[derive(Debug, Serialize)]
pub struct DataReport {
    pub path: String,
    pub exists: bool,
    pub database: Database,
}

/// What was recorded.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Database {
    /// Nothing yet.
    None,
    /// History of so many instances.
    Readable { bytes: u64, instances: usize },
    /// Something that cannot be read.
    Unreadable { reason: String },
    /// Something that only others may read.
    Forbidden { reason: String },
}

/// The console that runs.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ConsoleReport {
    /// None does.
    None,
    /// One does.
    Running { pid: u32, version: String, window: bool, engine: EngineStatus },
    /// Something listens, and does not say what it is.
    Silent { reason: String },
    /// Nobody can tell: the data directory lets nobody look.
    Closed {
        reason: String,
        #[serde(skip)]
        next_step: &'static str,
    },
}

impl ConsoleReport {
    fn has_engine(&self) -> bool {
        matches!(self, Self::Running { engine: EngineStatus::Connected { .. }, .. })
    }
}

/// How well it is.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Good,
    Note,
    Bad,
}

impl Report {
    /// Puts the findings together, with what to do about them.
    pub fn new(
        engine: EngineReport,
        data_dir: Option<DataReport>,
        console: ConsoleReport,
        desktop: Option<Desktop>,
    ) -> Self {
        let mut next_steps = Vec::new();
        if !console.has_engine() {
            next_steps.extend(engine.next_step.clone());
        }
        let named = engine.found.as_ref().and_then(|_| engine.attempts.iter().find(|it| it.named));
        next_steps.extend(named.map(|attempt| attempt.next_step.clone()));
        if data_dir.is_none() {
            next_steps.push("Name a directory for the data with --data-dir.".to_owned());
        }
        if matches!(&data_dir, Some(DataReport { database: Database::Unreadable { .. }, .. })) {
            next_steps.push(
                "Start the console once: it brings the database up to date, or sets it aside."
                    .to_owned(),
            );
        }
        let database = data_dir.as_ref().map(|data| &data.database);
        let is_forbidden = matches!(database, Some(Database::Forbidden { .. }));
        match &console {
            ConsoleReport::Closed { next_step, .. } => next_steps.push((*next_step).to_owned()),
            // Nothing can be recorded there either.
            _ if is_forbidden => next_steps.push(OF_ANOTHER_USER.to_owned()),
            ConsoleReport::None => next_steps.push(
                "Nothing is being recorded: start the console with `cloud dashboard open` or `cloud serve`."
                    .to_owned(),
            ),
            ConsoleReport::Silent { .. } => {
                next_steps.push("End the console that does not answer, and start it again.".to_owned());
            }
            ConsoleReport::Running { version, .. } if version != env!("CARGO_PKG_VERSION") => {
                next_steps.push("Start the console again: it is of another version.".to_owned());
            }
            ConsoleReport::Running { .. } => {}
        }
        if desktop.as_ref().is_some_and(|desktop| !desktop.has_display()) {
            next_steps.push(
                "No window can be shown here: use `cloud serve`, and open its link in a browser."
                    .to_owned(),
            );
        }
        Self {
            version: env!("CARGO_PKG_VERSION"),
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            engine,
            data_dir,
            console,
            desktop,
            next_steps,
        }
    }

    /// Whether an engine answers, be it to the console that runs.
    pub fn has_engine(&self) -> bool {
        self.engine.found.is_some() || self.console.has_engine()
    }

    /// The findings in words, a line each.
    pub fn text(&self, style: &Style) -> String {
        let mut text = String::new();
        let mut add = |mark: Mark, name: &str, told: &str| {
            let (sign, paint) = match mark {
                Mark::Good => ("✓", Paint::Good),
                Mark::Note => ("•", Paint::Warning),
                Mark::Bad => ("✗", Paint::Bad),
            };
            let sign = style.paint(paint, sign);
            text.push_str(&format!("{sign} {name:<NAMES$}{}\n", clean(told)));
        };
        add(Mark::Good, "cloud", &format!("{} on {}", self.version, self.platform));
        self.engine_lines(&mut add);
        match &self.data_dir {
            None => add(Mark::Bad, "data", "this system names no data directory for you"),
            Some(data) => {
                let there = if data.exists { "" } else { ", which is not there yet" };
                add(Mark::Good, "data", &format!("{}{there}", data.path));
                match &data.database {
                    Database::None => add(Mark::Note, "database", "nothing was recorded yet"),
                    Database::Readable { bytes, instances } => {
                        let size = figures::size(*bytes);
                        let whose = figures::counted(*instances as u64, "instance", "instances");
                        add(Mark::Good, "database", &format!("{size}, history of {whose}"));
                    }
                    Database::Unreadable { reason } | Database::Forbidden { reason } => {
                        add(Mark::Bad, "database", reason);
                    }
                }
            }
        }
        match &self.console {
            ConsoleReport::None => add(Mark::Note, "console", "none runs"),
            ConsoleReport::Silent { reason } | ConsoleReport::Closed { reason, .. } => {
                add(Mark::Bad, "console", reason);
            }
            ConsoleReport::Running { pid, version, window, engine } => {
                let kind = if *window { "with a window" } else { "without a window" };
                add(Mark::Good, "console", &format!("process {pid}, {version}, {kind}"));
                match engine {
                    EngineStatus::Connected { engine, .. } => {
                        let told = format!("{} {}", engine.kind.as_str(), engine.version);
                        add(Mark::Good, "  engine", &format!("{told} at {}", engine.endpoint));
                    }
                    EngineStatus::Connecting => {
                        add(Mark::Note, "  engine", "it is looking for one");
                    }
                    EngineStatus::Paused { .. } => {
                        add(Mark::Note, "  engine", "collecting is paused");
                    }
                    EngineStatus::Away { reason, .. } => add(Mark::Bad, "  engine", reason),
                }
            }
        }
        if let Some(desktop) = &self.desktop {
            match desktop.shown_on() {
                Some(display) => add(Mark::Good, "display", &display),
                None => add(Mark::Note, "display", "none: DISPLAY and WAYLAND_DISPLAY are not set"),
            }
            match &desktop.session_bus {
                Bus::Answers { address } => add(Mark::Good, "session bus", address),
                Bus::Missing => add(Mark::Note, "session bus", "none: there will be no tray icon"),
                Bus::Broken { address, reason } => {
                    add(Mark::Note, "session bus", &format!("{address}: {reason}"));
                }
            }
        }
        if !self.next_steps.is_empty() {
            text.push_str(&format!("\n{}\n", style.paint(Paint::Strong, "What to do")));
            for step in &self.next_steps {
                text.push_str(&format!("- {}\n", clean(step)));
            }
        }
        text
    }

    fn engine_lines(&self, add: &mut impl FnMut(Mark, &str, &str)) {
        for attempt in &self.engine.attempts {
            let mark = if attempt.named { Mark::Bad } else { Mark::Note };
            let place = format!("{} ({}): {}", attempt.found_by, attempt.endpoint, attempt.reason);
            add(mark, "tried", &place);
        }
        match (&self.engine.found, &self.engine.reason) {
            (Some(engine), _) => {
                let place = format!("{} ({})", engine.endpoint, engine.found_by);
                let what = format!("{} {}", engine.kind.as_str(), engine.version);
                add(
                    Mark::Good,
                    "engine",
                    &format!("{what}, API {} at {place}", engine.api_version),
                );
            }
            (None, reason) => {
                let mark = if self.has_engine() { Mark::Note } else { Mark::Bad };
                add(mark, "engine", reason.as_deref().unwrap_or("none answers"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::AttemptCode;

    fn report() -> Report {
        let attempt = EndpointAttempt {
            found_by: "DOCKER_HOST".to_owned(),
            named: true,
            endpoint: "unix:///no\u{1b}where.sock".to_owned(),
            code: AttemptCode::NotFound,
            reason: "There is nothing at /nowhere.sock.".to_owned(),
            next_step: "Start the engine.".to_owned(),
        };
        let engine = EngineReport {
            found: None,
            reason: Some(attempt.reason.clone()),
            next_step: Some(attempt.next_step.clone()),
            attempts: vec![attempt],
        };
        let database = Database::Readable { bytes: 4_200_000, instances: 24 };
        let data = DataReport { path: "/data".to_owned(), exists: true, database };
        let desktop = Desktop { display: None, wayland_display: None, session_bus: Bus::Missing };
        let mut report = Report::new(engine, Some(data), ConsoleReport::None, Some(desktop));
        (report.version, report.platform) = ("1.2.3", "linux x86_64".to_owned());
        report
    }

    #[test]
    fn every_finding_is_a_line_and_every_trouble_a_step() {
        let style = Style { width: 80, height: 24, coloured: false };
        insta::assert_snapshot!(report().text(&style), @r"
        ✓ cloud       1.2.3 on linux x86_64
        ✗ tried       DOCKER_HOST (unix:///no␛where.sock): There is nothing at /nowhere.sock.
        ✗ engine      There is nothing at /nowhere.sock.
        ✓ data        /data
        ✓ database    4.2 MB, history of 24 instances
        • console     none runs
        • display     none: DISPLAY and WAYLAND_DISPLAY are not set
        • session bus none: there will be no tray icon

        What to do
        - Start the engine.
        - Nothing is being recorded: start the console with `cloud dashboard open` or `cloud serve`.
        - No window can be shown here: use `cloud serve`, and open its link in a browser.
        ");
    }

    #[test]
    fn json_has_the_findings_for_programs() {
        let json = serde_json::to_value(report()).unwrap();
        assert_eq!(json["engine"]["attempts"][0]["code"], "not_found");
        assert_eq!(json["console"]["state"], "none");
        assert_eq!(json["data_dir"]["database"]["instances"], 24);
        assert_eq!(json["next_steps"].as_array().unwrap().len(), 3);
    }
}
