//! Keeps the audit log on the screen in step with what is looked for and with what comes.

use crate::{
    backend::Door,
    state::{AuditAction, AuditLog, AuditPart, ConsoleState},
};
use gloo_timers::callback::Timeout;
use mini_aws_domain::{AuditPage, AuditQuery};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long to wait before the newest part is asked for again because more came at once than is heard live.
const CATCH_UP_MS: u32 = 1_000;

/// The audit log, and what can be done with it.
#[derive(Clone, PartialEq)]
pub struct AuditHandle {
    /// What is known of it.
    pub log: UseReducerHandle<AuditLog>,
    /// Asks for older entries, unless something is being asked for already.
    pub go_on: Callback<()>,
    /// Asks again for what failed.
    pub retry: Callback<()>,
    /// Whether somebody reads, and nothing may move.
    pub hold: Callback<bool>,
}

/// The number of the newest question, and whether it is being answered.
#[derive(Debug, Default)]
struct Asking {
    number: Cell<u64>,
    is_busy: Cell<bool>,
}

/// The entries that `query` looks for, live. It is asked anew for another question, and each time that the console is there again.
#[hook]
pub fn use_audit_log(door: &Door, query: &AuditQuery, state: &ConsoleState) -> AuditHandle {
    let log = use_reducer(|| AuditLog::of_feed(query.clone(), state));
    let asking: Rc<Asking> = use_memo((), |()| Asking::default());
    let ask = {
        let (door, dispatcher) = (door.clone(), log.dispatcher());
        Rc::new(move |question: AuditQuery, part: AuditPart| {
            let number = asking.number.get() + 1;
            // Older entries can wait for the answer that is on its way; another question cannot.
            if part == AuditPart::Older && asking.is_busy.get() {
                return;
            }
            asking.number.set(number);
            asking.is_busy.set(true);
            let query = AuditQuery { before: None, ..question.clone() };
            dispatcher.dispatch(AuditAction::Asked(number, query, part));
            let answer = door.backend().audit(question);
            let (dispatcher, asking) = (dispatcher.clone(), Rc::clone(&asking));
            spawn_local(async move {
                let answer: Result<AuditPage, _> = answer.await;
                if asking.number.get() == number {
                    asking.is_busy.set(false);
                }
                dispatcher.dispatch(AuditAction::Answered(number, answer));
            });
        })
    };
    {
        let (ask, log) = (Rc::clone(&ask), log.clone());
        use_effect_with((query.clone(), !state.is_cut_off()), move |(query, is_up)| {
            if !is_up {
                log.dispatch(AuditAction::Turned(query.clone()));
            } else if log.is_read(query) {
                // It is asked for once nobody reads any more.
                log.dispatch(AuditAction::Missed);
            } else {
                ask(query.clone(), AuditPart::First);
            }
        });
    }
    {
        let dispatcher = log.dispatcher();
        use_effect_with(state.activity.clone(), move |feed| {
            dispatcher.dispatch(AuditAction::Feed(feed.clone()));
        });
    }
    {
        let (ask, query) = (Rc::clone(&ask), query.clone());
        let is_due = log.is_due() && !state.is_cut_off();
        use_effect_with(is_due, move |is_due| {
            let timeout = is_due
                .then(|| Timeout::new(CATCH_UP_MS, move || ask(query.clone(), AuditPart::First)));
            move || drop(timeout)
        });
    }
    // They stay the same while the log does: a frame, which changes the state, must not have the list drawn again.
    let go_on = {
        let ask = Rc::clone(&ask);
        use_callback(log.clone(), move |(), log| {
            if log.can_go_on() {
                ask(log.question(AuditPart::Older), AuditPart::Older);
            }
        })
    };
    let retry = use_callback(log.clone(), move |(), log| {
        let part = log.failed_part();
        ask(log.question(part), part);
    });
    let hold = use_callback(log.clone(), |is_held, log| {
        if log.is_held != is_held {
            log.dispatch(AuditAction::Held(is_held));
        }
    });
    AuditHandle { log, go_on, retry, hold }
}
