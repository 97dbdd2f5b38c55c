//! Goes where the shell asks the window to go.

use crate::{backend::Door, platform, route::Route};
use gloo_timers::callback::Timeout;
use mini_aws_domain::Visit;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long the shell is left alone after it could not say where to go.
const REST_MS: u32 = 5_000;

/// Where the window stands with the shell's wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// The next one is awaited, this being the last whose page was shown.
    Waiting { shown: Option<u64>, tries: u32 },
    /// The address was changed for it, and its page is not drawn yet.
    Going(Visit),
}

/// Goes where the shell asks to, one visit after the other. `route` is what was just drawn: only once that is what the address asks for
/// the shell hears that the visit's page is on the screen.
#[hook]
pub fn use_visits(door: &Door, route: &Route) {
    let stage = use_state_eq(|| Stage::Waiting { shown: None, tries: 0 });
    {
        let (door, setter) = (door.clone(), stage.setter());
        // After each change of the stage, and not before the page is drawn.
        use_effect_with((*stage).clone(), move |stage| {
            if let Stage::Waiting { shown, tries } = *stage {
                await_next(&door, shown, tries, setter);
            }
        });
    }
    let setter = stage.setter();
    use_effect_with((stage, route.clone()), move |(stage, drawn)| {
        // The person may have gone on meanwhile: the page of the address is shown all the same.
        if let Stage::Going(visit) = &**stage
            && *drawn == Route::parse(&platform::location_hash())
        {
            setter.set(Stage::Waiting { shown: Some(visit.number), tries: 0 });
        }
    });
}

fn await_next(door: &Door, shown: Option<u64>, tries: u32, setter: UseStateSetter<Stage>) {
    let Some(asked) = door.backend().shell().map(|shell| shell.next_visit(shown)) else { return };
    spawn_local(async move {
        match asked.await {
            Ok(visit) => {
                if let Some(route) = Route::of_visit(&visit) {
                    platform::go_to(&route.to_string(), false);
                }
                setter.set(Stage::Going(visit));
            }
            Err(problem) => {
                platform::log_error(&problem.message);
                let again = Stage::Waiting { shown, tries: tries.wrapping_add(1) };
                Timeout::new(REST_MS, move || setter.set(again)).forget();
            }
        }
    });
}
