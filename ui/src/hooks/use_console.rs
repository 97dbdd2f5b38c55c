//! Keeps the state in step with a backend: subscribes, asks for what is wanted, one request at a time.

use crate::{
    backend::{Answer, Backend, Listener, Subscription},
    platform,
    state::{Action, ConsoleState, Phase, Sync, Want, fetch},
};
use gloo_timers::callback::Timeout;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long there may be no frame before the charts go on without.
const SILENCE_MS: u32 = 5_000;

/// The state of the window, and what can be asked of the console.
#[derive(Clone)]
pub struct ConsoleHandle {
    /// The state.
    pub state: UseReducerHandle<ConsoleState>,
    /// Tries the way to the console now.
    pub reconnect: Callback<()>,
    /// Looks for the engine now.
    pub retry_engine: Callback<()>,
    /// Pauses collecting (`false`), or has it go on.
    pub set_collecting: Callback<bool>,
    /// Has the volumes measured.
    pub measure_storage: Callback<()>,
    /// Tells whether anybody looks.
    pub set_watching: Callback<bool>,
}

/// How long the next request waits, after so many in a row: not at all at first, then a quarter of a second up to eight.
fn delay_ms(tries: u32) -> u32 {
    match tries {
        0 => 0,
        tries => 250 << (tries - 1).min(5),
    }
}

/// The state of the window, live.
#[hook]
pub fn use_console(backend: &Rc<dyn Backend>) -> ConsoleHandle {
    let state = use_reducer(ConsoleState::default);
    use_subscription(backend, &state);

    // Nothing is asked for while nobody is there to answer: when somebody is again, it is wanted still.
    let wanted = (state.sync, state.tries, !state.is_cut_off());
    let dispatcher = state.dispatcher();
    let asked = Rc::clone(backend);
    use_effect_with(wanted, move |&(sync, tries, is_up)| {
        let timeout = match sync {
            Sync::Wanted(want) if is_up => Some(Timeout::new(delay_ms(tries), move || {
                dispatcher.dispatch(Action::FetchStarted);
                if want == Want::SnapshotAndStats {
                    ask_sparklines(&asked, dispatcher.clone());
                }
                spawn_local(async move {
                    let fetched = fetch(asked.as_ref(), want).await;
                    dispatcher.dispatch(Action::Fetched(Box::new(fetched)));
                });
            })),
            Sync::Wanted(_) | Sync::Unsubscribed | Sync::Fetching { .. } | Sync::Current => None,
        };
        move || drop(timeout)
    });

    use_silence(&state);

    ConsoleHandle {
        state,
        reconnect: use_reconnect(backend),
        retry_engine: use_request(backend, |backend, ()| backend.retry_engine()),
        set_collecting: use_request(backend, |backend, on| backend.set_collecting(on)),
        measure_storage: use_request(backend, |backend, ()| backend.measure_storage()),
        set_watching: use_request(backend, |backend, watching| backend.set_watching(watching)),
    }
}

/// Asks for what small lines begin with, beside all else: nothing waits for it, and without it they begin with what comes.
fn ask_sparklines(backend: &Rc<dyn Backend>, dispatcher: UseReducerDispatcher<ConsoleState>) {
    let answer = backend.sparklines();
    spawn_local(async move {
        match answer.await {
            Ok(known) => dispatcher.dispatch(Action::Sparklines(Box::new(known))),
            Err(problem) => platform::log_error(&problem.message),
        }
    });
}

#[hook]
fn use_subscription(backend: &Rc<dyn Backend>, state: &UseReducerHandle<ConsoleState>) {
    let backend = Rc::clone(backend);
    let dispatcher = state.dispatcher();
    use_effect_with((), move |()| {
        let kept: Rc<RefCell<Option<Subscription>>> = Rc::default();
        let keep = Rc::downgrade(&kept);
        spawn_local(async move {
            let (events, link) = (dispatcher.clone(), dispatcher.clone());
            let listener = Listener {
                on_events: Callback::from(move |batch| events.dispatch(Action::Events(batch))),
                on_link: Callback::from(move |change| link.dispatch(Action::Link(change))),
            };
            match backend.subscribe(listener).await {
                Ok(subscription) => {
                    if let Some(kept) = keep.upgrade() {
                        kept.replace(Some(subscription));
                    }
                    dispatcher.dispatch(Action::Subscribed);
                }
                Err(problem) => dispatcher.dispatch(Action::SubscribeFailed(problem)),
            }
        });
        move || drop(kept)
    });
}

/// Lets the charts go on while no frames come. Each frame puts it off; a hidden window needs none of it.
#[hook]
fn use_silence(state: &UseReducerHandle<ConsoleState>) {
    let dispatcher = state.dispatcher();
    use_effect_with((state.phase, state.window_revision), move |&(phase, _)| {
        let timeout = (phase == Phase::Ready).then(|| {
            Timeout::new(SILENCE_MS, move || {
                if platform::is_visible() {
                    dispatcher.dispatch(Action::Silence(platform::now()));
                }
            })
        });
        move || drop(timeout)
    });
}

#[hook]
fn use_reconnect(backend: &Rc<dyn Backend>) -> Callback<()> {
    let backend = Rc::clone(backend);
    use_callback((), move |(), ()| backend.reconnect())
}

/// A callback that makes a request whose outcome comes as events, if at all.
#[hook]
fn use_request<T: 'static>(
    backend: &Rc<dyn Backend>,
    request: fn(&dyn Backend, T) -> Answer<()>,
) -> Callback<T> {
    let backend = Rc::clone(backend);
    use_callback((), move |argument: T, ()| {
        let answer = request(backend.as_ref(), argument);
        spawn_local(async move {
            if let Err(problem) = answer.await {
                platform::log_error(&problem.message);
            }
        });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_in_a_row_wait_longer_and_never_too_long() {
        let waits: Vec<u32> = (0..9).map(delay_ms).collect();
        assert_eq!(waits, [0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
    }
}
