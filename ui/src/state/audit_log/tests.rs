//! The audit log as the window reads it, part by part.

use super::*;
use crate::testing::{activity, ago};
use mini_aws_domain::{ActivityKind, SubjectKind};

fn entry(id: i64) -> Activity {
    let name = if id % 2 == 0 { "even" } else { "odd" };
    Activity {
        timestamp: ago(100_000 - id),
        ..activity(id, ActivityKind::Started, SubjectKind::Instance, name)
    }
}

fn page(ids: impl DoubleEndedIterator<Item = i64>, more: bool) -> AuditPage {
    AuditPage { entries: ids.rev().map(entry).collect(), more }
}

fn feed(ids: impl DoubleEndedIterator<Item = i64>) -> AuditAction {
    AuditAction::Feed(Shared::new(ids.rev().map(entry).collect()))
}

fn ids(log: &AuditLog) -> Vec<i64> {
    log.entries.iter().map(|entry| entry.id).collect()
}

fn asked(log: &mut AuditLog, number: u64, part: AuditPart, answer: Result<AuditPage, Problem>) {
    log.apply(AuditAction::Asked(number, AuditQuery::default(), part));
    log.apply(AuditAction::Answered(number, answer));
}

fn problem() -> Problem {
    Problem {
        code: "store_unavailable".to_owned(),
        message: "The disk does not answer.".to_owned(),
        next_step: "Look into the log.".to_owned(),
    }
}

#[test]
fn what_is_stored_and_what_comes_live_are_one_list_without_doubles() {
    let mut log = AuditLog::default();
    log.apply(feed(5..=8));
    assert_eq!(ids(&log), [8, 7, 6, 5], "the live feed is there at once");
    asked(&mut log, 1, AuditPart::First, Ok(page(4..=7, true)));
    assert_eq!(ids(&log), [8, 7, 6, 5, 4]);
    log.apply(feed(5..=9));
    assert_eq!(ids(&log), [9, 8, 7, 6, 5, 4]);
    let question = log.question(AuditPart::Older);
    assert_eq!(question.before, Some(AuditPlace::of(&entry(4))));
    asked(&mut log, 2, AuditPart::Older, Ok(page(2..=4, false)));
    assert_eq!(ids(&log), [9, 8, 7, 6, 5, 4, 3, 2]);
    assert!(!log.can_go_on(), "there is nothing older");
}

#[test]
fn what_was_caught_up_stands_where_its_time_says() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(5..=7, true)));
    let caught_up = |id, of: i64| Activity { id, ..entry(of) };
    let early = vec![caught_up(8, 6), caught_up(9, 2)];
    log.apply(AuditAction::Feed(Shared::new(early)));
    assert_eq!(ids(&log), [7, 8, 6, 5], "the one of before all that is known comes with its part");
    let part = AuditPage { entries: vec![entry(4), entry(3), caught_up(9, 2)], more: false };
    asked(&mut log, 2, AuditPart::Older, Ok(part));
    assert_eq!(ids(&log), [7, 8, 6, 5, 4, 3, 9]);
}

#[test]
fn nothing_moves_while_somebody_reads() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(1..=3, false)));
    log.apply(AuditAction::Held(true));
    log.apply(feed(1..=5));
    log.apply(feed(1..=6));
    assert_eq!((ids(&log), log.waiting()), (vec![3, 2, 1], 3));
    log.apply(AuditAction::Held(false));
    assert_eq!((ids(&log), log.waiting()), (vec![6, 5, 4, 3, 2, 1], 0));
}

#[test]
fn an_answer_to_another_question_is_not_shown() {
    let mut log = AuditLog::default();
    log.apply(feed(1..=4));
    log.apply(AuditAction::Asked(1, AuditQuery::default(), AuditPart::First));
    let odd = AuditQuery { text: "odd".to_owned(), ..AuditQuery::default() };
    log.apply(AuditAction::Asked(2, odd, AuditPart::First));
    assert_eq!(ids(&log), [3, 1], "what is known already is filtered at once");
    log.apply(AuditAction::Answered(1, Ok(page(0..=9, false))));
    assert_eq!(ids(&log), [3, 1]);
    let answer = AuditPage { entries: vec![entry(3), entry(1), entry(-1)], more: false };
    log.apply(AuditAction::Answered(2, Ok(answer)));
    assert_eq!(ids(&log), [3, 1, -1]);
    log.apply(feed(1..=6));
    assert_eq!(ids(&log), [5, 3, 1, -1], "and what comes is filtered too");
}

#[test]
fn a_failure_keeps_what_is_there_and_can_be_tried_again() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(5..=7, true)));
    asked(&mut log, 2, AuditPart::Older, Err(problem()));
    assert_eq!((ids(&log), log.can_go_on()), (vec![7, 6, 5], false));
    assert!(log.problem.is_some());
    asked(&mut log, 3, AuditPart::Older, Ok(page(1..=4, false)));
    assert_eq!((ids(&log).len(), log.problem.is_none()), (7, true));
}

#[test]
fn the_part_that_failed_is_tried_again() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(5..=7, true)));
    log.apply(AuditAction::Missed);
    assert!(log.is_due());
    asked(&mut log, 2, AuditPart::First, Err(problem()));
    assert_eq!((log.failed_part(), log.is_missed), (AuditPart::First, true));
    assert!(!log.is_due(), "not again and again by itself");
    asked(&mut log, 3, AuditPart::First, Ok(page(5..=9, true)));
    assert_eq!((ids(&log).len(), log.is_missed), (5, false));
    asked(&mut log, 4, AuditPart::Older, Err(problem()));
    assert_eq!((log.failed_part(), log.is_missed), (AuditPart::Older, false));
}

#[test]
fn what_is_read_is_not_replaced() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(1..=3, false)));
    log.apply(AuditAction::Held(true));
    assert!(log.is_read(&AuditQuery::default()));
    asked(&mut log, 2, AuditPart::First, Ok(page(8..=9, true)));
    assert_eq!((ids(&log), log.is_due()), (vec![3, 2, 1], false));
    log.apply(AuditAction::Held(false));
    assert!(log.is_due(), "after that it is asked for");
}

#[test]
fn another_question_while_cut_off_is_answered_by_what_is_known() {
    let mut log = AuditLog::default();
    log.apply(feed(1..=4));
    log.apply(AuditAction::Asked(1, AuditQuery::default(), AuditPart::First));
    let odd = AuditQuery { text: "odd".to_owned(), ..AuditQuery::default() };
    log.apply(AuditAction::Turned(odd));
    assert_eq!((ids(&log), log.asking), (vec![3, 1], None));
    log.apply(AuditAction::Answered(1, Ok(page(0..=9, false))));
    assert_eq!(ids(&log), [3, 1], "that is the answer to the question before");
}

#[test]
fn more_at_once_than_the_feed_keeps_is_asked_for_again() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(1..=3, false)));
    log.apply(feed(1..=3));
    assert!(!log.is_missed);
    log.apply(feed(801..=1_000));
    assert!(log.is_missed, "797 went by unseen");
    asked(&mut log, 2, AuditPart::First, Ok(page(801..=1_000, true)));
    assert_eq!((log.is_missed, ids(&log).len()), (false, 200));
    log.apply(feed(802..=1_001));
    assert!(!log.is_missed);
}

#[test]
fn a_thousand_events_in_a_second_stay_a_short_list() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(1..=200, true)));
    log.apply(feed(1..=200));
    for batch in 1..=10 {
        let newest = 200 + batch * 100;
        log.apply(feed(newest - 199..=newest));
        assert!(log.entries.len() <= TOP_LIMIT && !log.is_missed);
    }
    let newest: Vec<i64> = (601..=1_200).rev().collect();
    assert_eq!(ids(&log), newest, "none is lost of those that are kept");
}

#[test]
fn another_store_counts_anew() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(501..=503, false)));
    log.apply(feed(501..=503));
    log.apply(feed(1..=3));
    assert!(log.is_missed, "what is listed is of the store before");
    asked(&mut log, 2, AuditPart::First, Ok(page(1..=2, false)));
    log.apply(feed(1..=4));
    assert_eq!((ids(&log), log.is_missed), (vec![4, 3, 2, 1], false));
}

#[test]
fn no_more_is_kept_than_can_be_shown() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(9_000..=9_199, true)));
    for part in 0..30 {
        let last = 8_999 - part * 200;
        asked(&mut log, 2, AuditPart::Older, Ok(page(last - 199..=last, true)));
    }
    assert_eq!((log.entries.len(), log.is_full(), log.can_go_on()), (AUDIT_LIMIT, true, false));
    // At the top only the newest are kept, and the others can be asked for.
    log.apply(feed(9_100..=9_200));
    assert_eq!((log.entries.len(), log.can_go_on()), (TOP_LIMIT, true));
    assert_eq!(log.question(AuditPart::Older).before, Some(AuditPlace::of(&entry(8_601))));
}

#[test]
fn an_empty_answer_ends_the_log() {
    let mut log = AuditLog::default();
    asked(&mut log, 1, AuditPart::First, Ok(page(1..=3, true)));
    asked(&mut log, 2, AuditPart::Older, Ok(AuditPage { entries: Vec::new(), more: true }));
    assert!(!log.can_go_on());
}
