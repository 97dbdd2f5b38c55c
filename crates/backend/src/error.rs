//! Why the console cannot do what it was asked, for programs and for people.

use crate::asking::AskError;
use crate::attention::AttentionError;
use crate::audit::AuditError;
use crate::choosing::PickError;
use crate::explaining::ExplainError;
use crate::logs::LogsError;
use crate::retaining::RetentionError;
use crate::store::StoreError;
use mini_aws_domain::Problem;

/// Why the console cannot do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum ConsoleError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A number cannot be explained.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// An engine cannot be chosen.
    #[error(transparent)]
    Pick(#[from] PickError),
    /// It is not taken that somebody looks at this.
    #[error(transparent)]
    Attention(#[from] AttentionError),
    /// So much is not kept.
    #[error(transparent)]
    Retention(#[from] RetentionError),
    /// The audit log does not answer this.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The engine could not be asked.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// A log cannot be read.
    #[error(transparent)]
    Logs(#[from] LogsError),
}

impl ConsoleError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Explain(error) => error.problem(),
            Self::Attention(error) => error.problem(),
            Self::Pick(error) => error.problem(),
            Self::Audit(error) => error.problem(),
            Self::Retention(error) => error.problem(),
            Self::Ask(error) => error.problem(),
            Self::Logs(error) => error.problem(),
            Self::Store(error) => {
                let (code, next_step) = match error {
                    StoreError::EmptyRange => ("bad_range", "Choose an end after the beginning."),
                    StoreError::NoSuchHistory(_) => (
                        "no_history",
                        "It may be too long ago, or belong to another engine's data directory.",
                    ),
                    StoreError::Export(_) => {
                        ("export_failed", "Choose another place, or make room, and try again.")
                    }
                    _ => (
                        "store_unavailable",
                        "Look at the logs in the console's data directory; the live view goes on.",
                    ),
                };
                Problem {
                    code: code.to_owned(),
                    message: sentence(&error.to_string()),
                    next_step: next_step.to_owned(),
                }
            }
        }
    }
}

/// A clause as a sentence.
pub(crate) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
