//! What the page of the engine draws in each state.

use super::*;
use crate::{
    backend::FakeBackend,
    state::{Action, Fetched},
    testing::{self, clock, draw},
};
use mini_aws_domain::{DashboardStats, Snapshot};
use std::rc::Rc;

fn page(engine: EngineStatus, is_stand_in: bool) -> EnginePageProps {
    let mut state = ConsoleState::default();
    state.apply(Action::Subscribed);
    state.apply(Action::FetchStarted);
    state.apply(Action::Fetched(Box::new(Fetched {
        snapshot: Ok(Snapshot { engine, ..testing::snapshot() }),
        stats: Some(Ok(DashboardStats::default())),
    })));
    EnginePageProps {
        state,
        clock: clock(),
        door: Door::new(Rc::new(FakeBackend::default())),
        is_stand_in,
        on_retry: Callback::noop(),
        on_resume: Callback::noop(),
    }
}

#[tokio::test]
async fn an_engine_that_answers() {
    insta::assert_snapshot!(draw::<EnginePage>(page(testing::connected(), false)).await);
}

#[tokio::test]
async fn no_engine_answers() {
    let html = draw::<EnginePage>(page(testing::away(), false)).await;
    assert!(html.contains("<h2 id=\"doctor-title\"") && html.contains("<h1>Engine</h1>"), "{html}");
    assert!(html.contains("<code>sudo usermod -aG docker $USER</code>"), "{html}");
    // In place of another page it is that page's heading.
    let html = draw::<EnginePage>(page(testing::away(), true)).await;
    assert!(html.contains("<h1 id=\"doctor-title\"") && !html.contains("<h1>"), "{html}");
    assert!(
        html.contains("data-testid=\"engine-choice\""),
        "another one can be chosen there as well"
    );
}

#[tokio::test]
async fn while_it_is_looked_for_and_while_nothing_is() {
    let html = draw::<EnginePage>(page(EngineStatus::Connecting, false)).await;
    assert!(
        html.contains("aria-busy=\"true\"") && html.contains("Looking for an engine"),
        "{html}"
    );
    let html = draw::<EnginePage>(page(testing::paused(), false)).await;
    assert!(html.contains("data-testid=\"resume-collecting\""), "{html}");
}
