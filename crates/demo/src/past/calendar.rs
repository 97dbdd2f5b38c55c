//! When things happened in the week that is made up: when nothing was recorded and why, and what went wrong.

use super::{DAY, HOUR, MINUTE};
use crate::{clock::Moment, world::UP_MINUTES};
use mini_aws_domain::GapReason;

/// How far things stay away from a silence.
const MARGIN: i64 = 30 * MINUTE;

/// A while in which nothing was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Silence {
    pub from: Moment,
    pub to: Moment,
    pub reason: GapReason,
}

/// The week's dates. Those that have an hour of the day lie on days where nothing else is in the way.
#[derive(Debug)]
pub(super) struct Calendar {
    pub begins: Moment,
    pub now: Moment,
    /// Oldest first; they do not touch.
    pub silences: Vec<Silence>,
    /// The time without the engine: everything that ran ended with it, and most of it was started again after it.
    pub away: Silence,
    /// When a busy instance dies.
    pub crash: Option<Moment>,
    /// When a quiet one fails for a moment.
    pub hiccup: Option<Moment>,
    /// When an instance has done its work and is removed.
    pub retired: Option<Moment>,
    /// The nightly backups that are over, from when to when.
    pub backups: Vec<(Moment, Moment)>,
}

impl Calendar {
    /// The week up to `now`. `fixed` is what the engine says of its instances: then the machine was awake.
    pub fn new(now: Moment, fixed: &[Moment]) -> Self {
        let engine_back = now.before(UP_MINUTES * MINUTE);
        let away = Silence {
            from: engine_back.before(40 * MINUTE),
            to: engine_back,
            reason: GapReason::EngineAway,
        };
        let mut week = Self {
            begins: now.before(7 * DAY),
            now,
            silences: vec![away],
            away,
            crash: None,
            hiccup: None,
            retired: None,
            backups: Vec::new(),
        };
        let night = |days| (week.clock(days + 1, 23, 40), week.clock(days, 7, 10));
        week.place(GapReason::Asleep, 2, [2, 5, 3, 4, 1, 6].map(night), fixed);
        let afternoon = |days| (week.clock(days, 12, 50), week.clock(days, 17, 30));
        week.place(GapReason::Closed, 1, [3, 5, 4, 6, 1].map(afternoon), fixed);
        // In the last day, of which every ten seconds are known: where a short one can be seen.
        let moment = |hours| {
            (now.before(hours * HOUR + 23 * MINUTE), now.before(hours * HOUR + 20 * MINUTE))
        };
        week.place(GapReason::Closed, 1, [5, 8, 11, 14, 17, 20].map(moment), fixed);

        let before_away = |at: Moment| at < week.away.from.before(3 * HOUR);
        let days = [5, 4, 6];
        let crashes = days.map(|d| week.clock(d, 10, 20)).into_iter();
        let crashes = crashes.chain(days.map(|d| week.clock(d, 20, 20)));
        week.crash = crashes.filter(|at| before_away(*at)).find(|at| week.is_free(*at));
        let hiccups = [6, 4, 5].map(|d| week.clock(d, 9, 12)).into_iter();
        let hiccups = hiccups.chain([6, 5, 4].map(|d| week.clock(d, 18, 33)));
        week.hiccup = hiccups.filter(|at| before_away(*at)).find(|at| week.is_free(*at));
        let retired =
            [5, 7, 9, 11, 13, 15].map(|hours| week.begins.before(-2 * DAY - hours * HOUR));
        week.retired = retired.into_iter().find(|at| week.is_free(*at));
        week.backups = (0..8)
            .map(|days| week.clock(days, 2, 30))
            .map(|from| (from, from.before(-18 * MINUTE)))
            // What goes on now does not know of it.
            .filter(|(from, to)| *from > week.begins && *to < now.before(HOUR))
            .collect();
        week
    }

    /// The time of day so many days ago (UTC).
    fn clock(&self, days_ago: i64, hour: i64, minute: i64) -> Moment {
        self.now.midnight().before(days_ago * DAY - hour * HOUR - minute * MINUTE)
    }

    /// Adds so many silences: of the candidates that are clear of the others, those with the least that is fixed in them.
    fn place<const N: usize>(
        &mut self,
        reason: GapReason,
        how_many: usize,
        candidates: [(Moment, Moment); N],
        fixed: &[Moment],
    ) {
        let (first, last) = (self.begins.before(-HOUR), self.now.before(2 * HOUR));
        let mut candidates: Vec<_> =
            candidates.into_iter().filter(|(from, to)| *from > first && *to < last).collect();
        // The sort is stable: what comes first is wanted most.
        candidates
            .sort_by_key(|(from, to)| fixed.iter().filter(|at| from <= *at && *at <= to).count());
        let wanted = self.silences.len() + how_many;
        for (from, to) in candidates {
            let apart =
                |other: &Silence| to < other.from.before(MARGIN) || other.to.before(-MARGIN) < from;
            if self.silences.len() < wanted && self.silences.iter().all(apart) {
                self.silences.push(Silence { from, to, reason });
            }
        }
        self.silences.sort_by_key(|silence| silence.from);
    }

    /// Whether a moment is well away from every silence.
    pub fn is_free(&self, at: Moment) -> bool {
        self.silences.iter().all(|s| at < s.from.before(MARGIN) || s.to.before(-MARGIN) < at)
    }

    /// The silence of a moment for such a reason.
    pub fn silence(&self, at: Moment, reason: GapReason) -> Option<&Silence> {
        self.silences.iter().find(|s| s.reason == reason && s.from <= at && at < s.to)
    }

    /// The stretches between the silences, oldest first, each with the reason why there was nothing before it.
    pub fn stretches(&self) -> Vec<(GapReason, Moment, Moment)> {
        // Before it all the console was not there.
        let mut from = (GapReason::Closed, self.begins);
        let mut stretches = Vec::with_capacity(self.silences.len() + 1);
        for silence in &self.silences {
            stretches.push((from.0, from.1, silence.from));
            from = (silence.reason, silence.to);
        }
        stretches.push((from.0, from.1, self.now));
        stretches
    }
}
