//! Why there were gaps in the last minutes.

use crate::backend::Door;
use crate::charts::{Gap, MetricKind, MetricWindow};
use crate::platform;
use crate::state::Shared;
use chrono::DateTime;
use gloo_timers::callback::Timeout;
use mini_aws_domain::{HistoryGap, HistoryQuery, HistorySubject};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long after a gap its reason is stored for certain.
const WRITTEN_MS: u32 = 2_000;

/// The stored gaps of the last minutes: frames that did not come do not say why, and the store knows. It is asked when another gap
/// has ended, but not while `is_wanted` is false.
#[hook]
pub fn use_reasons(
    door: &Door,
    window: &MetricWindow,
    revision: u64,
    is_wanted: bool,
) -> Shared<Vec<HistoryGap>> {
    let known = use_state(Shared::<Vec<HistoryGap>>::default);
    let gaps = use_memo((window.clone(), revision), |(window, _)| window.gaps(MetricKind::Cpu));
    let end = window.end();
    // One that goes on is asked about when it has ended: only then is it stored whole.
    let ended: Vec<i64> =
        gaps.iter().filter(|gap: &&Gap| gap.to < end).map(|gap| gap.from).collect();
    {
        let (door, known, window) = (door.clone(), known.setter(), window.clone());
        use_effect_with((ended, is_wanted), move |(ended, is_wanted)| {
            let timeout = (*is_wanted && !ended.is_empty())
                .then(|| Timeout::new(WRITTEN_MS, move || ask(&door, &window, known)));
            move || drop(timeout)
        });
    }
    (*known).clone()
}

fn ask(door: &Door, window: &MetricWindow, known: UseStateSetter<Shared<Vec<HistoryGap>>>) {
    let time = DateTime::from_timestamp_millis;
    let (Some(from), Some(to)) = (time(window.start()), time(window.end())) else { return };
    let query = HistoryQuery {
        subject: HistorySubject::Total,
        metric: MetricKind::Cpu.metric(),
        from,
        to,
        points: 1,
        top: 0,
        pinned: Vec::new(),
    };
    let answer = door.backend().history(query);
    spawn_local(async move {
        match answer.await {
            Ok(history) => known.set(Shared::new(history.gaps)),
            // The gap is drawn all the same.
            Err(problem) => platform::log_error(&problem.message),
        }
    });
}
