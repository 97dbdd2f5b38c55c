//! What instances write. Each line follows from the instance and the time alone, so the log is the same however often it is read,
//! and nothing is kept.

mod script;

use crate::{clock::Moment, role::Role, world::Container};

/// The engine keeps no more lines than these.
pub(crate) const KEPT: usize = 100_000;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// When it was written.
    pub at: Moment,
    /// Whether to the standard error.
    pub is_error: bool,
    /// Without its end; may be no text.
    pub text: Vec<u8>,
}

/// What an instance wrote and will write.
#[derive(Debug, Clone)]
pub(crate) struct Diary {
    role: Role,
    seed: u64,
    from: Moment,
    /// `None` while it runs.
    to: Option<Moment>,
    /// Between these it did not run.
    pause: Option<(Moment, Moment)>,
}

impl Diary {
    /// Of an instance, as far as it has come.
    pub fn of(container: &Container) -> Self {
        let ended = || container.finished.filter(|_| container.started.is_some());
        Self {
            role: Role::of(&container.image),
            seed: script::mix(
                container.name.bytes().fold(7, |seed, byte| script::mix(seed ^ u64::from(byte))),
            ),
            from: container.created,
            to: (!container.alive()).then(|| ended().unwrap_or(container.created)),
            pause: container
                .finished
                .zip(container.started)
                .filter(|(finished, started)| container.alive() && finished < started),
        }
    }

    /// Whether it writes to a terminal.
    pub fn has_terminal(&self) -> bool {
        self.role.has_terminal()
    }

    /// Whether the engine keeps none of it.
    pub fn is_kept(&self) -> bool {
        self.role.log_driver() != "none"
    }

    /// Whether no more will come.
    pub fn is_over(&self) -> bool {
        self.to.is_some()
    }

    /// What was written after one moment and until another: at most so many lines, the newest, oldest first.
    pub fn lines(&self, after: Moment, until: Moment, most: usize) -> Vec<Line> {
        let pace = self.role.pace().saturating_mul(1_000_000);
        let until = self.to.map_or(until, |to| to.min(until));
        let after = after.max(self.from);
        let (first, last) = (after.0.div_euclid(pace), until.0.div_euclid(pace));
        let mut lines: Vec<Line> = (first..=last)
            .rev()
            .filter_map(|number| {
                let chance = script::mix(self.seed ^ number.cast_unsigned());
                let within = (chance % pace.cast_unsigned()).cast_signed() / 4 * 3;
                let at = Moment(number.saturating_mul(pace).saturating_add(within));
                let is_paused = self.pause.is_some_and(|(from, to)| from < at && at < to);
                (at > after && at <= until && !is_paused)
                    .then(|| script::line(self.role, at, number, script::mix(chance)))
            })
            .take(most.min(KEPT))
            .collect();
        lines.reverse();
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diary(image: &str) -> Diary {
        Diary { role: Role::of(image), seed: 5, from: Moment(0), to: None, pause: None }
    }

    fn second(second: i64) -> Moment {
        Moment(second * 1_000_000_000)
    }

    #[test]
    fn a_log_is_the_same_however_it_is_read() {
        let web = diary("nginx:1.27");
        let all = web.lines(second(10), second(500), KEPT);
        assert!(all.len() > 1_000 && all.is_sorted_by(|one, next| one.at < next.at));
        let halves =
            [web.lines(second(10), second(77), KEPT), web.lines(second(77), second(500), KEPT)];
        assert_eq!(halves.concat(), all);
        assert_eq!(web.lines(second(10), second(500), 7), all[all.len() - 7..]);
    }

    #[test]
    fn nothing_is_written_before_the_beginning_after_the_end_or_in_between() {
        let mut api = diary("shop/api:1");
        api.from = second(100);
        api.pause = Some((second(200), second(300)));
        api.to = Some(second(400));
        let seconds: Vec<i64> =
            api.lines(Moment(0), second(1_000), KEPT).iter().map(|line| line.at.unix()).collect();
        assert!(!seconds.is_empty());
        assert!(seconds.iter().all(|s| (100..200).contains(s) || (300..=400).contains(s)));
    }

    #[test]
    fn no_log_is_longer_than_what_is_kept() {
        let lines = diary("nginx:1.27").lines(Moment(0), second(100_000), usize::MAX);
        assert_eq!(lines.len(), KEPT);
        let lengths = lines.iter().map(|line| line.text.len());
        assert!(lengths.clone().all(|length| length > 0) && lengths.sum::<usize>() < 20_000_000);
    }
}
