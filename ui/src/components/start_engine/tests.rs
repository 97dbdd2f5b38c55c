//! What is drawn of the engines that can be started.

use super::{StartEngine, StartEngineProps, StartQuestion, StartQuestionProps};
use crate::hooks::StartersHandle;
use crate::testing::{draw, starters};
use mini_aws_domain::Problem;
use yew::Callback;

fn handle() -> StartersHandle {
    StartersHandle {
        starters: starters(),
        running: None,
        problem: None,
        is_started: false,
        start: Callback::noop(),
    }
}

async fn drawn(handle: StartersHandle) -> String {
    draw::<StartEngine>(StartEngineProps { handle }).await
}

#[tokio::test]
async fn a_button_for_each_engine() {
    insta::assert_snapshot!(drawn(handle()).await);
    let none = StartersHandle { starters: Vec::new(), ..handle() };
    assert!(!drawn(none).await.contains("button"));
}

#[tokio::test]
async fn the_question_shows_the_very_command() {
    let [starter, _] = <[_; 2]>::try_from(starters()).unwrap();
    let question =
        StartQuestionProps { starter, start: Callback::noop(), on_close: Callback::noop() };
    insta::assert_snapshot!(draw::<StartQuestion>(question).await);
}

#[tokio::test]
async fn where_starting_stands() {
    let running = StartersHandle { running: starters().pop(), ..handle() };
    let html = drawn(running).await;
    assert!(html.contains("Starting Colima… this can take a minute."), "{html}");
    assert_eq!(html.matches("aria-disabled=\"true\"").count(), 2, "{html}");
    let problem = Problem {
        code: "engine_not_started".to_owned(),
        message: "Colima could not be started: no room on disk.".to_owned(),
        next_step: "Start it by hand.".to_owned(),
    };
    let html = drawn(StartersHandle { problem: Some(problem), ..handle() }).await;
    assert!(html.contains("no room on disk.") && html.contains("Start it by hand."), "{html}");
    let html = drawn(StartersHandle { is_started: true, ..handle() }).await;
    assert!(html.contains("is being looked for"), "{html}");
}
