//! Everything about one instance, asked for when its page opens and each time that it changes.

use crate::{backend::Door, state::Shared};
use mini_aws_domain::{Instance, InstanceDetail, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What is known, and a way to ask again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DetailHandle {
    /// The newest answer. It stays when the instance goes, and while a newer one is on its way.
    pub detail: Option<Shared<InstanceDetail>>,
    /// Why there is no newer one.
    pub problem: Option<Problem>,
    /// Asks again now.
    pub retry: Callback<()>,
}

/// Everything about `instance`, without its secrets. One that the engine does not have is not asked about.
#[hook]
pub fn use_detail(door: &Door, instance: Option<&Instance>) -> DetailHandle {
    let detail = use_state(|| None);
    let problem = use_state_eq(|| None);
    let tick = use_state(|| 0_u64);
    let number = use_mut_ref(|| 0_u64);
    {
        let (door, detail, problem) = (door.clone(), detail.setter(), problem.setter());
        let asked_about = instance.map(|instance| {
            let moments = (instance.started_at, instance.finished_at);
            (instance.id.clone(), instance.state, instance.health, moments)
        });
        use_effect_with((asked_about, *tick), move |(asked_about, _)| {
            let Some((id, ..)) = asked_about.clone() else { return };
            let asked = {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            spawn_local(async move {
                let answer = door.backend().detail(&id, false).await;
                if *number.borrow() != asked {
                    return;
                }
                match answer {
                    Ok(known) => {
                        detail.set(Some(Shared::new(known)));
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
    DetailHandle { detail: (*detail).clone(), problem: (*problem).clone(), retry }
}
