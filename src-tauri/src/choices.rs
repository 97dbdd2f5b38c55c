//! What the person chose about how the app behaves. It is read once and remembered with every change.

use mini_aws_backend::{Console, ConsoleError};
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::warn;

/// A choice of yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// To start without a window when the person logs in.
    StartHidden,
    /// To tell of the engine outside of the window.
    Notifications,
    /// To stay in the tray when the window is closed.
    KeepInTray,
    /// That the person was told where the console is when its window is closed.
    ToldOfTray,
}

impl Choice {
    const ALL: [Self; 4] =
        [Self::StartHidden, Self::Notifications, Self::KeepInTray, Self::ToldOfTray];

    /// Under which name it is remembered.
    fn name(self) -> &'static str {
        match self {
            Self::StartHidden => "start_hidden",
            Self::Notifications => "notifications",
            Self::KeepInTray => "keep_in_tray",
            Self::ToldOfTray => "told_of_tray",
        }
    }

    /// What the feed calls it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::StartHidden => "starts hidden",
            Self::Notifications => "notifications",
            Self::KeepInTray => "stays in the tray",
            Self::ToldOfTray => "told of the tray",
        }
    }

    /// What holds until the person chooses.
    fn usual(self) -> bool {
        match self {
            Self::StartHidden | Self::Notifications | Self::KeepInTray => true,
            Self::ToldOfTray => false,
        }
    }
}

/// All choices as they are now.
#[derive(Debug)]
pub(crate) struct Choices([AtomicBool; Choice::ALL.len()]);

impl Choices {
    /// Reads what was chosen before. What cannot be read is as usual.
    pub(crate) async fn read(console: &Console) -> Self {
        let choices = Self(Choice::ALL.map(|choice| AtomicBool::new(choice.usual())));
        for choice in Choice::ALL {
            match console.preference(choice.name()).await {
                Ok(Some(value)) => choices.set(choice, value == "true"),
                Ok(None) => {}
                Err(error) => warn!(%error, ?choice, "a choice could not be read"),
            }
        }
        choices
    }

    /// Whether it is yes.
    pub(crate) fn is(&self, choice: Choice) -> bool {
        self.0[choice as usize].load(Ordering::Relaxed)
    }

    /// Makes it so from now on, and remembers it.
    ///
    /// # Errors
    /// If it cannot be remembered; for this run it holds all the same.
    pub(crate) async fn make(
        &self,
        console: &Console,
        choice: Choice,
        yes: bool,
    ) -> Result<(), ConsoleError> {
        self.set(choice, yes);
        console.prefer(choice.name(), yes.to_string()).await
    }

    fn set(&self, choice: Choice, yes: bool) {
        self.0[choice as usize].store(yes, Ordering::Relaxed);
    }
}
