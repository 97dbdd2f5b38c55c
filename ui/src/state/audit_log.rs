//! The audit log as the page of activity shows it: what is stored, in parts, and what comes meanwhile. A pure reducer.

#[cfg(test)]
mod tests;

use super::{ConsoleState, Shared};
use mini_aws_domain::{Activity, AuditPage, AuditPlace, AuditQuery, Problem};
use std::{cmp::Reverse, collections::BTreeSet, rc::Rc};
use yew::Reducible;

/// How many entries are kept at most.
pub const AUDIT_LIMIT: usize = 5_000;
/// How many are kept while they come and go at the top: who scrolls down gets the others again.
const TOP_LIMIT: usize = 600;

/// A part of the log that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditPart {
    /// The newest entries.
    First,
    /// Those after the last one that is known.
    Older,
}

/// What is known of the audit log.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AuditLog {
    number: u64,
    query: AuditQuery,
    /// What is listed, newest first.
    pub entries: Shared<Vec<Shared<Activity>>>,
    /// What came while somebody reads further down, newest first.
    fresh: Vec<Shared<Activity>>,
    feed: Shared<Vec<Activity>>,
    /// The highest number in the live feed.
    heard: Option<i64>,
    /// The oldest entry up to which the log is whole.
    cursor: Option<AuditPlace>,
    /// Whether there are older entries than those that are known.
    pub more: bool,
    /// What is being asked for.
    pub asking: Option<AuditPart>,
    /// Whether the newest part was answered at all.
    pub is_answered: bool,
    /// Why the last question was not answered.
    pub problem: Option<Problem>,
    /// The part that it was about.
    failed: Option<AuditPart>,
    /// Whether somebody reads, and nothing may move.
    pub is_held: bool,
    /// Whether more came at once than the live feed keeps, or it is of another store, so that the newest part has to be asked for again.
    pub is_missed: bool,
}

/// What changes that.
#[derive(Debug)]
pub enum AuditAction {
    /// A part was asked for, by the question with this number.
    Asked(u64, AuditQuery, AuditPart),
    /// The question with this number was answered.
    Answered(u64, Result<AuditPage, Problem>),
    /// The live feed has something else.
    Feed(Shared<Vec<Activity>>),
    /// Somebody begins to read, or is done.
    Held(bool),
    /// Something else is looked for, and cannot be asked for now.
    Turned(AuditQuery),
    /// There may be newer entries than those that were heard of.
    Missed,
}

impl Reducible for AuditLog {
    type Action = AuditAction;

    fn reduce(self: Rc<Self>, action: AuditAction) -> Rc<Self> {
        let mut log = (*self).clone();
        log.apply(action);
        Rc::new(log)
    }
}

impl AuditLog {
    /// What is known from the live feed alone, while nothing was asked for.
    #[must_use]
    pub fn of_feed(query: AuditQuery, state: &ConsoleState) -> Self {
        let mut log = Self { query, ..Self::default() };
        log.hear(state.activity.clone());
        log.entries = Shared::new(merged(&[], log.accepted(None, true)));
        log
    }

    /// How many entries wait to be shown.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.fresh.len()
    }

    /// Whether there are more entries than are kept.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.more && self.entries.len() >= AUDIT_LIMIT
    }

    /// Whether older entries can be asked for now.
    #[must_use]
    pub fn can_go_on(&self) -> bool {
        self.more && !self.is_full() && self.asking.is_none() && self.problem.is_none()
    }

    /// The part to ask for again after a failure.
    #[must_use]
    pub fn failed_part(&self) -> AuditPart {
        self.failed.unwrap_or(AuditPart::First)
    }

    /// Whether the newest part has to be asked for again, and can be: nobody reads, and the last time did not fail.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.is_missed && self.asking.is_none() && !self.is_held && self.problem.is_none()
    }

    /// Whether somebody reads the answer to `query`, which must not be replaced meanwhile.
    #[must_use]
    pub fn is_read(&self, query: &AuditQuery) -> bool {
        self.is_held && self.is_answered && self.query == *query
    }

    /// The question that brings `part`.
    #[must_use]
    pub fn question(&self, part: AuditPart) -> AuditQuery {
        let before = match part {
            AuditPart::First => None,
            AuditPart::Older => self.cursor,
        };
        AuditQuery { before, ..self.query.clone() }
    }

    /// Applies one action.
    pub fn apply(&mut self, action: AuditAction) {
        match action {
            AuditAction::Asked(number, query, part) => {
                self.number = number;
                self.asking = Some(part);
                self.problem = None;
                if part == AuditPart::First {
                    self.is_missed = false;
                }
                if query != self.query {
                    self.turn_to(query);
                }
            }
            // What comes late is about something that is not shown any more.
            AuditAction::Answered(number, _) if number != self.number => {}
            AuditAction::Answered(_, Err(problem)) => {
                self.failed = self.asking.take();
                self.is_missed |= self.failed == Some(AuditPart::First) && self.is_answered;
                self.problem = Some(problem);
            }
            AuditAction::Answered(_, Ok(page)) => {
                let part = self.asking.take().unwrap_or(AuditPart::First);
                if part == AuditPart::First && self.is_held && self.is_answered {
                    // Somebody has begun to read meanwhile: it is asked for again after that.
                    self.is_missed = true;
                } else {
                    self.put(page, part);
                }
            }
            AuditAction::Feed(feed) => self.put_feed(feed),
            AuditAction::Turned(query) => {
                if query != self.query {
                    // No question has this number: an answer that is on its way is to another one.
                    self.number = 0;
                    self.asking = None;
                    self.problem = None;
                    self.turn_to(query);
                }
            }
            AuditAction::Missed => self.is_missed = true,
            AuditAction::Held(is_held) => {
                self.is_held = is_held;
                if !is_held {
                    let fresh = std::mem::take(&mut self.fresh);
                    self.show(fresh);
                }
            }
        }
    }

    /// Begins with another question. What the live feed has of it is there at once.
    fn turn_to(&mut self, query: AuditQuery) {
        self.query = query;
        self.fresh.clear();
        self.cursor = None;
        self.more = false;
        self.is_held = false;
        self.is_answered = false;
        self.entries = Shared::new(merged(&[], self.accepted(None, true)));
    }

    fn put(&mut self, page: AuditPage, part: AuditPart) {
        let AuditPage { entries, more } = page;
        let oldest = entries.last().map(AuditPlace::of);
        let stored = entries.into_iter().map(Shared::new);
        match part {
            AuditPart::First => {
                self.is_answered = true;
                self.cursor = oldest;
                self.more = more;
                self.fresh.clear();
                let mut all: Vec<_> = stored.collect();
                all.extend(self.accepted(None, true));
                self.entries = Shared::new(merged(&[], all));
            }
            AuditPart::Older => {
                self.cursor = oldest.or(self.cursor);
                // An answer without an entry has nothing after it, whatever it says: asking again would go on for ever.
                self.more = more && oldest.is_some();
                self.entries = Shared::new(merged(&self.entries, stored));
            }
        }
        self.trim(AUDIT_LIMIT);
    }

    fn put_feed(&mut self, feed: Shared<Vec<Activity>>) {
        let before = self.heard;
        self.hear(feed);
        // Numbers that begin anew are those of another store: none of them was heard.
        let new = self.accepted(before.filter(|_| self.heard >= before), false);
        if new.is_empty() {
            return;
        }
        if self.is_held {
            self.fresh = merged(&self.fresh, new);
            self.fresh.truncate(AUDIT_LIMIT);
        } else {
            self.show(new);
        }
    }

    fn show(&mut self, new: Vec<Shared<Activity>>) {
        if new.is_empty() {
            return;
        }
        self.entries = Shared::new(merged(&self.entries, new));
        self.trim(TOP_LIMIT.max(self.query.limit as usize));
    }

    /// Takes over what the live feed has, and notices if it went by faster than it is kept.
    fn hear(&mut self, feed: Shared<Vec<Activity>>) {
        let newest = feed.iter().map(|entry| entry.id).max();
        if let (Some(heard), Some(newest)) = (self.heard, newest) {
            let came = feed.iter().filter(|entry| entry.id > heard).count();
            // Numbers rise by one, and begin anew in another store.
            let has_gap = i64::try_from(came).is_ok_and(|came| newest - heard > came);
            self.is_missed |= has_gap || newest < heard;
        }
        self.heard = newest.or(self.heard);
        self.feed = feed;
    }

    /// What the live feed has after number `heard` that is looked for and not listed yet. Between what is stored and an entry that is
    /// older than all that is known there may be others: that one comes with its part.
    fn accepted(&self, heard: Option<i64>, anew: bool) -> Vec<Shared<Activity>> {
        let known: BTreeSet<i64> = if anew {
            BTreeSet::new()
        } else {
            self.entries.iter().chain(&self.fresh).map(|entry| entry.id).collect()
        };
        let is_known_from = self.cursor.filter(|_| self.more);
        self.feed
            .iter()
            .filter(|entry| heard.is_none_or(|heard| entry.id > heard))
            .filter(|entry| is_known_from.is_none_or(|oldest| AuditPlace::of(entry) > oldest))
            .filter(|entry| self.query.matches(entry) && !known.contains(&entry.id))
            .map(|entry| Shared::new(entry.clone()))
            .collect()
    }

    /// Forgets the oldest entries beyond `limit`; they can be asked for again.
    fn trim(&mut self, limit: usize) {
        if self.entries.len() > limit {
            let entries = self.entries.make_mut();
            entries.truncate(limit);
            self.cursor = entries.last().map(|entry| AuditPlace::of(entry));
            self.more = true;
        }
    }
}

/// Both together, newest first and each once.
fn merged(
    known: &[Shared<Activity>],
    new: impl IntoIterator<Item = Shared<Activity>>,
) -> Vec<Shared<Activity>> {
    let mut all: Vec<Shared<Activity>> = known.iter().cloned().chain(new).collect();
    // Stable, so that of two with one number the one that is on the screen stays; and quick, since both are sorted already.
    all.sort_by_key(|entry| Reverse(AuditPlace::of(entry)));
    all.dedup_by(|later, first| later.id == first.id);
    all
}
