//! What the console counts about its own work, for who watches it from outside.

use mini_aws_domain::EventType;
use prometheus::{Histogram, HistogramOpts};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the buckets for the time that a frame takes, in seconds. A tick is one second.
const FRAME_SECONDS: [f64; 9] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0];

/// Counts since the start.
#[derive(Debug)]
pub(crate) struct Meters {
    events: Vec<AtomicU64>,
    samples: AtomicU64,
    answers: AtomicU64,
    frame_seconds: Option<Histogram>,
}

impl Default for Meters {
    fn default() -> Self {
        let options = HistogramOpts::new(
            "mini_aws_collector_frame_duration_seconds",
            "Time that it took to make a frame of the newest samples, hand it to the store and tell it.",
        );
        Self {
            events: EventType::ALL.iter().map(|_| AtomicU64::new(0)).collect(),
            samples: AtomicU64::new(0),
            answers: AtomicU64::new(0),
            // Its name and buckets are constants that a test has seen to be good.
            frame_seconds: Histogram::with_opts(options.buckets(FRAME_SECONDS.to_vec())).ok(),
        }
    }
}

impl Meters {
    /// Counts an event.
    pub(crate) fn event(&self, of: EventType) {
        if let Some(count) =
            EventType::ALL.iter().position(|known| *known == of).and_then(|at| self.events.get(at))
        {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many events there were of each type.
    pub(crate) fn events(&self) -> impl Iterator<Item = (EventType, u64)> {
        let counts = self.events.iter().map(|count| count.load(Ordering::Relaxed));
        EventType::ALL.iter().copied().zip(counts)
    }

    /// Counts samples that were taken, from whichever source.
    pub(crate) fn sampled(&self, samples: u64) {
        self.samples.fetch_add(samples, Ordering::Relaxed);
    }

    /// How many samples were taken.
    pub(crate) fn samples(&self) -> u64 {
        self.samples.load(Ordering::Relaxed)
    }

    /// Counts statistics that the engine was made to tell, over streams and polls.
    pub(crate) fn answered(&self, answers: u64) {
        self.answers.fetch_add(answers, Ordering::Relaxed);
    }

    /// How many statistics the engine told.
    pub(crate) fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    /// Takes note of the time that a frame took.
    pub(crate) fn frame(&self, took: Duration) {
        if let Some(seconds) = &self.frame_seconds {
            seconds.observe(took.as_secs_f64());
        }
    }

    /// The times that frames took.
    pub(crate) fn frame_seconds(&self) -> Option<&Histogram> {
        self.frame_seconds.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_counted_by_type_and_frames_timed() {
        let meters = Meters::default();
        meters.event(EventType::MetricUpdate);
        meters.event(EventType::MetricUpdate);
        let counted: Vec<_> = meters.events().filter(|(_, count)| *count > 0).collect();
        assert_eq!(counted, [(EventType::MetricUpdate, 2)]);
        assert_eq!(meters.events().count(), EventType::ALL.len());
        meters.sampled(50);
        meters.sampled(2);
        meters.answered(2);
        assert_eq!((meters.samples(), meters.answers()), (52, 2));
        meters.frame(Duration::from_millis(3));
        assert_eq!(meters.frame_seconds().unwrap().get_sample_count(), 1);
    }
}
