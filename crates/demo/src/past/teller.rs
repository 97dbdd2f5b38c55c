//! What happened, in the words of the activity feed: as the console would have read it from the engine's events.

use super::calendar::Calendar;
use crate::{Config, Flavour, clock::Moment};
use mini_aws_domain::{
    Activity, ActivityKind, EngineKind, GapReason, Outcome, PastInstance, Source, Subject,
    SubjectKind,
};

/// How a run ended, with its exit code.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    ByItself(i64),
    AskedFor(i64),
    OutOfMemory,
}

/// Collects activities.
#[derive(Debug)]
pub(super) struct Teller<'a> {
    calendar: &'a Calendar,
    /// What the engine is called.
    engine: String,
    /// From when on the engine's own log tells.
    until: Moment,
    told: Vec<(Moment, Activity)>,
}

impl<'a> Teller<'a> {
    /// Tells of this week until the moment from which on the engine tells by itself.
    pub fn new(calendar: &'a Calendar, config: &Config, logged: Option<Moment>) -> Self {
        let kind = match config.flavour {
            Flavour::DockerV1 | Flavour::DockerV2 => EngineKind::Docker,
            Flavour::Podman => EngineKind::Podman,
        };
        Self {
            calendar,
            engine: format!("{} {}", kind.as_str(), config.engine_version()),
            until: logged.map_or(calendar.now, |at| at.min(calendar.now)),
            told: Vec::new(),
        }
    }

    /// All that was told, oldest first.
    pub fn finish(mut self) -> Vec<Activity> {
        // The sort is stable: what happened at one moment stays in order.
        self.told.sort_by_key(|(at, _)| *at);
        self.told.into_iter().map(|(_, activity)| activity).collect()
    }

    /// When the engine was reached and lost.
    pub fn engine(&mut self) {
        self.of_engine(self.calendar.begins, Told::ok(ActivityKind::Connected));
        for silence in &self.calendar.silences {
            if silence.reason == GapReason::EngineAway {
                let detail = "The engine closed the connection.".to_owned();
                let outcome = Outcome::Failed;
                let lost = Told { outcome, detail, ..Told::ok(ActivityKind::Lost) };
                self.of_engine(silence.from, lost);
            }
            // The connection outlives a sleep.
            if silence.reason != GapReason::Asleep {
                self.of_engine(silence.to, Told::ok(ActivityKind::Connected));
            }
        }
    }

    /// An instance was made.
    pub fn created(&mut self, about: &PastInstance, at: Moment) {
        let image = about.image.clone();
        self.of_instance(about, at, Told { detail: image, ..Told::ok(ActivityKind::Created) });
    }

    /// A run began.
    pub fn started(&mut self, about: &PastInstance, at: Moment) {
        self.of_instance(about, at, Told::ok(ActivityKind::Started));
    }

    /// An instance was removed.
    pub fn removed(&mut self, about: &PastInstance, at: Moment) {
        self.of_instance(about, at, Told::ok(ActivityKind::Terminated));
    }

    /// A run ended.
    pub fn ended(&mut self, about: &PastInstance, at: Moment, end: End) {
        let (kind, outcome, code, why) = match end {
            End::ByItself(0) => (ActivityKind::Exited, Outcome::Ok, 0, ""),
            End::AskedFor(code) => (ActivityKind::Stopped, Outcome::Ok, code, ""),
            End::ByItself(code) => (ActivityKind::Died, Outcome::Failed, code, ""),
            End::OutOfMemory => (ActivityKind::Died, Outcome::Failed, 137, ", out of memory"),
        };
        if matches!(end, End::OutOfMemory) {
            let told = Told { outcome, ..Told::ok(ActivityKind::OutOfMemory) };
            self.of_instance(about, at, told);
        }
        let detail = format!("exit {code}{why}");
        self.of_instance(about, at, Told { kind, outcome, detail, exit_code: Some(code) });
    }

    fn of_instance(&mut self, about: &PastInstance, at: Moment, told: Told) {
        // On a machine that sleeps nothing happens. What happens while the console is closed it reads afterwards from the
        // engine's log; and that begins anew when the engine does, with what is started then.
        let asleep = self.calendar.silence(at, GapReason::Asleep).is_some();
        let away = self.calendar.silence(at, GapReason::EngineAway).is_some();
        if asleep || away && told.kind != ActivityKind::Started {
            return;
        }
        let (id, name) = (about.id.as_str().to_owned(), about.name.clone());
        self.tell(at, Source::Engine, Subject { kind: SubjectKind::Instance, id, name }, told);
    }

    fn of_engine(&mut self, at: Moment, told: Told) {
        let name = self.engine.clone();
        let subject = Subject { kind: SubjectKind::Engine, id: String::new(), name };
        self.tell(at, Source::Console, subject, told);
    }

    fn tell(&mut self, at: Moment, source: Source, subject: Subject, told: Told) {
        if at < self.calendar.begins || at >= self.until {
            return;
        }
        let Told { kind, outcome, detail, exit_code } = told;
        let timestamp = at.utc();
        let activity = Activity {
            id: 0,
            timestamp,
            source,
            kind,
            subject,
            outcome,
            detail,
            exit_code,
            last: None,
        };
        self.told.push((at, activity));
    }
}

/// What is told of a subject.
struct Told {
    kind: ActivityKind,
    outcome: Outcome,
    detail: String,
    exit_code: Option<i64>,
}

impl Told {
    fn ok(kind: ActivityKind) -> Self {
        Self { kind, outcome: Outcome::Ok, detail: String::new(), exit_code: None }
    }
}
