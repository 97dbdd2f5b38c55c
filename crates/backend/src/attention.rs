//! What somebody looks at. Sampling goes by it: what is on a screen is told at once, and where nobody looks the engine may rest.

use mini_aws_domain::{Attention, InstanceId, Problem};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// For how long it holds that somebody looks.
const LASTS: Duration = Duration::from_millis(Attention::LASTS_MS as u64);
/// How many instances are remembered as being looked at, over all screens.
const MOST_IN_ALL: usize = 8 * Attention::MOST;

/// What all screens look at, as far as they said so lately.
#[derive(Debug, Default)]
pub(crate) struct Onlookers {
    seen: Mutex<Seen>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Seen {
    somebody_until: Option<Instant>,
    instances: BTreeMap<InstanceId, Instant>,
}

/// What is looked at at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LookedAt {
    /// Whether anybody looks at all.
    pub(crate) by_somebody: bool,
    /// What is on their screens.
    pub(crate) instances: BTreeSet<InstanceId>,
}

/// Why an attention is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttentionError {
    /// It names more instances than fit a screen.
    #[error("At most {most} instances can be looked at at once, and these are {0}.", most = Attention::MOST)]
    TooMany(usize),
}

impl AttentionError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem {
            code: "too_many_instances".to_owned(),
            message: self.to_string(),
            next_step: "Name those that are on the screen.".to_owned(),
        }
    }
}

impl Onlookers {
    /// Takes note that somebody looks at this, from `now` on.
    pub(crate) fn attend(&self, attention: Attention, now: Instant) -> Result<(), AttentionError> {
        if attention.instances.len() > Attention::MOST {
            return Err(AttentionError::TooMany(attention.instances.len()));
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let until = now + LASTS;
        let mut is_news = seen.somebody_until.replace(until).is_none_or(|before| before <= now);
        seen.instances.retain(|_, until| *until > now);
        for id in attention.instances {
            if seen.instances.len() >= MOST_IN_ALL && !seen.instances.contains_key(&id) {
                break;
            }
            is_news |= seen.instances.insert(id, until).is_none();
        }
        drop(seen);
        if is_news {
            self.changed.notify_one();
        }
        Ok(())
    }

    /// What is looked at at `now`.
    pub(crate) fn looked_at(&self, now: Instant) -> LookedAt {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        LookedAt {
            by_somebody: seen.somebody_until.is_some_and(|until| until > now),
            instances: seen
                .instances
                .iter()
                .filter(|(_, until)| **until > now)
                .map(|(id, _)| id.clone())
                .collect(),
        }
    }

    /// Waits until somebody looks at something that was not looked at before. One task alone may wait.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attention(ids: &[&str]) -> Attention {
        Attention { instances: ids.iter().map(|id| InstanceId::new(*id)).collect() }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_looked_at_is_forgotten_unless_it_is_told_again() {
        let onlookers = Onlookers::default();
        let start = Instant::now();
        assert_eq!(onlookers.looked_at(start), LookedAt::default());
        onlookers.attend(attention(&["a", "b"]), start).unwrap();
        let later = start + LASTS / 2;
        onlookers.attend(attention(&["b", "c"]), later).unwrap();
        let names = |at: Instant| -> Vec<String> {
            let looked_at = onlookers.looked_at(at);
            looked_at.instances.iter().map(ToString::to_string).collect()
        };
        assert_eq!(names(later), ["a", "b", "c"]);
        assert_eq!(names(start + LASTS), ["b", "c"]);
        assert!(onlookers.looked_at(start + LASTS).by_somebody);
        assert_eq!(onlookers.looked_at(later + LASTS), LookedAt::default());
    }

    #[tokio::test(start_paused = true)]
    async fn only_news_wake_who_waits() {
        let onlookers = Onlookers::default();
        let now = Instant::now();
        let woken = || async {
            tokio::time::timeout(Duration::from_millis(1), onlookers.changed()).await.is_ok()
        };
        onlookers.attend(attention(&[]), now).unwrap();
        assert!(woken().await, "somebody looks");
        onlookers.attend(attention(&[]), now).unwrap();
        assert!(!woken().await, "still the same");
        onlookers.attend(attention(&["a"]), now).unwrap();
        assert!(woken().await, "at another instance");
        onlookers.attend(attention(&["a"]), now + LASTS).unwrap();
        assert!(woken().await, "again after a while");
    }

    #[test]
    fn more_than_fit_a_screen_are_refused_and_all_screens_together_are_bounded() {
        let onlookers = Onlookers::default();
        let now = Instant::now();
        let many = |from: usize, count: usize| Attention {
            instances: (from..from + count).map(|n| InstanceId::new(n.to_string())).collect(),
        };
        let refused = onlookers.attend(many(0, Attention::MOST + 1), now);
        assert_eq!(refused, Err(AttentionError::TooMany(Attention::MOST + 1)));
        for screen in 0..20 {
            onlookers.attend(many(screen * Attention::MOST, Attention::MOST), now).unwrap();
        }
        assert_eq!(onlookers.looked_at(now).instances.len(), MOST_IN_ALL);
    }
}
