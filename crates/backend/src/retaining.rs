//! How much is remembered: what the person chose, and letting go of the rest.

use crate::console::Console;
use crate::error::ConsoleError;
use mini_aws_domain::{Problem, Retention};
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::{debug, warn};

/// How many slices are let go of at once. Should there be more, the rest goes as time passes.
const MOST_SLICES: usize = 10_000;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// Why so much is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RetentionError {
    /// It is less or more than can be kept.
    #[error(
        "History can be kept for {least_days} to {most_days} days in {least} to {most}, and not {wanted}.",
        least_days = Retention::LEAST_DAYS, most_days = Retention::MOST_DAYS,
        least = size(Retention::LEAST_BYTES), most = size(Retention::MOST_BYTES), wanted = words(.0),
    )]
    Impossible(Retention),
}

impl RetentionError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem {
            code: "bad_retention".to_owned(),
            message: self.to_string(),
            next_step: "Choose something between the two.".to_owned(),
        }
    }
}

/// Whether somebody lets go of what is too much: one is enough.
#[derive(Debug, Default)]
pub(crate) struct Tidying(AtomicBool);

impl Console {
    /// How much is remembered.
    #[must_use]
    pub fn retention(&self) -> Retention {
        *self.store().retention().borrow()
    }

    /// Remembers so much from now on, tells the feed, and lets go of the rest, bit by bit in the background. Returns what is in force.
    ///
    /// # Errors
    /// If it is less or more than can be kept, or cannot be written; what was in force before is in force then.
    pub async fn set_retention(&self, wanted: Retention) -> Result<Retention, ConsoleError> {
        if !wanted.is_possible() {
            return Err(RetentionError::Impossible(wanted).into());
        }
        let before = self.retention();
        self.store().keep(wanted).await?;
        if before != wanted {
            self.tell_setting(format!("keeps {}", words(&wanted))).await;
            self.let_go();
        }
        Ok(wanted)
    }

    /// Lets go of what is too much, slice by slice, so that whatever else is to be written comes in between.
    fn let_go(&self) {
        if self.tidying().0.swap(true, Ordering::AcqRel) {
            return;
        }
        let console = self.clone();
        self.spawn_until_shutdown(async move {
            for _ in 0..MOST_SLICES {
                match console.store().tidy(console.now()).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        warn!(%error, "what is too much stays for now");
                        break;
                    }
                }
            }
            console.tidying().0.store(false, Ordering::Release);
            debug!("what is kept is no more than what was chosen");
        });
    }
}

/// `90 days, 1 GiB`.
fn words(retention: &Retention) -> String {
    let days = retention.history_days;
    let noun = if days == 1 { "day" } else { "days" };
    format!("{days} {noun}, {}", size(retention.cap_bytes))
}

/// `512 MiB`, `1.5 GiB`: to a tenth.
fn size(bytes: u64) -> String {
    let (unit, name) = if bytes < GIB { (MIB, "MiB") } else { (GIB, "GiB") };
    let text = format!("{:.1}", bytes as f64 / unit as f64);
    format!("{} {name}", text.strip_suffix(".0").unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_in_words() {
        let told = |history_days, cap_bytes| words(&Retention { history_days, cap_bytes });
        assert_eq!(told(90, GIB), "90 days, 1 GiB");
        assert_eq!(told(1, 3 * GIB / 2), "1 day, 1.5 GiB");
        assert_eq!(told(7, 512 * MIB), "7 days, 512 MiB");
        let never = RetentionError::Impossible(Retention { history_days: 0, cap_bytes: u64::MAX });
        let sentence = never.problem().message;
        assert!(sentence.starts_with("History can be kept for 1 to 3650 days in 64 MiB to 64 GiB"));
    }
}
