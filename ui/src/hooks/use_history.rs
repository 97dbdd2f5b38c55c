//! Keeps what charts show of the past in step with what is asked for.

use super::use_visibility;
use crate::backend::Door;
use crate::charts::{HistoryAction, HistoryAsk, HistoryState, fetch_history, points_for};
use crate::platform;
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The past, and a way to ask again.
#[derive(Clone)]
pub struct HistoryHandle {
    /// What is known of it.
    pub state: UseReducerHandle<HistoryState>,
    /// Asks again now.
    pub retry: Callback<()>,
}

/// Answers to `ask`, and to the same again as time goes on. It is asked as finely as the plots below `place` are wide. Nobody is
/// asked while the window is hidden, and nobody again and again while nothing new is recorded (`is_recording`).
#[hook]
pub fn use_history(
    door: &Door,
    ask: Option<HistoryAsk>,
    is_recording: bool,
    place: &NodeRef,
) -> HistoryHandle {
    let state = use_reducer(HistoryState::default);
    let number = use_mut_ref(|| 0_u64);
    let tick = use_state(|| 0_u64);
    let seen = use_state_eq(platform::is_visible);
    use_visibility({
        let seen = seen.setter();
        Callback::from(move |is_visible| seen.set(is_visible))
    });
    {
        let (door, place, state) = (door.clone(), place.clone(), state.clone());
        let deps = (ask.clone(), *tick, *seen, is_recording);
        use_effect_with(deps, move |(ask, _, seen, _)| {
            let Some(ask) = ask.clone() else {
                if *state != HistoryState::default() {
                    state.dispatch(HistoryAction::Left);
                }
                return;
            };
            // What stands still does not change by being looked at again.
            if !seen || !ask.range.is_live() && state.shows(&ask) {
                return;
            }
            let number = {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            let points = points_for(platform::width_within(&place, ".plot"));
            state.dispatch(HistoryAction::Asked(number, ask.clone()));
            let dispatcher = state.dispatcher();
            spawn_local(async move {
                let answer =
                    fetch_history(door.backend().as_ref(), ask, points, platform::now()).await;
                dispatcher.dispatch(HistoryAction::Answered(number, answer));
            });
        });
    }
    let retry = {
        let tick = tick.clone();
        Callback::from(move |()| tick.set(*tick + 1))
    };
    {
        let delay = state.refresh_ms().filter(|_| *seen && is_recording);
        let retry = retry.clone();
        use_effect_with((state.answered, delay), move |&(_, delay)| {
            let timeout = delay.map(|delay| Timeout::new(delay, move || retry.emit(())));
            move || drop(timeout)
        });
    }
    HistoryHandle { state, retry }
}
