//! Asking the engine about one instance, when a person wants to know more than what is watched.

use crate::collector::Stay;
use crate::console::Console;
use crate::docker::{EngineError, detail};
use crate::error::{ConsoleError, sentence};
use mini_aws_domain::{
    Activity, ActivityKind, EngineStatus, InstanceDetail, InstanceId, Outcome, Problem, Source,
    Subject, SubjectKind,
};

/// Why the engine could not be asked about an instance.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The engine has no such instance.
    #[error("There is no instance {}.", .0.short())]
    NoInstance(InstanceId),
    /// There is no engine to ask.
    #[error("{reason}")]
    NoEngine {
        /// Why not, in a sentence.
        reason: String,
        /// What to do about it, in a sentence.
        next_step: String,
    },
    /// Collecting is paused, and with it everything that is asked of the engine.
    #[error("Collecting is paused, so the engine is not asked anything.")]
    Paused,
    /// The engine did not answer as it should.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl AskError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (code, message, next_step) = match self {
            Self::NoInstance(_) => (
                "no_instance",
                self.to_string(),
                "It may have been removed; look at the list of instances.".to_owned(),
            ),
            Self::NoEngine { reason, next_step } => {
                ("no_engine", reason.clone(), next_step.clone())
            }
            Self::Paused => {
                ("paused", self.to_string(), "Resume collecting, and ask again.".to_owned())
            }
            Self::Engine(error @ EngineError::TimedOut { .. }) => (
                "engine_slow",
                sentence(&error.to_string()),
                "Try again in a moment; the engine may be busy.".to_owned(),
            ),
            Self::Engine(error) => (
                "engine_failed",
                sentence(&error.to_string()),
                "Try again; if that does not help, look at the engine's own log.".to_owned(),
            ),
        };
        Problem { code: code.to_owned(), message, next_step }
    }
}

impl Console {
    /// Everything about one instance, as the engine describes it now. Secrets in its environment are left out unless `reveal`; that they
    /// were asked for is told to the feed.
    ///
    /// # Errors
    /// If there is no such instance, or no engine that answers.
    pub async fn detail(
        &self,
        instance: &InstanceId,
        reveal: bool,
    ) -> Result<InstanceDetail, ConsoleError> {
        let inspected = self.described(&self.engine_to_ask()?, instance).await?;
        let name = detail::name_of(&inspected, instance);
        let (asked, read_at) = (instance.clone(), self.now());
        // A description may be long, and all of it is looked through for secrets.
        let read =
            tokio::task::spawn_blocking(move || detail::detail(inspected, &asked, read_at, reveal));
        let detail = read.await.map_err(|error| {
            AskError::from(EngineError::Broken(format!("its description cannot be read: {error}")))
        })?;
        if reveal {
            let subject = Subject {
                kind: SubjectKind::Instance,
                id: detail.id.to_string(),
                name: name.clone(),
            };
            self.tell_of(ActivityKind::SecretsShown, subject, format!("of {name}")).await;
        }
        Ok(detail)
    }

    /// What the engine says of an instance.
    pub(crate) async fn described(
        &self,
        engine: &Stay,
        instance: &InstanceId,
    ) -> Result<serde_json::Value, AskError> {
        let described = engine.client.describe(instance).await?;
        described.ok_or_else(|| AskError::NoInstance(instance.clone()))
    }

    /// The engine that is watched.
    pub(crate) fn engine_to_ask(&self) -> Result<Stay, AskError> {
        self.requests().reached.now().ok_or_else(|| self.why_no_engine())
    }

    /// Why there is no engine to ask.
    pub(crate) fn why_no_engine(&self) -> AskError {
        match self.engine_status() {
            EngineStatus::Away { reason, next_step, .. } => {
                AskError::NoEngine { reason, next_step }
            }
            EngineStatus::Paused { .. } => AskError::Paused,
            EngineStatus::Connecting | EngineStatus::Connected { .. } => AskError::NoEngine {
                reason: "The engine is being looked for.".to_owned(),
                next_step: "Try again in a moment.".to_owned(),
            },
        }
    }

    /// Tells the feed of something that somebody did to a subject by way of the console.
    pub(crate) async fn tell_of(&self, kind: ActivityKind, subject: Subject, detail: String) {
        let activity = Activity {
            id: 0,
            timestamp: self.now(),
            source: Source::Console,
            kind,
            subject,
            outcome: Outcome::Ok,
            detail,
            exit_code: None,
            last: None,
        };
        crate::collector::record(self.store(), self.live(), vec![(activity, None)], None).await;
    }
}
