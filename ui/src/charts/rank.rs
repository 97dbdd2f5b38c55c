//! Which instances have a line of their own: the busiest ones, without lines that come and go.

use super::MetricKind;

/// How much busier another instance must be to take a line over.
const MARGIN: f64 = 1.15;
/// How often the ranks are looked at again, in milliseconds.
const EVERY_MS: i64 = 5000;

/// The instances that have a line, in the order of their lines.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    members: Vec<u64>,
    made_at: Option<i64>,
    epoch: u64,
    k: usize,
}

/// An instance that may have a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub key: u64,
    pub mean: f64,
}

impl Ranking {
    /// Whether the ranks as of `now` must be made again. They are for each change in the set of instances, and else only every
    /// few seconds: a mean over minutes moves slowly, and is not cheap with a thousand instances.
    pub fn is_due(&self, now: i64, epoch: u64, k: usize) -> bool {
        self.epoch != epoch
            || self.k != k
            || self.made_at.is_none_or(|made_at| now < made_at || now - made_at >= EVERY_MS)
    }

    /// Chooses `k` of the candidates, or all of them where "others" would be one instance only.
    pub fn choose(
        &mut self,
        mut candidates: Vec<Candidate>,
        kind: MetricKind,
        now: i64,
        epoch: u64,
        k: usize,
    ) {
        self.made_at = Some(now);
        self.epoch = epoch;
        self.k = k;
        candidates.sort_by(|a, b| b.mean.total_cmp(&a.mean).then(a.key.cmp(&b.key)));
        let mean = |key: u64| {
            candidates.iter().find(|candidate| candidate.key == key).map(|candidate| candidate.mean)
        };
        self.members.retain(|&key| mean(key).is_some());

        let wanted = if candidates.len() <= k + 1 { k + 1 } else { k };
        while self.members.len() > wanted {
            self.drop_weakest(&mean);
        }
        for candidate in &candidates {
            if self.members.len() >= wanted {
                break;
            }
            if !self.members.contains(&candidate.key) {
                self.members.push(candidate.key);
            }
        }
        for challenger in &candidates {
            if self.members.contains(&challenger.key) {
                continue;
            }
            let Some((place, weakest)) = self.weakest(&mean) else {
                break;
            };
            // The rest are weaker still.
            if challenger.mean <= weakest * MARGIN + floor(kind) {
                break;
            }
            self.members[place] = challenger.key;
        }
    }

    /// The instances that have a line.
    pub fn members(&self) -> &[u64] {
        &self.members
    }

    fn weakest(&self, mean: &impl Fn(u64) -> Option<f64>) -> Option<(usize, f64)> {
        self.members
            .iter()
            .enumerate()
            .filter_map(|(place, &key)| Some((place, mean(key)?)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
    }

    fn drop_weakest(&mut self, mean: &impl Fn(u64) -> Option<f64>) {
        match self.weakest(mean) {
            Some((place, _)) => {
                self.members.remove(place);
            }
            None => self.members.clear(),
        }
    }
}

/// Differences below this are noise however large they are in proportion.
fn floor(kind: MetricKind) -> f64 {
    match kind {
        MetricKind::Cpu => 0.2,
        MetricKind::Memory => 1024.0 * 1024.0,
    }
}
