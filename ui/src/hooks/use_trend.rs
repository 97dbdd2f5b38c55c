//! What was made and removed in the last day, for the trends on the cards.

use crate::{
    backend::Door,
    platform,
    state::{Changes, TREND},
    time::Clock,
};
use gloo_timers::callback::Timeout;
use mini_aws_domain::{ActivityKind, AuditQuery, ResourceSummary, SubjectKind};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long to wait after a change before asking: many come together, and one answer tells of all of them.
const DELAY_MS: u32 = 3_000;

/// Asks, one question at a time.
struct Asker {
    door: Door,
    changes: UseStateSetter<Changes>,
    /// The next question, once it is due.
    next: RefCell<Option<Timeout>>,
    is_busy: Cell<bool>,
    /// Whether something changed since the question that is being answered.
    is_late: Cell<bool>,
    /// Whether nobody wants to know any more.
    is_over: Cell<bool>,
}

impl Asker {
    /// Asks after `delay_ms`, or after the answer that is on its way.
    fn ask_after(self: &Rc<Self>, delay_ms: u32) {
        if self.is_over.get() {
            return;
        }
        if self.is_busy.get() {
            self.is_late.set(true);
            return;
        }
        if self.next.borrow().is_some() {
            return;
        }
        let asker = Rc::clone(self);
        self.next.replace(Some(Timeout::new(delay_ms, move || asker.ask())));
    }

    fn ask(self: Rc<Self>) {
        self.next.replace(None);
        self.is_busy.set(true);
        let since = platform::now() - TREND;
        let query = AuditQuery {
            kinds: vec![ActivityKind::Created, ActivityKind::Terminated, ActivityKind::Deleted],
            subjects: vec![SubjectKind::Instance, SubjectKind::Volume, SubjectKind::Vpc],
            from: Some(since),
            limit: AuditQuery::MOST,
            ..AuditQuery::default()
        };
        spawn_local(async move {
            let answer = self.door.backend().audit(query).await;
            self.is_busy.set(false);
            match answer {
                Ok(page) => {
                    // With more than one answer holds, the trend begins where they do.
                    let oldest = page.entries.last().filter(|_| page.more);
                    let since = oldest.map_or(since, |oldest| oldest.timestamp);
                    self.changes.set(Changes::of(&page.entries, since));
                }
                // A card is whole without it, and what is wrong is said where it matters.
                Err(problem) => platform::log_error(&problem.message),
            }
            if self.is_late.replace(false) {
                self.ask_after(DELAY_MS);
            }
        });
    }
}

/// What was made and removed in the last day. It is asked for again some seconds after one of the counts changed, and as the minutes go by.
#[hook]
pub fn use_trend(door: &Door, summary: &ResourceSummary, clock: Clock) -> Changes {
    let changes = use_state_eq(Changes::default);
    let asker = use_memo(door.clone(), |door| {
        Rc::new(Asker {
            door: door.clone(),
            changes: changes.setter(),
            next: RefCell::default(),
            is_busy: Cell::default(),
            is_late: Cell::default(),
            is_over: Cell::default(),
        })
    });
    let asker: Rc<Asker> = Rc::clone(&asker);
    {
        let asker = Rc::clone(&asker);
        use_effect_with(door.clone(), move |_| {
            // What is asked for first is not waited for.
            asker.ask_after(0);
            move || {
                asker.is_over.set(true);
                asker.next.replace(None);
            }
        });
    }
    let counts = (summary.total_instances, summary.total_volumes, summary.total_vpcs);
    let minute = clock.now.timestamp().div_euclid(60);
    use_effect_with((counts, minute), move |_| asker.ask_after(DELAY_MS));
    (*changes).clone()
}
