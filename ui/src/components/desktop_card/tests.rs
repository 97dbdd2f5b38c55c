//! What the card about the desktop draws, kept as snapshots to read and compare.

use super::{DesktopCard, DesktopCardProps};
use crate::hooks::{DesktopHandle, DesktopTask};
use crate::testing::{desktop, draw};
use mini_aws_domain::{DesktopChoice, DesktopStatus, Problem, TrayState};
use yew::Callback;

fn handle(status: Option<Result<DesktopStatus, Problem>>) -> DesktopHandle {
    DesktopHandle {
        status,
        task: None,
        problem: None,
        begin: Callback::noop(),
        retry: Callback::noop(),
    }
}

async fn card(desktop: DesktopHandle) -> String {
    draw::<DesktopCard>(DesktopCardProps { desktop }).await
}

fn problem() -> Problem {
    Problem {
        code: "no_autostart".to_owned(),
        message: "The folder ~/.config/autostart cannot be written.".to_owned(),
        next_step: "Look who owns it.".to_owned(),
    }
}

#[tokio::test]
async fn with_a_tray() {
    insta::assert_snapshot!(card(handle(Some(Ok(desktop())))).await);
}

#[tokio::test]
async fn without_a_tray_the_reason_stands_where_it_is_needed() {
    let reason = "This desktop shows no tray icons.".to_owned();
    let status = DesktopStatus { tray: TrayState::Absent { reason: reason.clone() }, ..desktop() };
    let html = card(handle(Some(Ok(status)))).await;
    assert_eq!(html.matches("aria-disabled=\"true\"").count(), 2, "{html}");
    assert_eq!(html.matches(&reason).count(), 2, "{html}");
    let starting = DesktopStatus { tray: TrayState::Starting, ..desktop() };
    assert!(!card(handle(Some(Ok(starting)))).await.contains("aria-disabled"));
}

#[tokio::test]
async fn what_cannot_be_had_is_not_offered() {
    let status = DesktopStatus { autostart: None, logs: None, ..desktop() };
    let html = card(handle(Some(Ok(status)))).await;
    for id in ["autostart-switch", "start-hidden-switch", "open-logs"] {
        assert!(!html.contains(id), "{html}");
    }
    assert!(html.contains("cannot be started with this desktop"));
}

#[tokio::test]
async fn before_it_is_known() {
    insta::assert_snapshot!(card(handle(None)).await);
    let html = card(handle(Some(Err(problem())))).await;
    assert!(
        html.contains("Arrange it in the settings") && html.contains(">Try again</button>"),
        "{html}"
    );
}

#[tokio::test]
async fn while_something_is_under_way_and_after_it_failed() {
    let task = Some(DesktopTask::Change(DesktopChoice::Autostart(true)));
    let html = card(DesktopHandle { task, ..handle(Some(Ok(desktop()))) }).await;
    assert_eq!(html.matches("aria-disabled=\"true\"").count(), 5, "{html}");
    let failed = DesktopHandle { problem: Some(problem()), ..handle(Some(Ok(desktop()))) };
    assert!(card(failed).await.contains("~/.config/autostart cannot be written"));
}
