//! What is asked about the past, and what becomes of the answers: a pure reducer.

use super::Marker;
use super::range::{ChartRange, Span};
use crate::backend::Backend;
use crate::state::Shared;
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    ActivityQuery, History, HistoryQuery, HistorySubject, InstanceId, Metric, Problem,
};
use std::rc::Rc;
use yew::Reducible;

/// How many instances have a line of their own, if there are many.
pub const TOP: u32 = 8;
/// How many events are asked for: more than are marked, since those of other outcomes are told apart later.
const EVENTS: u32 = 200;
/// Fewer or more points than this say less, or nothing more.
const POINTS: (u32, u32) = (120, 600);
/// How often a range that ends now is asked for again, at the most and at the least, in milliseconds.
const REFRESH_MS: (i64, i64) = (2_000, 60_000);

/// A question about the past: everything that all charts of one place show.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryAsk {
    /// Whose history.
    pub subject: HistorySubject,
    /// Which metrics, one for each chart.
    pub metrics: Vec<Metric>,
    /// Over which time.
    pub range: ChartRange,
    /// Instances that have a line even if they are not among the busiest.
    pub pinned: Vec<InstanceId>,
}

/// The answer to it.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryAnswer {
    /// What was asked.
    pub ask: HistoryAsk,
    /// Which time that was.
    pub span: Span,
    /// One for each metric.
    pub histories: Vec<History>,
    /// What happened meanwhile.
    pub markers: Rc<[Marker]>,
}

/// Where the charts stand with the past.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HistoryState {
    number: u64,
    wanted: Option<HistoryAsk>,
    is_busy: bool,
    /// The newest answer. It stays until the next one is there, so that nothing flashes.
    pub shown: Option<Shared<HistoryAnswer>>,
    /// Why there is no newer one.
    pub problem: Option<Problem>,
    /// How many questions were answered, well or not.
    pub answered: u64,
}

/// What changes that.
#[derive(Debug)]
pub enum HistoryAction {
    /// A question was sent, the one with this number.
    Asked(u64, HistoryAsk),
    /// The question with this number was answered.
    Answered(u64, Result<HistoryAnswer, Problem>),
    /// What is shown already is wanted again, so that whatever was asked last is not; from this number on.
    Kept(u64, HistoryAsk),
    /// The past is not shown any more.
    Left,
}

impl Reducible for HistoryState {
    type Action = HistoryAction;

    fn reduce(self: Rc<Self>, action: HistoryAction) -> Rc<Self> {
        let mut state = (*self).clone();
        state.apply(action);
        Rc::new(state)
    }
}

impl HistoryState {
    /// Applies one action.
    pub fn apply(&mut self, action: HistoryAction) {
        match action {
            HistoryAction::Asked(number, ask) => {
                let same_charts = |shown: &Shared<HistoryAnswer>| {
                    shown.ask.subject == ask.subject && shown.ask.metrics == ask.metrics
                };
                // Somebody else's picture must not stand in for the one that was asked for.
                self.shown = self.shown.take().filter(same_charts);
                if self.wanted.as_ref() != Some(&ask) {
                    self.problem = None;
                }
                self.number = number;
                self.wanted = Some(ask);
                self.is_busy = true;
            }
            // What comes late is about something that is not shown any more.
            HistoryAction::Answered(number, _) if number != self.number => {}
            HistoryAction::Answered(_, answer) => {
                self.is_busy = false;
                self.answered += 1;
                match answer {
                    Ok(answer) => {
                        self.shown = Some(Shared::new(answer));
                        self.problem = None;
                    }
                    Err(problem) => self.problem = Some(problem),
                }
            }
            HistoryAction::Kept(number, ask) => {
                self.number = number;
                self.wanted = Some(ask);
                self.is_busy = false;
                self.problem = None;
            }
            HistoryAction::Left => *self = Self { answered: self.answered, ..Self::default() },
        }
    }

    /// Whether the newest answer is the one to `ask`, be it not quite new.
    #[must_use]
    pub fn shows(&self, ask: &HistoryAsk) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.ask == *ask)
    }

    /// Whether an answer is on its way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// Whether something other than what is shown is on its way.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.is_busy && !self.wanted.as_ref().is_some_and(|wanted| self.shows(wanted))
    }

    /// In how many milliseconds to ask again, if what is shown moves on.
    #[must_use]
    pub fn refresh_ms(&self) -> Option<u32> {
        let wanted =
            self.wanted.as_ref().filter(|wanted| wanted.range.is_live() && !self.is_busy)?;
        let shown = self.shown.as_ref().filter(|shown| shown.ask == *wanted);
        let buckets = shown.iter().flat_map(|shown| &shown.histories);
        let bucket_ms = buckets.map(|history| history.bucket_ms).min().unwrap_or(REFRESH_MS.1);
        u32::try_from(bucket_ms.clamp(REFRESH_MS.0, REFRESH_MS.1)).ok()
    }
}

/// How many points a plot of so many pixels can show.
#[must_use]
pub fn points_for(width: u32) -> u32 {
    (width / 2).clamp(POINTS.0, POINTS.1)
}

/// Asks `backend`: for all metrics and the events at once.
///
/// # Errors
/// One of the answers is a problem.
pub async fn fetch(
    backend: &dyn Backend,
    ask: HistoryAsk,
    points: u32,
    now: DateTime<Utc>,
) -> Result<HistoryAnswer, Problem> {
    let span = ask.range.span(now);
    let query = |metric| HistoryQuery {
        subject: ask.subject.clone(),
        metric,
        from: span.from,
        to: span.to,
        points,
        top: TOP,
        pinned: ask.pinned.clone(),
    };
    let questions: Vec<_> =
        ask.metrics.iter().map(|&metric| backend.history(query(metric))).collect();
    let activity = backend.activity_between(ActivityQuery {
        subject: ask.subject.clone(),
        from: span.from,
        to: span.to,
        limit: EVENTS,
        kinds: Marker::KINDS.to_vec(),
    });
    // All are awaited, even if one is a problem: a question that nobody waits for is an error of its own to the browser.
    let mut histories = Vec::with_capacity(questions.len());
    for question in questions {
        histories.push(question.await);
    }
    let activity = activity.await;
    let histories = histories.into_iter().collect::<Result<Vec<_>, _>>()?;
    let markers = activity?.iter().filter_map(Marker::from_activity).collect();
    Ok(HistoryAnswer { ask, span, histories, markers })
}
