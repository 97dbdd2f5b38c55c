//! The instances that are gone, as far as there is history of them.

use crate::{backend::Door, state::Shared};
use mini_aws_domain::{PastInstance, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What is known of the instances that are gone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PastHandle {
    /// They, those seen last first; absent until they were asked for. They stay while they are asked for again.
    pub list: Option<Shared<Vec<PastInstance>>>,
    /// Why there is no newer list.
    pub problem: Option<Problem>,
    /// Asks again now.
    pub retry: Callback<()>,
}

/// Asks for them whenever they come to be wanted, and while they are each time that `removals` has changed.
#[hook]
pub fn use_past(door: &Door, is_wanted: bool, removals: u64) -> PastHandle {
    let list = use_state_eq(|| None);
    let problem = use_state_eq(|| None);
    let number = use_mut_ref(|| 0_u64);
    let tick = use_state(|| 0_u64);
    {
        let (door, list, problem) = (door.clone(), list.setter(), problem.setter());
        use_effect_with((is_wanted, removals, *tick), move |&(is_wanted, _, _)| {
            if !is_wanted {
                return;
            }
            let asked = {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            spawn_local(async move {
                let answer = door.backend().past_instances().await;
                // Of two questions the later one knows more, whichever is answered first.
                if *number.borrow() != asked {
                    return;
                }
                match answer {
                    Ok(known) => {
                        list.set(Some(Shared::new(known)));
                        problem.set(None);
                    }
                    Err(why) => problem.set(Some(why)),
                }
            });
        });
    }
    let retry = {
        let tick = tick.clone();
        Callback::from(move |()| tick.set(*tick + 1))
    };
    PastHandle { list: (*list).clone(), problem: (*problem).clone(), retry }
}
