//! What the page draws, and what it asks.

use super::*;
use crate::backend::FakeBackend;
use crate::state::{Action, Fetched};
use crate::testing::{self, clock, draw};
use mini_aws_domain::*;
use std::rc::Rc;

fn state_of(snapshot: Snapshot) -> ConsoleState {
    let mut state = ConsoleState::default();
    state.apply(Action::Subscribed);
    state.apply(Action::FetchStarted);
    let stats = Some(Ok(DashboardStats::default()));
    state.apply(Action::Fetched(Box::new(Fetched { snapshot: Ok(snapshot), stats })));
    state
}

async fn page(snapshot: Snapshot, address: &str) -> String {
    draw::<ActivityPage>(ActivityPageProps {
        state: state_of(snapshot),
        clock: clock(),
        door: Door::new(Rc::new(FakeBackend::default())),
        route: Route::parse(address),
    })
    .await
}

#[tokio::test]
async fn the_activity() {
    insta::assert_snapshot!(page(testing::snapshot(), "#/activity").await);
}

#[tokio::test]
async fn no_activity() {
    let nothing = Snapshot { activity: Vec::new(), ..testing::snapshot() };
    insta::assert_snapshot!(page(nothing, "#/activity").await);
}

#[tokio::test]
async fn what_is_known_is_narrowed_at_once() {
    let html = page(testing::snapshot(), "#/activity?outcomes=failed&q=MAIL").await;
    assert_eq!(html.matches("data-testid=\"activity-item\"").count(), 1);
    assert!(html.contains("died, exit 137") && !html.contains("reports"));
    assert!(html.contains("value=\"MAIL\"") && html.contains("activity-clear"));
    let html = page(testing::snapshot(), "#/activity?q=nowhere").await;
    assert!(html.contains("aria-busy"), "what is stored was not asked yet: {html}");
}

#[tokio::test]
async fn names_are_text() {
    let mut snapshot = testing::snapshot();
    snapshot.activity[0].subject.name = "<script>alert(1)</script>".to_owned();
    let html = page(snapshot, "#/activity").await;
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"));
    assert!(!html.contains("style="), "the security policy would drop it");
}

#[tokio::test]
async fn an_open_entry_says_what_it_meant() {
    let died = Activity {
        outcome: Outcome::Failed,
        detail: "exit 137".to_owned(),
        exit_code: Some(137),
        last: Some(LastUsage {
            at: testing::ago(971),
            cpu_percent: Some(12.5),
            memory_bytes: Some(500 << 20),
            memory_limit_bytes: Some(512 << 20),
        }),
        ..testing::activity(3, ActivityKind::Died, SubjectKind::Instance, "mailer")
    };
    let html = draw::<entry::Entry>(entry::EntryProps {
        entry: died.into(),
        clock: clock(),
        is_open: true,
        is_oom: false,
        is_current: true,
        on_toggle: Callback::noop(),
    })
    .await;
    insta::assert_snapshot!(html);
}
