//! The engines that could be started here, started one at a time.

use crate::{backend::Door, platform};
use mini_aws_domain::{EngineStarter, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What can be started, and where that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct StartersHandle {
    /// What can be started; empty where nothing can, or it is not known.
    pub starters: Vec<EngineStarter>,
    /// The one that is being started.
    pub running: Option<EngineStarter>,
    /// Why the last one could not be.
    pub problem: Option<Problem>,
    /// Whether the last one's command has ended well.
    pub is_started: bool,
    /// Starts one; while another is being started it does nothing.
    pub start: Callback<EngineStarter>,
}

/// What the shell can start, if there is one. `on_started` hears of each that was.
#[hook]
pub fn use_starters(door: &Door, on_started: &Callback<()>) -> StartersHandle {
    let starters = use_state_eq(Vec::new);
    let running = use_state_eq(|| None::<EngineStarter>);
    let outcome = use_state_eq(|| None::<Result<(), Problem>>);
    let is_busy = use_mut_ref(|| false);
    {
        let (door, setter) = (door.clone(), starters.setter());
        use_effect_with((), move |()| {
            let Some(shell) = door.backend().shell() else { return };
            let asked = shell.engine_starters();
            spawn_local(async move {
                match asked.await {
                    Ok(found) => setter.set(found),
                    // The page says what to do without them.
                    Err(problem) => platform::log_error(&problem.message),
                }
            });
        });
    }
    let start = {
        let (running, outcome) = (running.setter(), outcome.setter());
        use_callback(
            (door.clone(), on_started.clone()),
            move |starter: EngineStarter, (door, on_started)| {
                let Some(shell) = door.backend().shell() else { return };
                if is_busy.replace(true) {
                    return;
                }
                let asked = shell.start_engine(&starter);
                running.set(Some(starter));
                outcome.set(None);
                let (running, outcome) = (running.clone(), outcome.clone());
                let (on_started, is_busy) = (on_started.clone(), is_busy.clone());
                spawn_local(async move {
                    let ended = asked.await;
                    if ended.is_ok() {
                        on_started.emit(());
                    }
                    outcome.set(Some(ended));
                    running.set(None);
                    is_busy.replace(false);
                });
            },
        )
    };
    StartersHandle {
        starters: (*starters).clone(),
        running: (*running).clone(),
        problem: outcome.as_ref().and_then(|ended| ended.clone().err()),
        is_started: matches!(&*outcome, Some(Ok(()))),
        start,
    }
}
