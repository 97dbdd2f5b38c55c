//! Something that the console keeps and a person can change: asked for, changed one change at a time, never guessed.

use crate::backend::{Answer, Backend, Door};
use mini_aws_domain::Problem;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How it is, and what can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptHandle<T, C> {
    /// How it is, or why that cannot be said; absent until it is known.
    pub value: Option<Result<T, Problem>>,
    /// The change that is under way.
    pub task: Option<C>,
    /// What became of the last change: it was made, or why not.
    pub outcome: Option<Result<C, Problem>>,
    /// Begins a change; while another is under way it does nothing.
    pub change: Callback<C>,
    /// Asks for it anew.
    pub retry: Callback<()>,
}

/// What `read` tells of it and `write` changes. It is asked for again each time that `revision` has changed, and when the console, which
/// could not be reached, can be again (`is_reachable`).
#[hook]
pub fn use_kept<T, C>(
    door: &Door,
    revision: Option<i64>,
    is_reachable: bool,
    read: fn(&dyn Backend) -> Answer<T>,
    write: fn(&dyn Backend, C) -> Answer<T>,
) -> KeptHandle<T, C>
where
    T: Clone + PartialEq + 'static,
    C: Clone + PartialEq + 'static,
{
    let value = use_state_eq(|| None::<Result<T, Problem>>);
    let task = use_state_eq(|| None::<C>);
    let outcome = use_state_eq(|| None::<Result<C, Problem>>);
    let tick = use_state(|| 0_u64);
    // Rises with each question and each answer that says how it is now.
    let number = use_mut_ref(|| 0_u64);
    let is_busy = use_mut_ref(|| false);
    {
        let (door, value, number) = (door.clone(), value.setter(), number.clone());
        use_effect_with((revision, *tick, is_reachable), move |&(_, _, is_reachable)| {
            if !is_reachable {
                return;
            }
            let asked = {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            let answer = read(door.backend().as_ref());
            spawn_local(async move {
                let answer = answer.await;
                if *number.borrow() == asked {
                    value.set(Some(answer));
                }
            });
        });
    }
    let change = {
        let (task, outcome, value) = (task.setter(), outcome.setter(), value.setter());
        use_callback(door.clone(), move |change: C, door| {
            if is_busy.replace(true) {
                return;
            }
            task.set(Some(change.clone()));
            outcome.set(None);
            let answer = write(door.backend().as_ref(), change.clone());
            let (task, outcome, value) = (task.clone(), outcome.clone(), value.clone());
            let (number, is_busy) = (number.clone(), is_busy.clone());
            spawn_local(async move {
                let answer = answer.await;
                outcome.set(Some(match answer {
                    Ok(changed) => {
                        *number.borrow_mut() += 1;
                        value.set(Some(Ok(changed)));
                        Ok(change)
                    }
                    Err(problem) => Err(problem),
                }));
                task.set(None);
                is_busy.replace(false);
            });
        })
    };
    let retry = {
        let tick = tick.clone();
        Callback::from(move |()| tick.set(*tick + 1))
    };
    KeptHandle {
        value: (*value).clone(),
        task: (*task).clone(),
        outcome: (*outcome).clone(),
        change,
        retry,
    }
}
