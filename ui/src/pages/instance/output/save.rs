//! A log as a file.

use crate::{backend::Door, components::Popover, format, platform, t, words};
use mini_aws_domain::{InstanceId, Problem, Saved};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What is saved.
#[derive(Properties, PartialEq)]
pub(super) struct SaveLogProps {
    pub door: Door,
    pub instance: InstanceId,
}

/// A button with two ways to save, and what became of it.
#[component]
pub(super) fn SaveLog(props: &SaveLogProps) -> Html {
    let is_open = use_state_eq(|| false);
    let is_running = use_state_eq(|| false);
    let said = use_state_eq(|| None::<(bool, String)>);
    let opener = use_node_ref();
    let toggle = {
        let (is_open, is_running) = (is_open.clone(), *is_running);
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open && !is_running))
    };
    let close = {
        let (setter, opener) = (is_open.setter(), opener.clone());
        Callback::from(move |()| {
            setter.set(false);
            platform::focus_node(&opener);
        })
    };
    let save = |has_times: bool| {
        let (door, instance, close) = (props.door.clone(), props.instance.clone(), close.clone());
        let (running, said) = (is_running.setter(), said.setter());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            running.set(true);
            said.set(None);
            let answer = door.backend().save_logs(&instance, has_times);
            let (running, said) = (running.clone(), said.clone());
            spawn_local(async move {
                let answer = answer.await;
                running.set(false);
                said.set(note(answer));
            });
        })
    };
    let dismiss = {
        let said = said.setter();
        Callback::from(move |_: MouseEvent| said.set(None))
    };
    html! {
        <div class="export">
            <button type="button" class="quiet-button" ref={opener} aria-haspopup="dialog" aria-expanded={is_open.to_string()} title={t!("logs-save-hint")}
                aria-disabled={is_running.then_some("true")} onclick={toggle} data-testid="log-save">
                { if *is_running { t!("logs-saving") } else { t!("logs-save") } }
            </button>
            if *is_open {
                <Popover class="export-menu" label={t!("logs-save")} on_close={close.clone()}>
                    <button type="button" class="menu-item" onclick={save(true)} data-testid="log-save-times"><b>{ t!("logs-save-times") }</b></button>
                    <button type="button" class="menu-item" onclick={save(false)} data-testid="log-save-plain"><b>{ t!("logs-save-plain") }</b></button>
                </Popover>
            }
            <div role="status">
                if let Some((is_failed, words)) = &*said {
                    <div class="export-note" data-testid="log-note">
                        <i class={classes!("dot", if *is_failed { "k-bad" } else { "k-ok" })} aria-hidden="true"></i>
                        <p>{ words }</p>
                        <button type="button" class="quiet-button" aria-label={t!("dismiss")} title={t!("dismiss")} onclick={dismiss}>{ "×" }</button>
                    </div>
                }
            </div>
        </div>
    }
}

/// What there is to say of it: nothing if it was called off.
pub(super) fn note(answer: Result<Option<Saved>, Problem>) -> Option<(bool, String)> {
    match answer {
        Ok(None) => None,
        // A browser writes the file itself, and does not say how many lines that were.
        Ok(Some(Saved { path, rows: 0 })) => Some((false, t!("logs-saved-file", path = path))),
        Ok(Some(Saved { path, rows })) => {
            let shown = format::grouped(rows);
            Some((false, t!("logs-saved", count = rows, shown = shown, path = path)))
        }
        Err(problem) => Some((true, words::problem_line(&problem))),
    }
}
