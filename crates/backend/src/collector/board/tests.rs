//! Which samples stand, and which say more.

use super::*;
use crate::docker::stats::{CpuBasis, Reading};

const BODY: &str = r#"{"read":"2026-01-01T10:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":7}}}"#;
const SECOND: Duration = Duration::from_secs(1);

fn standing(seconds: u32) -> Standing {
    Standing { kernel: SECOND * 2, stream: SECOND * 2, poll: SECOND * seconds }
}

fn board() -> Board {
    let board = Board::new(crate::system_clock());
    board.stand(standing(14), true, Instant::now());
    board
}

fn fresh(id: &str, source: SampleSource, cpu: Option<f64>) -> Fresh {
    let now = Reading::from_body(&serde_json::from_str(BODY).unwrap()).unwrap();
    let used = CpuBasis::WallClock { used_ns: 1, wall_ns: 1 };
    let basis = Basis { before: None, now, cpu: cpu.map(|_| used).ok_or(NoCpu::FirstReading) };
    let sample = Sample { cpu_percent: cpu, ..Sample::empty(InstanceId::new(id)) };
    let provenance = Provenance { source, places: None, why_not_kernel: None };
    Fresh { sample, basis, provenance, network: None }
}

fn put(board: &Board, id: &str, source: SampleSource, cpu: Option<f64>) {
    board.put(fresh(id, source, cpu), || true);
}

fn standing_at(board: &Board, now: Instant) -> Vec<String> {
    board.fresh(now).iter().map(|sample| sample.instance.to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn what_does_not_stand_any_more_never_does_again() {
    let board = board();
    put(&board, "old", SampleSource::Poll, Some(1.0));
    tokio::time::advance(SECOND * 10).await;
    put(&board, "new", SampleSource::Poll, Some(1.0));
    tokio::time::advance(SECOND * 5).await;
    let now = Instant::now();
    assert_eq!(standing_at(&board, now), ["new"]);
    board.stand(standing(60), true, now);
    assert_eq!(standing_at(&board, now), ["new"], "a longer interval brings nobody back");
    assert_eq!(standing_at(&board, now + SECOND * 50), ["new"], "its next sample is due later now");
}

#[tokio::test(start_paused = true)]
async fn a_longer_interval_is_no_reason_to_wait_for_what_does_not_come() {
    let board = board();
    put(&board, "late", SampleSource::Poll, Some(1.0));
    put(&board, "well", SampleSource::Poll, Some(1.0));
    board.overdue(&InstanceId::new("late"));
    let now = Instant::now();
    board.stand(standing(60), false, now);
    assert_eq!(standing_at(&board, now + SECOND * 20), [""; 0], "the engine does not answer");
    board.stand(standing(60), true, now);
    assert_eq!(standing_at(&board, now + SECOND * 20), ["well"]);
    put(&board, "late", SampleSource::Poll, Some(1.0));
    board.stand(standing(90), true, now);
    assert_eq!(standing_at(&board, now + SECOND * 80), ["late", "well"]);
}

#[tokio::test(start_paused = true)]
async fn a_shorter_interval_holds_at_once() {
    let board = board();
    board.stand(standing(60), true, Instant::now());
    put(&board, "a", SampleSource::Poll, Some(1.0));
    let now = Instant::now();
    board.stand(standing(8), true, now);
    assert_eq!(standing_at(&board, now + SECOND * 7), ["a"]);
    assert_eq!(standing_at(&board, now + SECOND * 9), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_first_reading_does_not_take_the_place_of_what_says_more() {
    let board = board();
    put(&board, "a", SampleSource::Kernel, Some(40.0));
    tokio::time::advance(SECOND).await;
    put(&board, "a", SampleSource::Poll, None);
    let cpu = |now: Instant| board.fresh(now).first().map(|sample| sample.cpu_percent);
    assert_eq!(cpu(Instant::now() + SECOND * 3 / 2), Some(Some(40.0)));
    tokio::time::advance(SECOND).await;
    put(&board, "a", SampleSource::Poll, Some(50.0));
    assert_eq!(cpu(Instant::now()), Some(Some(50.0)));
    tokio::time::advance(SECOND * 20).await;
    put(&board, "a", SampleSource::Stream, None);
    assert_eq!(cpu(Instant::now()), Some(None), "that is old, and this is something");
}

#[tokio::test(start_paused = true)]
async fn what_is_of_the_time_before_a_sleep_is_evidence_and_no_more() {
    let board = board();
    put(&board, "a", SampleSource::Poll, Some(1.0));
    let now = Instant::now();
    board.expire(now);
    board.stand(standing(60), true, now);
    assert_eq!(standing_at(&board, now), [""; 0]);
    assert!(board.newest(SECOND * 15).is_empty());
    let entries = &board.state().entries;
    assert_eq!(entries.len(), 1);
}
