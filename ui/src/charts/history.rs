//! History under the live frames: what the store remembers fills the window up to the first frame, and the gaps between frames.

use super::MetricKind;
use super::series::{Samples, Slot};
use mini_aws_domain::{DashboardStats, MetricPoint, TOTAL_LABEL};
use std::collections::{BTreeSet, HashMap, VecDeque};

/// The length of a bucket if there is only one point to tell by.
const DEFAULT_BUCKET_MS: i64 = 5000;

/// Puts the stored history in place of any that was loaded before. Frames stay as they are: they know more.
pub(super) fn merge(samples: &mut Samples, stats: &DashboardStats) {
    let history = [
        (MetricKind::Cpu, stats.cpu_history.as_slice()),
        (MetricKind::Memory, stats.memory_history.as_slice()),
    ];
    let times: BTreeSet<i64> = history
        .iter()
        .flat_map(|(_, points)| points.iter())
        .map(|point| point.timestamp.timestamp_millis())
        .collect();
    relocate(samples, &times);
    let places: HashMap<i64, usize> = samples
        .slots
        .iter()
        .enumerate()
        .filter(|(_, slot)| !slot.live)
        .map(|(index, slot)| (slot.at, index))
        .collect();
    for (kind, points) in history {
        fill(samples, kind, points, &places);
    }
    forget_stale(samples);
}

/// Lays out the slots anew: the frames' own, and one for each moment of history that no frame is near.
fn relocate(samples: &mut Samples, times: &BTreeSet<i64>) {
    let bucket = bucket_ms(times);
    let frames: Vec<(usize, Slot)> =
        samples.slots.iter().copied().enumerate().filter(|(_, slot)| slot.live).collect();
    let mut places: Vec<(Option<usize>, Slot)> = times
        .iter()
        .filter(|&&at| {
            let next = frames.partition_point(|(_, frame)| frame.at < at);
            let near = |index: Option<usize>| {
                index
                    .and_then(|index| frames.get(index))
                    .is_some_and(|(_, frame)| (frame.at - at).abs() * 2 <= bucket)
            };
            !near(Some(next)) && !near(next.checked_sub(1))
        })
        .map(|&at| {
            let slot = Slot { at, step_ms: bucket, live: false };
            (None, slot)
        })
        .chain(frames.iter().map(|(index, slot)| (Some(*index), *slot)))
        .collect();
    places.sort_by_key(|(_, slot)| slot.at);

    for kind in MetricKind::ALL {
        *samples.totals_mut(kind) = moved(samples.totals(kind), &places, f64::NAN);
        for track in &mut samples.tracks {
            *track.ring_mut(kind) = moved(track.ring(kind), &places, f32::NAN);
        }
    }
    samples.slots = places.into_iter().map(|(_, slot)| slot).collect();
}

fn moved<T: Copy>(old: &VecDeque<T>, places: &[(Option<usize>, Slot)], missing: T) -> VecDeque<T> {
    places
        .iter()
        .map(|(from, _)| from.and_then(|from| old.get(from)).copied().unwrap_or(missing))
        .collect()
}

fn fill(
    samples: &mut Samples,
    kind: MetricKind,
    points: &[MetricPoint],
    places: &HashMap<i64, usize>,
) {
    let mut tracks: HashMap<&str, Option<usize>> = HashMap::new();
    for point in points {
        let Some(&slot) = places.get(&point.timestamp.timestamp_millis()) else {
            continue;
        };
        if point.label == TOTAL_LABEL {
            if let Some(place) = samples.totals_mut(kind).get_mut(slot) {
                *place = point.value;
            }
            continue;
        }
        let track =
            *tracks.entry(&point.label).or_insert_with(|| samples.track_for(None, &point.label));
        if let Some(track) = track {
            samples.set(track, kind, slot, point.value);
        }
    }
}

/// Forgets instances that only the history of before knew.
fn forget_stale(samples: &mut Samples) {
    let slots: Vec<i64> = samples.slots.iter().map(|slot| slot.at).collect();
    for track in &mut samples.tracks {
        let newest = MetricKind::ALL
            .iter()
            .filter_map(|&kind| track.ring(kind).iter().rposition(|value| value.is_finite()))
            .max();
        track.seen_at = newest.and_then(|slot| slots.get(slot)).copied().unwrap_or(i64::MIN);
    }
    samples.forget_unseen();
}

/// The length of a bucket: the shortest distance between two of them, since a gap can only make it longer.
fn bucket_ms(times: &BTreeSet<i64>) -> i64 {
    times
        .iter()
        .zip(times.iter().skip(1))
        .map(|(before, after)| after - before)
        .min()
        .unwrap_or(DEFAULT_BUCKET_MS)
}
