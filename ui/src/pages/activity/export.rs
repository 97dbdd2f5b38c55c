//! What is filtered, as a file.

use crate::{backend::Door, components::Popover, format, platform, t, words};
use mini_aws_domain::{AuditExport, AuditQuery, ExportFormat, Problem, Saved};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What can be exported.
#[derive(Properties, PartialEq)]
pub(super) struct ExportProps {
    pub door: Door,
    pub query: AuditQuery,
}

/// What became of an export.
type Note = Result<Saved, Problem>;

/// A button with the two forms, and below it what became of the last export.
#[component]
pub(super) fn Export(props: &ExportProps) -> Html {
    let is_open = use_state_eq(|| false);
    let is_running = use_state_eq(|| false);
    let note = use_state_eq(|| None::<Note>);
    let opener = use_node_ref();
    let close = {
        let (setter, opener) = (is_open.setter(), opener.clone());
        Callback::from(move |()| {
            setter.set(false);
            platform::focus_node(&opener);
        })
    };
    let toggle = {
        let (is_open, is_running) = (is_open.clone(), *is_running);
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open && !is_running))
    };
    let start = {
        let (door, query) = (props.door.clone(), props.query.clone());
        let (running, note, close) = (is_running.setter(), note.setter(), close.clone());
        Callback::from(move |format: ExportFormat| {
            close.emit(());
            running.set(true);
            note.set(None);
            let answer = door.backend().save_audit(AuditExport { query: query.clone(), format });
            let (running, note) = (running.clone(), note.clone());
            spawn_local(async move {
                let answer = answer.await;
                running.set(false);
                // Nothing is said of an export that was called off.
                note.set(answer.transpose());
            });
        })
    };
    let dismiss = {
        let note = note.setter();
        Callback::from(move |_: MouseEvent| note.set(None))
    };
    html! {
        <div class="export activity-export">
            // Not `disabled` while it runs: that would take the focus away.
            <button type="button" class="button" data-testid="activity-export" ref={opener} aria-disabled={is_running.then_some("true")} onclick={toggle}
                aria-haspopup="dialog" aria-expanded={if *is_open { "true" } else { "false" }} title={t!("activity-export-hint")}>
                { if *is_running { t!("activity-exporting") } else { t!("activity-export") } }
            </button>
            if *is_open {
                <Popover class="export-menu" label={t!("activity-export")} on_close={close}>
                    <Forms {start} />
                </Popover>
            }
            // It is there before there is something in it: only then that is read out.
            <div role="status">
                if let Some(note) = &*note {
                    { told(note, dismiss) }
                }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FormsProps {
    start: Callback<ExportFormat>,
}

#[component]
fn Forms(props: &FormsProps) -> Html {
    let first = use_node_ref();
    {
        let first = first.clone();
        use_effect_with((), move |()| platform::focus_node(&first));
    }
    let form = |format: ExportFormat, purpose: String, node: NodeRef| {
        let onclick = props.start.reform(move |_: MouseEvent| format);
        html! {
            <button type="button" class="menu-item" ref={node} data-testid={format!("activity-export-{}", format.extension())} {onclick}>
                <b>{ format.extension().to_uppercase() }</b><span>{ purpose }</span>
            </button>
        }
    };
    html! {
        <>
            <p class="faint">{ t!("activity-export-what") }</p>
            { form(ExportFormat::Csv, t!("activity-export-csv"), first) }
            { form(ExportFormat::Json, t!("activity-export-json"), NodeRef::default()) }
        </>
    }
}

fn told(note: &Note, dismiss: Callback<MouseEvent>) -> Html {
    let (hue, message, next_step) = match note {
        Ok(saved) => {
            let rows = format::grouped(saved.rows);
            let message = t!(
                "activity-exported",
                count = saved.rows,
                rows = rows,
                path = saved.path.as_str()
            );
            ("k-ok", message, String::new())
        }
        Err(problem) => {
            let (message, next_step) = words::problem(problem);
            ("k-bad", message, next_step)
        }
    };
    let label = t!("activity-dismiss");
    html! {
        <div class="export-note" data-testid="activity-export-note">
            <i class={classes!("dot", hue)} aria-hidden="true"></i>
            <p>{ message }<span>{ " " }{ next_step }</span></p>
            <button type="button" class="quiet-button" aria-label={label.clone()} title={label} onclick={dismiss}>{ "×" }</button>
        </div>
    }
}
