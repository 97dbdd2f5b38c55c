//! Questions as a console asks them, and how long they take.

use crate::year::{DAYS, Year};
use chrono::TimeDelta;
use fastrand::Rng;
use mini_aws_backend::store::Store;
use mini_aws_domain::{HistoryQuery, HistorySubject, Metric};
use std::time::Instant;

/// Times, in milliseconds.
#[derive(Debug, Default)]
pub struct Times(Vec<f64>);

impl Times {
    pub fn add(&mut self, began: Instant) {
        self.0.push(began.elapsed().as_secs_f64() * 1000.0);
    }

    pub fn percentile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = (share * (sorted.len() - 1) as f64).round() as usize;
        sorted[place]
    }

    pub fn print(&self, what: &str) {
        println!(
            "{what:28} {:5} median {:7.2} p99 {:7.2} max {:7.2} ms",
            self.0.len(),
            self.percentile(0.5),
            self.percentile(0.99),
            self.percentile(1.0)
        );
    }
}

/// The ranges that people choose, in minutes.
const RANGES: [(&str, i64); 7] = [
    ("15 min", 15),
    ("1 h", 60),
    ("6 h", 6 * 60),
    ("24 h", 24 * 60),
    ("7 d", 7 * 24 * 60),
    ("30 d", 30 * 24 * 60),
    ("1 y", DAYS * 24 * 60),
];

/// Asks, and prints a table.
pub async fn questions(store: &Store, year: &Year) -> Times {
    let mut all = Times::default();
    let mut rng = Rng::with_seed(3);
    for (name, minutes) in RANGES {
        for (kind, top) in [("all, top 8", 8), ("one subject", 0)] {
            let mut times = Times::default();
            for _ in 0..150 {
                let query = question(year, minutes, top, &mut rng);
                let began = Instant::now();
                let history = store.history(query, year.ends()).await.unwrap();
                times.add(began);
                assert!(history.series[0].mean.is_some(), "there is an answer");
            }
            times.print(&format!("{name}, {kind}"));
            all.0.extend(times.0);
        }
    }
    all.print("any");
    all
}

/// With a top: the dashboard's; without: an instance's, a name's or a group's. Half of them end now, the rest whenever.
fn question(year: &Year, minutes: i64, top: u32, rng: &mut Rng) -> HistoryQuery {
    let number = rng.usize(0..year.instances);
    let subject = match (top, rng.u8(0..4)) {
        (8, _) => HistorySubject::Total,
        (_, 0) => HistorySubject::Name { name: format!("instance-{number}") },
        (_, 1) => {
            HistorySubject::Group { project: format!("project-{}", number / 10), service: None }
        }
        _ => HistorySubject::Instance { id: year.id(number) },
    };
    let spare = DAYS * 24 * 60 - minutes;
    let ago = if spare > 0 && rng.bool() { rng.i64(0..spare) } else { 0 };
    let to = year.ends() - TimeDelta::minutes(ago);
    HistoryQuery {
        subject,
        metric: Metric::ALL[rng.usize(0..6)],
        from: to - TimeDelta::minutes(minutes),
        to,
        points: rng.u32(120..=600),
        top,
        pinned: Vec::new(),
    }
}
