//! What the card about web access draws, kept as snapshots to read and compare.

use super::{ReplaceQuestion, ReplaceQuestionProps, WebAccessCard, WebAccessCardProps};
use crate::hooks::{DoorHandle, DoorNote, DoorTask};
use crate::testing::{clock, door_link, door_open, draw};
use mini_aws_domain::{DoorState, DoorStatus, Problem};
use yew::Callback;

fn handle(status: Option<Result<DoorStatus, Problem>>) -> DoorHandle {
    DoorHandle { status, task: None, note: None, begin: Callback::noop(), retry: Callback::noop() }
}

fn door(state: DoorState) -> DoorHandle {
    handle(Some(Ok(DoorStatus { state, ..door_open() })))
}

async fn card(door: DoorHandle) -> String {
    draw::<WebAccessCard>(WebAccessCardProps {
        door,
        clock: clock(),
        children: yew::Html::default(),
    })
    .await
}

fn problem() -> Problem {
    Problem {
        code: "address_in_use".to_owned(),
        message: "Something else listens on 127.0.0.1:8787.".to_owned(),
        next_step: "End it, or choose another port.".to_owned(),
    }
}

#[tokio::test]
async fn closed() {
    insta::assert_snapshot!(card(door(DoorState::Closed)).await);
}

#[tokio::test]
async fn open() {
    insta::assert_snapshot!(card(door(door_open().state)).await);
}

#[tokio::test]
async fn open_to_other_machines() {
    let state = DoorState::Open { address: "http://192.168.1.7:8787".to_owned(), exposed: true };
    let html = card(door(state)).await;
    assert!(html.contains("k-warn") && html.contains("Other machines can reach it"), "{html}");
}

#[tokio::test]
async fn not_to_be_opened() {
    insta::assert_snapshot!(card(door(DoorState::Failed { problem: problem() })).await);
}

#[tokio::test]
async fn seen_through_the_door() {
    let status = DoorStatus { can_change: false, key_file: None, ..door_open() };
    let html = card(handle(Some(Ok(status.clone())))).await;
    assert!(!html.contains("<button"), "nothing can be done: {html}");
    assert!(html.contains("http://127.0.0.1:8787") && !html.contains("Key, in the file"));
    let closed = DoorStatus { state: DoorState::Closed, ..status.clone() };
    assert!(card(handle(Some(Ok(closed)))).await.contains("It is closed."));
    let failed = DoorStatus { state: DoorState::Failed { problem: problem() }, ..status };
    assert!(!card(handle(Some(Ok(failed)))).await.contains("<button"));
}

#[tokio::test]
async fn before_it_is_known() {
    insta::assert_snapshot!(card(handle(None)).await);
    let html = card(handle(Some(Err(problem())))).await;
    assert!(html.contains("Something else listens") && html.contains(">Try again</button>"));
}

#[tokio::test]
async fn while_something_is_under_way() {
    for (task, words) in [
        (DoorTask::Open, "Opening…"),
        (DoorTask::Close, "Closing…"),
        (DoorTask::Link, "Copying…"),
        (DoorTask::ReplaceKey, "On"),
    ] {
        let html = card(DoorHandle { task: Some(task), ..door(door_open().state) }).await;
        assert!(html.contains(words), "{html}");
        assert_eq!(html.matches("aria-disabled=\"true\"").count(), 3, "{html}");
    }
}

#[tokio::test]
async fn what_came_of_it() {
    let told = |note| card(DoorHandle { note: Some(note), ..door(door_open().state) });
    let html = told(DoorNote::Copied(door_link().expires_at)).await;
    assert!(html.contains("Copied. The link lets one browser in, once, until 14:20:42."), "{html}");
    assert!(!html.contains("/open/"), "it is in the clipboard and need not be seen");
    insta::assert_snapshot!(
        "a_link_to_be_copied_by_hand",
        told(DoorNote::Shown(door_link())).await
    );
    assert!(told(DoorNote::Replaced).await.contains("The key was replaced."));
    assert!(told(DoorNote::Failed(problem())).await.contains("Something else listens"));
}

#[tokio::test]
async fn the_question_before_the_key_is_replaced() {
    let question = ReplaceQuestionProps { begin: Callback::noop(), on_close: Callback::noop() };
    insta::assert_snapshot!(draw::<ReplaceQuestion>(question).await);
}
