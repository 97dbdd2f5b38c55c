//! Keeps what charts show of the past in step with what is asked for.

use super::use_visibility;
use crate::backend::Door;
use crate::charts::{HistoryAction, HistoryAsk, HistoryState, fetch_history, points_for};
use crate::platform;
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long the question must stay the same before it is asked while another is being answered.
const SETTLE_MS: u32 = 150;
/// How often it is asked again while nothing new is recorded.
const IDLE_REFRESH_MS: u32 = 60_000;

/// The past, and a way to ask again.
#[derive(Clone)]
pub struct HistoryHandle {
    /// What is known of it.
    pub state: UseReducerHandle<HistoryState>,
    /// Asks again now.
    pub retry: Callback<()>,
}

/// Answers to `ask`, and to the same again as time goes on. It is asked as finely as the plots below `place` are wide. Nobody is
/// asked while the window is hidden, and rarely while nothing new is recorded (`is_recording`).
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
            let next = move || {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            let busy = state.is_busy();
            let is_there = |ask: &HistoryAsk| !ask.range.is_live() && state.shows(ask);
            let mut later = None;
            match ask.clone() {
                None if *state != HistoryState::default() => state.dispatch(HistoryAction::Left),
                None => {}
                Some(_) if !seen => {}
                // What stands still does not change by being looked at again.
                Some(ask) if is_there(&ask) && busy => {
                    state.dispatch(HistoryAction::Kept(next(), ask));
                }
                Some(ask) if is_there(&ask) => {}
                Some(ask) => {
                    let send = move || {
                        let number = next();
                        let points = points_for(platform::width_within(&place, ".plot"));
                        state.dispatch(HistoryAction::Asked(number, ask.clone()));
                        let dispatcher = state.dispatcher();
                        spawn_local(async move {
                            let backend = door.backend().as_ref();
                            let answer = fetch_history(backend, ask, points, platform::now()).await;
                            dispatcher.dispatch(HistoryAction::Answered(number, answer));
                        });
                    };
                    // A key that is held down changes the question faster than it can be answered.
                    if busy {
                        later = Some(Timeout::new(SETTLE_MS, send));
                    } else {
                        send();
                    }
                }
            }
            move || drop(later)
        });
    }
    let retry = {
        let tick = tick.clone();
        Callback::from(move |()| tick.set(*tick + 1))
    };
    {
        // While nothing is recorded the time goes on all the same, and the gap with it.
        let pace = |delay: u32| if is_recording { delay } else { delay.max(IDLE_REFRESH_MS) };
        let delay = state.refresh_ms().map(pace).filter(|_| *seen);
        let retry = retry.clone();
        use_effect_with((state.answered, delay), move |&(_, delay)| {
            let timeout = delay.map(|delay| Timeout::new(delay, move || retry.emit(())));
            move || drop(timeout)
        });
    }
    HistoryHandle { state, retry }
}
