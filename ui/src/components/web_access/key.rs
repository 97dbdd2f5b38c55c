//! The HTTP door's key, for whoever sits before the window.

use crate::{backend::Door, components::said::said, platform, t};
use mini_aws_domain::Problem;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What stands for a key that is not shown; as long whatever the key.
const MASK: &str = "••••••••••••••••";

/// Whose key it is.
#[derive(Properties, PartialEq)]
pub struct DoorKeyLineProps {
    /// The console.
    pub door: Door,
}

/// What became of asking for the key.
#[derive(Clone, PartialEq)]
enum Shown {
    Key(AttrValue),
    Copied,
    NotCopied,
    Failed(Problem),
}

/// The key: hidden until it is asked for, and to be copied without being shown.
#[component]
pub fn DoorKeyLine(props: &DoorKeyLineProps) -> Html {
    let shown = use_state_eq(|| None::<Shown>);
    let ask = {
        let (door, shown) = (props.door.clone(), shown.setter());
        Callback::from(move |to_copy: bool| {
            let (answer, shown) = (door.backend().door_key(), shown.clone());
            spawn_local(async move {
                shown.set(Some(match answer.await {
                    Ok(key) if !to_copy => Shown::Key(key.key.into()),
                    Ok(key) if platform::copy(&key.key).await => Shown::Copied,
                    Ok(_) => Shown::NotCopied,
                    Err(problem) => Shown::Failed(problem),
                }));
            });
        })
    };
    let is_shown = matches!(*shown, Some(Shown::Key(_)));
    let toggle = {
        let (ask, shown) = (ask.clone(), shown.setter());
        Callback::from(move |_: MouseEvent| {
            if is_shown {
                shown.set(None);
            } else {
                ask.emit(false);
            }
        })
    };
    let copy = ask.reform(|_: MouseEvent| true);
    html! {
        <div class="card-line door-key" data-testid="door-key">
            <p>
                <span>{ t!("door-key") }</span>
                { match &*shown {
                    Some(Shown::Key(key)) => html! { <code>{ key }</code> },
                    _ => html! { <code aria-label={t!("door-key-hidden")} role="img">{ MASK }</code> },
                } }
            </p>
            <span role="status" class="faint">
                { match &*shown {
                    Some(Shown::Copied) => html! { { t!("door-key-copied") } },
                    Some(Shown::NotCopied) => html! { { t!("door-key-not-copied") } },
                    Some(Shown::Failed(problem)) => said(problem),
                    Some(Shown::Key(_)) | None => Html::default(),
                } }
            </span>
            <button type="button" class="button" aria-pressed={is_shown.to_string()} onclick={toggle} data-testid="door-key-show">
                { if is_shown { t!("door-key-hide") } else { t!("door-key-show") } }
            </button>
            <button type="button" class="button" onclick={copy} data-testid="door-key-copy">{ t!("door-key-copy") }</button>
        </div>
    }
}
