//! Shows secrets when they are asked for, and hides them again when the page's part is left.

use crate::{backend::Door, state::Shared, t};
use mini_aws_domain::{InstanceDetail, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The detail with its secrets, as long as they are shown.
#[derive(Clone)]
pub(super) struct Revealed {
    /// What is shown: with secrets if they were asked for.
    pub detail: Shared<InstanceDetail>,
    /// The button that asks for them, or hides them.
    pub button: Html,
}

/// Secrets live in the part that shows them: leaving it forgets them.
#[hook]
pub(super) fn use_reveal(
    detail: &Shared<InstanceDetail>,
    door: &Door,
    can_reveal: bool,
) -> Revealed {
    let revealed = use_state(|| None::<Shared<InstanceDetail>>);
    let problem = use_state_eq(|| None::<Problem>);
    let is_busy = use_state_eq(|| false);
    {
        // What was told of it since is newer, and has none.
        let revealed = revealed.setter();
        use_effect_with(detail.clone(), move |_| revealed.set(None));
    }
    let has_secrets = detail.environment.iter().any(|variable| variable.is_secret);
    let onclick = {
        let (door, id) = (door.clone(), detail.id.clone());
        let (is_shown, is_asking) = (revealed.is_some(), *is_busy);
        let (revealed, problem, busy) = (revealed.setter(), problem.setter(), is_busy.setter());
        Callback::from(move |_: MouseEvent| {
            if is_asking {
                return;
            }
            problem.set(None);
            if is_shown {
                return revealed.set(None);
            }
            busy.set(true);
            let answer = door.backend().detail(&id, true);
            let (revealed, problem, busy) = (revealed.clone(), problem.clone(), busy.clone());
            spawn_local(async move {
                match answer.await {
                    Ok(known) => revealed.set(Some(Shared::new(known))),
                    Err(why) => problem.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    let is_shown = revealed.is_some();
    let button = html! {
        <>
            <span role="status" class="k-bad">
                if let Some(problem) = &*problem {
                    { crate::words::problem_line(problem) }
                }
            </span>
            if has_secrets && (can_reveal || is_shown) {
                <button type="button" class="button" title={t!("environment-reveal-hint")} aria-disabled={is_busy.then_some("true")} {onclick} data-testid="reveal">
                    { if is_shown { t!("environment-hide") } else { t!("environment-reveal") } }
                </button>
            }
        </>
    };
    Revealed { detail: (*revealed).clone().unwrap_or_else(|| detail.clone()), button }
}
