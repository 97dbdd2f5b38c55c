//! What is typed, what it would forget, and what the card draws.

use super::draft::{Mistake, forgets};
use super::*;
use crate::testing::{self, draw};
use mini_aws_domain::Problem;

const KEPT: Retention = Retention { history_days: 365, cap_bytes: 512 << 20 };

fn draft(days: &str, size: &str, is_gib: bool) -> Draft {
    Draft { days: days.to_owned(), size: size.to_owned(), is_gib }
}

#[test]
fn what_is_typed_is_read_within_its_bounds() {
    assert_eq!(Draft::of(KEPT), draft("365", "512", false));
    assert_eq!(Draft::of(KEPT).read(), Ok(KEPT));
    let two = Retention { history_days: 1, cap_bytes: 2 << 30 };
    assert_eq!(draft(" 1 ", "2", true).read(), Ok(two));
    assert_eq!(Draft::of(two), draft("1", "2", true));
    for (days, size, is_gib, mistake) in [
        ("0", "512", false, Mistake::Days),
        ("3651", "512", false, Mistake::Days),
        ("", "512", false, Mistake::Days),
        ("1.5", "512", false, Mistake::Days),
        ("-1", "512", false, Mistake::Days),
        ("9", "63", false, Mistake::Size),
        ("9", "65", true, Mistake::Size),
        ("9", "18446744073709551615", true, Mistake::Size),
        ("9", "much", false, Mistake::Size),
    ] {
        assert_eq!(draft(days, size, is_gib).read(), Err(mistake), "{days} {size}");
    }
    assert_eq!(Mistake::Days.words(), "Choose 1 to 3,650 days.");
    assert!(
        Mistake::Size.words().contains("64\u{202f}MiB") || Mistake::Size.words().contains("64")
    );
}

#[test]
fn what_would_forget_asks_first() {
    let database = testing::own_cost().database;
    assert!(database.is_some_and(|now| now.bytes < 64 << 20));
    let with = |history_days, cap_bytes| Retention { history_days, cap_bytes };
    assert!(forgets(KEPT, with(364, 512 << 20), database));
    assert!(!forgets(KEPT, with(366, 64 << 20), database), "there is room for what there is");
    let large = database.map(|now| DatabaseCost { bytes: 300 << 20, ..now });
    assert!(forgets(KEPT, with(365, 200 << 20), large));
    assert!(!forgets(KEPT, with(365, 400 << 20), large));
    assert!(!forgets(KEPT, with(365, 64 << 20), None));
}

async fn card(value: Option<Result<Retention, Problem>>) -> String {
    draw::<RetentionCard>(RetentionCardProps {
        retention: RetentionHandle {
            value,
            task: None,
            outcome: Some(Ok(KEPT)),
            change: Callback::noop(),
            retry: Callback::noop(),
        },
        database: testing::own_cost().database,
        notices: Vec::new(),
    })
    .await
}

#[tokio::test]
async fn how_much_is_remembered() {
    insta::assert_snapshot!(card(Some(Ok(KEPT))).await);
}

#[tokio::test]
async fn before_it_is_known_and_when_it_cannot_be() {
    assert!(card(None).await.contains("aria-busy"));
    let problem = Problem {
        code: "odd".to_owned(),
        message: "It is not told.".to_owned(),
        next_step: String::new(),
    };
    let html = card(Some(Err(problem))).await;
    assert!(html.contains("It is not told.") && html.contains("Try again"), "{html}");
}
