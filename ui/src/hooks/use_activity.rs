//! What happened to a subject while its charts' time went by.

use crate::{
    backend::Door,
    charts::ChartRange,
    platform,
    state::{ConsoleState, Shared},
    time::Clock,
};
use mini_aws_domain::{Activity, ActivityQuery, HistorySubject, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How many are listed.
const LIMIT: u32 = 100;

/// What is known of it: nothing yet, what happened, or why that cannot be said.
pub type ActivityAnswer = Option<Result<Shared<Vec<Activity>>, Problem>>;

/// What happened to `subject` in `range`, newest first. It is asked for again when something happens, and as time goes on.
#[hook]
pub fn use_activity(
    door: &Door,
    subject: &HistorySubject,
    range: ChartRange,
    state: &ConsoleState,
    clock: Clock,
) -> ActivityAnswer {
    let answer = use_state_eq(|| None);
    let number = use_mut_ref(|| 0_u64);
    {
        let (door, answer) = (door.clone(), answer.setter());
        // What stands still is not changed by what happens now.
        let moves = range.is_live().then(|| (state.activity.clone(), clock.now));
        use_effect_with((subject.clone(), range, moves), move |(subject, range, _)| {
            let asked = {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            let span = range.span(platform::now());
            let query = ActivityQuery {
                subject: subject.clone(),
                from: span.from,
                to: span.to,
                limit: LIMIT,
                kinds: Vec::new(),
            };
            spawn_local(async move {
                let known = door.backend().activity_between(query).await;
                if *number.borrow() == asked {
                    answer.set(Some(known.map(Shared::new)));
                }
            });
        });
    }
    (*answer).clone()
}
