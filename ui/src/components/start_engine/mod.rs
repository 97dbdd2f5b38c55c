//! Starts an engine that is installed here and does not run, for who says so.

use super::{Dialog, said::said};
use crate::{hooks::StartersHandle, platform, t};
use mini_aws_domain::EngineStarter;
use yew::prelude::*;

#[cfg(test)]
mod tests;

/// What can be started.
#[derive(Properties, PartialEq)]
pub struct StartEngineProps {
    /// The engines, and where starting one stands.
    pub handle: StartersHandle,
}

/// A button for each engine, which asks first. Nothing is drawn where nothing can be started.
#[component]
pub fn StartEngine(props: &StartEngineProps) -> Html {
    let asked = use_state_eq(|| None::<EngineStarter>);
    let place = use_node_ref();
    let handle = &props.handle;
    if handle.starters.is_empty() {
        return Html::default();
    }
    let is_busy = handle.running.is_some();
    let button = |starter: &EngineStarter| {
        let (setter, chosen) = (asked.setter(), starter.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            setter.set((!is_busy).then(|| chosen.clone()));
        });
        html! {
            // Not `disabled` while it is under way: that would take the focus away.
            <button key={starter.name.clone()} type="button" class="button" aria-haspopup="dialog" aria-disabled={is_busy.then_some("true")}
                data-testid="start-engine" {onclick}>{ t!("start-engine", engine = &starter.title) }</button>
        }
    };
    let on_close = {
        let (setter, place) = (asked.setter(), place.clone());
        Callback::from(move |()| {
            setter.set(None);
            platform::focus_node(&place);
        })
    };
    html! {
        <div class="start-engine" ref={place} tabindex="-1">
            <div class="card-actions">{ for handle.starters.iter().map(button) }</div>
            <div role="status">{ outcome(handle) }</div>
            if let Some(starter) = &*asked {
                <StartQuestion starter={starter.clone()} start={handle.start.clone()} {on_close} />
            }
        </div>
    }
}

fn outcome(handle: &StartersHandle) -> Html {
    if let Some(starter) = &handle.running {
        return html! { <p>{ t!("start-engine-running", engine = &starter.title) }</p> };
    }
    if let Some(problem) = &handle.problem {
        return html! {
            { said(problem) }
        };
    }
    if handle.is_started {
        return html! { <p>{ t!("start-engine-done") }</p> };
    }
    Html::default()
}

#[derive(Properties, PartialEq)]
struct StartQuestionProps {
    starter: EngineStarter,
    start: Callback<EngineStarter>,
    on_close: Callback<()>,
}

/// What would be run, and whether that is meant. The harmless answer has the focus.
#[component]
fn StartQuestion(props: &StartQuestionProps) -> Html {
    let cancel = props.on_close.reform(|_: MouseEvent| ());
    let confirm = {
        let (start, on_close) = (props.start.clone(), props.on_close.clone());
        let starter = props.starter.clone();
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            start.emit(starter.clone());
        })
    };
    html! {
        <Dialog title={t!("start-engine-question", engine = &props.starter.title)} on_close={props.on_close.clone()}>
            <p>{ t!("start-engine-command") }</p>
            <pre><code>{ &props.starter.command }</code></pre>
            <div class="card-actions">
                <button type="button" class="button" onclick={cancel}>{ t!("start-engine-cancel") }</button>
                <button type="button" class="button is-primary" onclick={confirm} data-testid="start-engine-confirm">{ t!("start-engine-confirm") }</button>
            </div>
        </Dialog>
    }
}
