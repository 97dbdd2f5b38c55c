//! Whether browsers can come in, and how.

use super::{Popover, said::said};
use crate::{
    hooks::{DoorHandle, DoorNote, DoorTask},
    platform,
    route::Section,
    t,
    time::Clock,
};
use mini_aws_domain::{DoorLink, DoorState, DoorStatus};
use yew::prelude::*;

mod key;
#[cfg(test)]
mod tests;

pub use self::key::DoorKeyLine;

const HEADING: &str = "web-access-heading";
const MEANING: &str = "web-access-meaning";

/// What the card shows.
#[derive(Properties, PartialEq)]
pub struct WebAccessCardProps {
    /// The door, and what can be done.
    pub door: DoorHandle,
    /// The time.
    pub clock: Clock,
    /// The door's key, where it can be shown.
    #[prop_or_default]
    pub children: Html,
}

/// The card about web access. Who came in through the door sees how it is, and no more.
#[component]
pub fn WebAccessCard(props: &WebAccessCardProps) -> Html {
    let door = &props.door;
    let content = match &door.status {
        None => html! {
            <>
                <p class="visually-hidden">{ t!("card-waiting") }</p>
                <div class="skeleton web-access-wait" />
            </>
        },
        Some(Err(problem)) => html! {
            <div class="card-line">
                { said(problem) }
                <button type="button" class="button" onclick={door.retry.reform(|_: MouseEvent| ())}>{ t!("try-again") }</button>
            </div>
        },
        Some(Ok(status)) => status_of(status, door),
    };
    html! {
        <section id={Section::WebAccess.anchor()} class="card" aria-labelledby={HEADING} aria-busy={door.status.is_none().then_some("true")} data-testid="web-access">
            <h2 id={HEADING}>{ Section::WebAccess.words() }</h2>
            { content }
            if matches!(&door.status, Some(Ok(status)) if status.can_change) {
                { props.children.clone() }
            }
            // It is there before there is something in it: only then that is read out.
            <div role="status" class="card-note">
                if let Some(note) = &door.note {
                    { told(note, &props.clock) }
                }
            </div>
        </section>
    }
}

fn status_of(status: &DoorStatus, door: &DoorHandle) -> Html {
    let is_open = matches!(status.state, DoorState::Open { .. });
    html! {
        <>
            if status.can_change {
                { switch(status, door) }
            } else {
                <p>{ t!("web-inside") }</p>
            }
            { details(status, door) }
            if is_open && status.can_change {
                <div class="card-actions">
                    { copy_link(door) }
                    <ReplaceKey begin={door.begin.clone()} is_busy={door.task.is_some()} />
                </div>
            }
        </>
    }
}

/// The switch. A door that was asked to open and could not is switched on: it is to be open.
fn switch(status: &DoorStatus, door: &DoorHandle) -> Html {
    let is_on = match status.state {
        DoorState::Open { .. } | DoorState::Failed { .. } => true,
        DoorState::Closed => false,
    };
    let other = if is_on { DoorTask::Close } else { DoorTask::Open };
    let onclick = door.begin.reform(move |_: MouseEvent| other);
    let state = match door.task {
        Some(DoorTask::Open) => t!("web-opening"),
        Some(DoorTask::Close) => t!("web-closing"),
        Some(DoorTask::Link | DoorTask::ReplaceKey) | None => match status.state {
            DoorState::Closed => t!("web-off"),
            DoorState::Open { .. } => t!("web-on"),
            DoorState::Failed { .. } => t!("web-failed"),
        },
    };
    html! {
        <div class="card-line">
            <p id={MEANING}>{ t!("web-meaning") }</p>
            <span class="faint">{ state }</span>
            // Not `disabled` while it is under way: that would take the focus away.
            <button type="button" class="toggle" role="switch" aria-checked={is_on.to_string()} aria-labelledby={HEADING} aria-describedby={MEANING}
                aria-disabled={door.task.is_some().then_some("true")} data-testid="web-access-switch" {onclick} />
        </div>
    }
}

fn details(status: &DoorStatus, door: &DoorHandle) -> Html {
    match &status.state {
        DoorState::Closed if status.can_change => Html::default(),
        DoorState::Closed => html! { <p>{ t!("web-closed") }</p> },
        DoorState::Failed { problem } => html! {
            <div class="card-line">
                { said(problem) }
                if status.can_change {
                    <button type="button" class="button" onclick={door.begin.reform(|_: MouseEvent| DoorTask::Open)}>{ t!("try-again") }</button>
                }
            </div>
        },
        DoorState::Open { address, exposed } => html! {
            <>
                if *exposed {
                    <p class="k-warn">
                        <strong>{ t!("web-exposed") }</strong>
                        { " " }{ t!("web-exposed.next") }
                    </p>
                }
                <dl class="facts">
                    <div><dt>{ t!("web-address") }</dt><dd><code>{ address }</code></dd></div>
                    if let Some(file) = &status.key_file {
                        <div><dt>{ t!("web-key-file") }</dt><dd><code>{ file }</code></dd></div>
                    }
                </dl>
            </>
        },
    }
}

fn copy_link(door: &DoorHandle) -> Html {
    let is_running = door.task == Some(DoorTask::Link);
    html! {
        <button type="button" class="button" aria-disabled={door.task.is_some().then_some("true")} data-testid="copy-link"
            onclick={door.begin.reform(|_: MouseEvent| DoorTask::Link)}>
            { if is_running { t!("web-copying") } else { t!("web-copy") } }
        </button>
    }
}

#[derive(Properties, PartialEq)]
struct ReplaceKeyProps {
    begin: Callback<DoorTask>,
    is_busy: bool,
}

/// The button that asks first.
#[component]
fn ReplaceKey(props: &ReplaceKeyProps) -> Html {
    let is_asking = use_state_eq(|| false);
    let opener = use_node_ref();
    let close = {
        let (setter, opener) = (is_asking.setter(), opener.clone());
        Callback::from(move |()| {
            setter.set(false);
            platform::focus_node(&opener);
        })
    };
    let toggle = {
        let (is_asking, is_busy) = (is_asking.clone(), props.is_busy);
        Callback::from(move |_: MouseEvent| is_asking.set(!*is_asking && !is_busy))
    };
    html! {
        <div class="replace-key">
            <button type="button" class="button" ref={opener} aria-disabled={props.is_busy.then_some("true")} onclick={toggle} data-testid="replace-key"
                aria-haspopup="dialog" aria-expanded={if *is_asking { "true" } else { "false" }}>{ t!("web-replace") }</button>
            if *is_asking {
                <ReplaceQuestion begin={props.begin.clone()} on_close={close} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ReplaceQuestionProps {
    pub begin: Callback<DoorTask>,
    pub on_close: Callback<()>,
}

/// What replacing the key means, and whether that is meant. The harmless answer has the focus.
#[component]
pub(super) fn ReplaceQuestion(props: &ReplaceQuestionProps) -> Html {
    let harmless = use_node_ref();
    {
        let harmless = harmless.clone();
        use_effect_with((), move |()| platform::focus_node(&harmless));
    }
    let keep = props.on_close.reform(|_: MouseEvent| ());
    let replace = {
        let (begin, on_close) = (props.begin.clone(), props.on_close.clone());
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            begin.emit(DoorTask::ReplaceKey);
        })
    };
    html! {
        <Popover class="replace-question" label={t!("web-replace-confirm")} on_close={props.on_close.clone()}>
            <p>{ t!("web-replace-meaning") }</p>
            <div class="card-actions">
                <button type="button" class="button" ref={harmless} onclick={keep}>{ t!("web-replace-keep") }</button>
                <button type="button" class="button is-danger" onclick={replace}>{ t!("web-replace-confirm") }</button>
            </div>
        </Popover>
    }
}

fn told(note: &DoorNote, clock: &Clock) -> Html {
    match note {
        DoorNote::Copied(expires_at) => {
            html! { <p>{ t!("web-copied", until = clock.moment(*expires_at)) }</p> }
        }
        DoorNote::Shown(link) => html! { <LinkField link={link.clone()} clock={*clock} /> },
        DoorNote::Replaced => {
            html! { <p>{ t!("web-replaced") }</p> }
        }
        DoorNote::Failed(problem) => said(problem),
    }
}

#[derive(Properties, PartialEq)]
struct LinkFieldProps {
    link: DoorLink,
    clock: Clock,
}

/// The link, to be copied by hand.
#[component]
fn LinkField(props: &LinkFieldProps) -> Html {
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with(props.link.url.clone(), move |_| {
            platform::focus_node(&field);
            platform::select_all(&field);
        });
    }
    let onfocus = {
        let field = field.clone();
        Callback::from(move |_: FocusEvent| platform::select_all(&field))
    };
    html! {
        <label class="link-field">
            <span>{ t!("web-copy-by-hand", until = props.clock.moment(props.link.expires_at)) }</span>
            <input type="text" readonly=true ref={field} value={props.link.url.clone()} {onfocus} data-testid="door-link" />
        </label>
    }
}
