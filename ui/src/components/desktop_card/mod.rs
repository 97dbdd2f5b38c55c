//! How the app behaves on its desktop: the card of the settings.

use super::said::said;
use crate::{
    hooks::{DesktopHandle, DesktopTask},
    route::Section,
    t,
};
use mini_aws_domain::{DesktopChoice, DesktopStatus, TrayState};
use yew::prelude::*;

#[cfg(test)]
mod tests;

const HEADING: &str = "desktop-heading";

/// What the card shows.
#[derive(Properties, PartialEq)]
pub struct DesktopCardProps {
    /// How the app behaves, and what can be done.
    pub desktop: DesktopHandle,
}

/// The card about the desktop.
#[component]
pub fn DesktopCard(props: &DesktopCardProps) -> Html {
    let desktop = &props.desktop;
    let content = match &desktop.status {
        None => html! {
            <>
                <p class="visually-hidden">{ t!("card-waiting") }</p>
                <div class="skeleton web-access-wait" />
            </>
        },
        Some(Err(problem)) => html! {
            <div class="card-line">
                { said(problem) }
                <button type="button" class="button" onclick={desktop.retry.reform(|_: MouseEvent| ())}>{ t!("try-again") }</button>
            </div>
        },
        Some(Ok(status)) => choices(status, desktop),
    };
    html! {
        <section id={Section::Desktop.anchor()} class="card" aria-labelledby={HEADING} aria-busy={desktop.status.is_none().then_some("true")} data-testid="desktop-card">
            <h2 id={HEADING}>{ Section::Desktop.words() }</h2>
            { content }
            // It is there before there is something in it: only then that is read out.
            <div role="status" class="card-note">
                if let Some(problem) = &desktop.problem {
                    { said(problem) }
                }
            </div>
        </section>
    }
}

/// A choice that is on or off.
struct Line {
    test_id: &'static str,
    name: String,
    meaning: AttrValue,
    is_on: bool,
    /// Whether it can be changed here and now.
    is_possible: bool,
    choice: fn(bool) -> DesktopChoice,
}

fn choices(status: &DesktopStatus, desktop: &DesktopHandle) -> Html {
    let no_tray = match &status.tray {
        TrayState::Absent { reason } => Some(reason),
        TrayState::Starting | TrayState::Shown => None,
    };
    // Why it cannot be had, or what it means.
    let in_tray = |meaning: String| {
        no_tray.map_or_else(|| meaning.into(), |reason| AttrValue::from(reason.clone()))
    };
    let line = |it: Line| line(&it, desktop);
    html! {
        <>
            if let Some(autostart) = status.autostart {
                { line(Line {
                    test_id: "autostart-switch",
                    name: t!("desktop-autostart"),
                    meaning: t!("desktop-autostart.meaning").into(),
                    is_on: autostart,
                    is_possible: true,
                    choice: DesktopChoice::Autostart,
                }) }
                { line(Line {
                    test_id: "start-hidden-switch",
                    name: t!("desktop-hidden"),
                    meaning: in_tray(t!("desktop-hidden.meaning")),
                    is_on: status.start_hidden,
                    is_possible: no_tray.is_none(),
                    choice: DesktopChoice::StartHidden,
                }) }
            } else {
                <p class="faint">{ t!("desktop-no-autostart") }</p>
            }
            { line(Line {
                test_id: "keep-in-tray-switch",
                name: t!("desktop-keep"),
                meaning: in_tray(t!("desktop-keep.meaning")),
                is_on: status.keep_in_tray,
                is_possible: no_tray.is_none(),
                choice: DesktopChoice::KeepInTray,
            }) }
            { line(Line {
                test_id: "notifications-switch",
                name: t!("desktop-notifications"),
                meaning: t!("desktop-notifications.meaning").into(),
                is_on: status.notifications,
                is_possible: true,
                choice: DesktopChoice::Notifications,
            }) }
            if let Some(logs) = &status.logs {
                { logs_line(logs, desktop) }
            }
        </>
    }
}

fn line(line: &Line, desktop: &DesktopHandle) -> Html {
    let (name, meaning) = (format!("{}-name", line.test_id), format!("{}-meaning", line.test_id));
    let wanted = (line.choice)(!line.is_on);
    let is_free = line.is_possible && desktop.task.is_none();
    let onclick = if line.is_possible {
        desktop.begin.reform(move |_: MouseEvent| DesktopTask::Change(wanted))
    } else {
        Callback::noop()
    };
    html! {
        <div class="card-line">
            <p>
                <span id={name.clone()}>{ &line.name }</span>
                <small id={meaning.clone()} class="faint">{ &line.meaning }</small>
            </p>
            // Not `disabled`: that would take the focus away, and the reason with it.
            <button type="button" class={classes!("toggle", (!line.is_possible).then_some("is-impossible"))} role="switch" aria-checked={line.is_on.to_string()} aria-labelledby={name} aria-describedby={meaning}
                aria-disabled={(!is_free).then_some("true")} data-testid={line.test_id} {onclick} />
        </div>
    }
}

fn logs_line(logs: &str, desktop: &DesktopHandle) -> Html {
    html! {
        <div class="card-line">
            <p>
                <span>{ t!("desktop-logs") }</span>
                <small class="faint"><code>{ logs }</code></small>
            </p>
            <button type="button" class="button" aria-disabled={desktop.task.is_some().then_some("true")} data-testid="open-logs"
                onclick={desktop.begin.reform(|_: MouseEvent| DesktopTask::OpenLogs)}>{ t!("desktop-logs.open") }</button>
        </div>
    }
}
