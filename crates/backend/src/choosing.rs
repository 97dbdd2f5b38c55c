//! Choosing the engine while the console runs.

use crate::Console;
use crate::docker::endpoint::{contexts, picked};
use crate::error::ConsoleError;
use mini_aws_domain::{
    Activity, ActivityKind, EndpointAttempt, EngineOptions, EnginePick, Notice, NoticeCode,
    Outcome, Problem, Source, Subject, SubjectKind,
};
use std::fmt::Display;
use std::sync::Arc;
use tracing::warn;

/// The name under which the choice is remembered.
pub(crate) const PREFERENCE: &str = "engine";
/// How many bytes a context's name or an endpoint may have.
const LONGEST_PICK: usize = 2_048;

/// Why an engine cannot be chosen.
#[derive(Debug, thiserror::Error)]
pub enum PickError {
    /// The name or endpoint is longer than any is.
    #[error("the name or endpoint is longer than {LONGEST_PICK} bytes")]
    TooLong,
    /// There is no such context, it is of no use, or the endpoint is none that the console can speak to.
    #[error("{}", .0.reason)]
    Unusable(Box<EndpointAttempt>),
    /// The Docker CLI's settings could not be looked at.
    #[error("the Docker CLI's settings could not be read: {0}")]
    Unread(String),
}

impl PickError {
    /// The error as it crosses a door.
    pub(crate) fn problem(&self) -> Problem {
        let (code, message, next_step) = match self {
            Self::TooLong => {
                ("bad_engine", crate::error::sentence(&self.to_string()), "Write a shorter one.")
            }
            Self::Unusable(attempt) => {
                ("bad_engine", attempt.reason.clone(), attempt.next_step.as_str())
            }
            Self::Unread(_) => {
                ("contexts_unread", crate::error::sentence(&self.to_string()), "Try again.")
            }
        };
        Problem { code: code.to_owned(), message, next_step: next_step.to_owned() }
    }
}

impl Console {
    /// Among which engines the person can choose: the Docker CLI's contexts, looked up anew, and what was chosen.
    ///
    /// # Errors
    /// If the Docker CLI's folder cannot be looked at.
    pub async fn engine_options(&self) -> Result<EngineOptions, ConsoleError> {
        let search = Arc::clone(self.search());
        let contexts = tokio::task::spawn_blocking(move || contexts(&search.environment)).await;
        let contexts = contexts.map_err(|error| PickError::Unread(error.to_string()))?;
        let pick = self.requests().pick.borrow().clone();
        Ok(EngineOptions { pick, overruled: self.search().overruled.clone(), contexts })
    }

    /// Leaves the present engine and watches the one that is chosen, now and in future, and no other, unless that is
    /// [`EnginePick::Automatic`]. The same choice once more looks for it now. Where `--host` or `--demo` overrule it, it is remembered.
    ///
    /// # Errors
    /// If there is no such context, or it or the endpoint is of no use; that nothing answers there is no error but the engine's status.
    pub async fn pick_engine(&self, pick: EnginePick) -> Result<EngineOptions, ConsoleError> {
        self.check(&pick).await?;
        // Of two who choose at once the second does so when all of the first is done.
        let _choosing = self.requests().choosing.lock().await;
        // Whatever was chosen before counts no more, though it is the same as what was taken in its place.
        let was_unread = self.live().has_notice(NoticeCode::ChoiceUnreadable);
        self.live().set_notice(NoticeCode::ChoiceUnreadable, None);
        if !was_unread && *self.requests().pick.borrow() == pick {
            self.retry_engine();
            return self.engine_options().await;
        }
        match serde_json::to_string(&pick) {
            Ok(text) => {
                if let Err(error) = self.prefer(PREFERENCE, text).await {
                    // The window has a notice that nothing is remembered.
                    warn!(%error, "which engine was chosen is not remembered");
                }
            }
            Err(error) => warn!(%error, "which engine was chosen cannot be written down"),
        }
        self.tell_of_pick(&pick).await;
        self.requests().pick.send_replace(pick);
        self.engine_options().await
    }

    /// Takes up the choice that was made before.
    pub(crate) async fn recall_pick(&self) {
        match self
            .preference(PREFERENCE)
            .await
            .map(|text| text.map(|text| serde_json::from_str(&text)))
        {
            Ok(None) => {}
            Ok(Some(Ok(pick))) => {
                self.requests().pick.send_replace(pick);
            }
            Ok(Some(Err(error))) => self.tell_of_unread_pick(&error),
            Err(error) => self.tell_of_unread_pick(&error),
        }
    }

    fn tell_of_unread_pick(&self, error: &dyn Display) {
        warn!(%error, "which engine was chosen cannot be read");
        let notice = Notice {
            code: NoticeCode::ChoiceUnreadable,
            message: format!(
                "Which engine you chose cannot be read ({error}), so the console looks for one by itself."
            ),
            next_step: "Choose the engine again on the engine page.".to_owned(),
        };
        self.live().set_notice(NoticeCode::ChoiceUnreadable, Some(notice));
    }

    /// Whether it makes sense to look there at all.
    async fn check(&self, pick: &EnginePick) -> Result<(), PickError> {
        let text = match pick {
            EnginePick::Automatic => return Ok(()),
            EnginePick::Context { name } => name,
            EnginePick::Endpoint { endpoint } => endpoint,
        };
        if text.len() > LONGEST_PICK {
            return Err(PickError::TooLong);
        }
        let (search, pick) = (Arc::clone(self.search()), pick.clone());
        let looked = tokio::task::spawn_blocking(move || picked(&search.environment, &pick)).await;
        match looked.map_err(|error| PickError::Unread(error.to_string()))?.map(|it| it.target) {
            Some(Err(attempt)) => Err(PickError::Unusable(Box::new(attempt))),
            Some(Ok(_)) | None => Ok(()),
        }
    }

    async fn tell_of_pick(&self, pick: &EnginePick) {
        let detail = match pick {
            EnginePick::Automatic => "the first that answers".to_owned(),
            EnginePick::Context { name } => format!("Docker context “{name}”"),
            EnginePick::Endpoint { endpoint } => endpoint.trim().to_owned(),
        };
        let subject =
            Subject { kind: SubjectKind::Engine, id: String::new(), name: "engine".to_owned() };
        let activity = Activity {
            id: 0,
            timestamp: self.now(),
            source: Source::Console,
            kind: ActivityKind::EngineChosen,
            subject,
            outcome: Outcome::Ok,
            detail,
            exit_code: None,
            last: None,
        };
        crate::collector::record(self.store(), self.live(), vec![(activity, None)], None).await;
    }
}
