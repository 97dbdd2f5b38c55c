//! What the charts show, as a file.

use super::Popover;
use crate::{charts::ChartRange, format, hooks::ExportHandle, platform, t, time::Clock, words};
use mini_aws_domain::{ExportFormat, ExportRequest, Exported, HistorySubject, Problem};
use yew::prelude::*;

/// What is exported.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportSubject {
    /// Whose history.
    pub subject: HistorySubject,
    /// What people call that: `all instances`, `web`.
    pub name: AttrValue,
    /// Over which time.
    pub range: ChartRange,
}

/// What became of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportNote {
    /// Whether it failed.
    pub is_failed: bool,
    /// What became of it, in a sentence.
    pub message: AttrValue,
    /// What to do, in a sentence; may be empty.
    pub next_step: AttrValue,
}

impl ExportNote {
    /// What there is to say of an answer; nothing of an export that was called off.
    #[must_use]
    pub fn of(answer: Result<Option<Exported>, Problem>) -> Option<Self> {
        match answer {
            Ok(None) => None,
            Ok(Some(Exported { path, rows: 0, .. })) => Some(Self {
                is_failed: false,
                message: t!("export-empty", path = path).into(),
                next_step: t!("export-empty.next").into(),
            }),
            Ok(Some(Exported { path, rows, .. })) => {
                let figure = format::grouped(rows);
                let message = t!("export-saved", count = rows, figure = figure, path = path).into();
                Some(Self { is_failed: false, message, next_step: AttrValue::default() })
            }
            Err(problem) => {
                let (message, next_step) = words::problem(&problem);
                Some(Self { is_failed: true, message: message.into(), next_step: next_step.into() })
            }
        }
    }
}

/// What the control shows.
#[derive(Properties, PartialEq)]
pub struct ExportControlProps {
    /// What the page's charts show, if it has charts.
    pub shown: Option<ExportSubject>,
    /// Where an export stands.
    pub export: ExportHandle,
    /// The time.
    pub clock: Clock,
}

/// A button with the two forms, and below it what became of the last export. That stays on other pages too, until it is dismissed.
#[component]
pub fn ExportControl(props: &ExportControlProps) -> Html {
    let export = &props.export;
    html! {
        <div class="export">
            if let Some(shown) = &props.shown {
                <ExportButton shown={shown.clone()} is_running={export.is_running} start={export.start.clone()} clock={props.clock} />
            }
            // It is there before there is something in it: only then that is read out.
            <div role="status">
                if let Some(note) = &export.note {
                    { told(note, &export.dismiss) }
                }
            </div>
        </div>
    }
}

fn told(note: &ExportNote, dismiss: &Callback<()>) -> Html {
    let onclick = dismiss.reform(|_: MouseEvent| ());
    let hue = if note.is_failed { "k-bad" } else { "k-ok" };
    html! {
        <div class="export-note" data-testid="export-note">
            <i class={classes!("dot", hue)} aria-hidden="true"></i>
            <p>
                { &note.message }
                if !note.next_step.is_empty() {
                    <span>{ " " }{ &note.next_step }</span>
                }
            </p>
            <button type="button" class="quiet-button" aria-label={t!("dismiss")} title={t!("dismiss")} {onclick}>{ "×" }</button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ExportButtonProps {
    shown: ExportSubject,
    is_running: bool,
    start: Callback<ExportRequest>,
    clock: Clock,
}

#[component]
fn ExportButton(props: &ExportButtonProps) -> Html {
    let is_open = use_state_eq(|| false);
    let opener = use_node_ref();
    let close = {
        let (setter, opener) = (is_open.setter(), opener.clone());
        Callback::from(move |()| {
            setter.set(false);
            platform::focus_node(&opener);
        })
    };
    let toggle = {
        let (is_open, is_running) = (is_open.clone(), props.is_running);
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open && !is_running))
    };
    html! {
        <>
            // Not `disabled` while it runs: that would take the focus away.
            <button type="button" class="quiet-button" data-testid="export" ref={opener} aria-disabled={props.is_running.then_some("true")} onclick={toggle}
                aria-haspopup="dialog" aria-expanded={if *is_open { "true" } else { "false" }} title={t!("export.hint")}>
                { if props.is_running { t!("export-running") } else { t!("export") } }
            </button>
            if *is_open {
                <ExportMenu shown={props.shown.clone()} start={props.start.clone()} clock={props.clock} on_close={close} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ExportMenuProps {
    pub shown: ExportSubject,
    pub start: Callback<ExportRequest>,
    pub clock: Clock,
    pub on_close: Callback<()>,
}

/// What would be exported, and the two forms of it.
#[component]
pub(super) fn ExportMenu(props: &ExportMenuProps) -> Html {
    let first = use_node_ref();
    {
        let first = first.clone();
        use_effect_with((), move |()| platform::focus_node(&first));
    }
    let shown = &props.shown;
    let form = |format: ExportFormat, name: &'static str, purpose: String, node: NodeRef| {
        let (shown, start, on_close) = (shown.clone(), props.start.clone(), props.on_close.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            start.emit(request(&shown, format));
        });
        html! {
            <button type="button" class="menu-item" ref={node} data-testid={format!("export-{}", format.extension())} {onclick}>
                <b>{ name }</b><span>{ purpose }</span>
            </button>
        }
    };
    html! {
        <Popover class="export-menu" label={t!("export")} on_close={props.on_close.clone()}>
            <p class="faint">{ t!("export-what", name = shown.name.as_str(), when = shown.range.phrase(props.clock)) }</p>
            { form(ExportFormat::Csv, "CSV", t!("export-csv"), first) }
            { form(ExportFormat::Json, "JSON", t!("export-json"), NodeRef::default()) }
        </Popover>
    }
}

/// Every metric of what is shown, up to this moment if the range moves.
#[must_use]
pub fn request(shown: &ExportSubject, format: ExportFormat) -> ExportRequest {
    let span = shown.range.span(platform::now());
    ExportRequest {
        subject: shown.subject.clone(),
        metrics: Vec::new(),
        from: span.from,
        to: span.to,
        format,
    }
}
