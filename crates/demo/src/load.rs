//! What an instance uses: a pure function of time whose integral is known, so that counters need no simulation.
//!
//! A counter at any moment is the integral up to it. CPU by Docker's formula is then the mean of the load over the
//! interval, whoever asks and however often.

use fastrand::Rng;
use std::f64::consts::TAU;

const DAY: f64 = 86_400.0;
/// When a day is at its busiest: at this hour (UTC), or up to [`PEAK_SPREAD`] hours later.
const PEAK_HOUR: f64 = 12.5;
const PEAK_SPREAD: f64 = 3.0;

/// How a load moves about its mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Even, with a ripple.
    Steady,
    /// A wave over the day, and others over days, hours and minutes.
    Wave,
    /// Low, with spikes.
    Bursty,
    /// Next to nothing.
    Idle,
}

/// A curve whose mean is 1 and which never is below 0.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    level: f64,
    sines: Vec<Sine>,
    bump: Option<Bump>,
}

#[derive(Debug, Clone, Copy)]
struct Sine {
    amplitude: f64,
    omega: f64,
    phase: f64,
}

/// A smooth hill once per period.
#[derive(Debug, Clone, Copy)]
struct Bump {
    period: f64,
    width: f64,
    height: f64,
    offset: f64,
}

impl Bump {
    #[cfg(test)]
    fn at(&self, t: f64) -> f64 {
        let x = (t + self.offset).rem_euclid(self.period);
        if x < self.width { self.height * (0.5 - 0.5 * (TAU * x / self.width).cos()) } else { 0.0 }
    }

    fn area(&self, t: f64) -> f64 {
        let t = t + self.offset;
        let whole = (t / self.period).floor();
        let x = (t - whole * self.period).clamp(0.0, self.width);
        let part = 0.5 * x - self.width / (2.0 * TAU) * (TAU * x / self.width).sin();
        self.height * (whole * self.width / 2.0 + part)
    }

    fn mean(&self) -> f64 {
        self.height * self.width / (2.0 * self.period)
    }
}

impl Shape {
    /// The constant 1.
    pub fn flat() -> Self {
        Self { level: 1.0, sines: Vec::new(), bump: None }
    }

    /// Draws a curve of that pattern.
    pub fn draw(pattern: Pattern, rng: &mut Rng) -> Self {
        // (share of the mean, period in seconds); the shares of one pattern add up to less than its level.
        let (parts, bump): (&[(f64, f64)], _) = match pattern {
            Pattern::Steady => (
                &[
                    (0.04, 2.7 * DAY),
                    (0.10, DAY),
                    (0.06, 613.0),
                    (0.05, 97.0),
                    (0.03, 19.0),
                    (0.03, 4.3),
                ],
                None,
            ),
            Pattern::Wave => (
                &[
                    (0.07, 2.7 * DAY),
                    (0.35, DAY),
                    (0.07, 33_400.0),
                    (0.12, 787.0),
                    (0.07, 143.0),
                    (0.05, 31.0),
                    (0.03, 7.1),
                    (0.03, 3.3),
                ],
                None,
            ),
            Pattern::Bursty => (
                &[
                    (0.08, 3.6 * DAY),
                    (0.15, DAY),
                    (0.10, 907.0),
                    (0.08, 61.0),
                    (0.05, 11.0),
                    (0.03, 3.7),
                ],
                Some((540.0, 75.0, 3.2)),
            ),
            Pattern::Idle => (&[(0.30, 331.0), (0.20, 23.0), (0.20, 5.9)], None),
        };
        let mut vary = |around: f64| around * (0.85 + 0.3 * rng.f64());
        let sines = parts
            .iter()
            .map(|&(amplitude, period)| Sine {
                amplitude,
                omega: TAU / if period < DAY { vary(period) } else { period },
                phase: 0.0,
            })
            .collect::<Vec<_>>();
        let bump = bump.map(|(period, width, height)| Bump {
            period: vary(period),
            width: vary(width),
            height: vary(height),
            offset: 0.0,
        });
        let mut shape = Self { level: 1.0 - bump.map_or(0.0, |bump| bump.mean()), sines, bump };
        for (sine, &(_, period)) in shape.sines.iter_mut().zip(parts) {
            let chance = rng.f64();
            // Loads are told in seconds since a midnight. People work by day, and all of them together make it one.
            sine.phase = if period == DAY {
                TAU * (0.25 - (PEAK_HOUR + PEAK_SPREAD * chance) / 24.0)
            } else {
                TAU * chance
            };
        }
        if let Some(bump) = &mut shape.bump {
            bump.offset = bump.period * rng.f64();
        }
        shape
    }

    /// The value at a moment.
    #[cfg(test)]
    pub fn at(&self, t: f64) -> f64 {
        let sines: f64 =
            self.sines.iter().map(|s| s.amplitude * (s.omega * t + s.phase).sin()).sum();
        self.level + sines + self.bump.map_or(0.0, |bump| bump.at(t))
    }

    /// The largest value that it can have.
    pub fn peak(&self) -> f64 {
        self.level
            + self.sines.iter().map(|s| s.amplitude).sum::<f64>()
            + self.bump.map_or(0.0, |bump| bump.height)
    }

    /// The integral from the reference moment to `t`.
    fn area(&self, t: f64) -> f64 {
        let sines: f64 =
            self.sines.iter().map(|s| -s.amplitude / s.omega * (s.omega * t + s.phase).cos()).sum();
        self.level * t + sines + self.bump.map_or(0.0, |bump| bump.area(t))
    }
}

/// How memory moves.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Memory {
    /// Around a level, by this share of it.
    Level { bytes: f64, sway: f64 },
    /// Grows by `growth` over each period, then falls back.
    Leak { bytes: f64, growth: f64, period: f64 },
    /// Grows from the moment it was started.
    Climb { bytes: f64, per_second: f64 },
}

/// What an instance uses while it runs.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    /// Mean CPU in cores.
    pub cores: f64,
    /// How CPU, network and disk move about their means.
    pub shape: Shape,
    /// Memory without the page cache that could be dropped.
    pub memory: Memory,
    /// Page cache that could be dropped, in bytes: what `docker stats` leaves out.
    pub cache: f64,
    /// Bytes a second: network received and sent, disk read and written.
    pub rates: [f64; 4],
    /// Threads.
    pub pids: u64,
}

/// Cumulative counters.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Counters {
    /// Nanoseconds of CPU.
    pub cpu_ns: f64,
    /// Bytes: network received and sent, disk read and written.
    pub bytes: [f64; 4],
}

impl Counters {
    /// Both together.
    pub fn plus(self, more: Self) -> Self {
        let mut sum = self;
        sum.cpu_ns += more.cpu_ns;
        for (to, by) in sum.bytes.iter_mut().zip(more.bytes) {
            *to += by;
        }
        sum
    }

    /// So many of them.
    pub fn times(self, many: f64) -> Self {
        Self { cpu_ns: self.cpu_ns * many, bytes: self.bytes.map(|bytes| bytes * many) }
    }
}

impl Load {
    /// A constant load, for tests: CPU in percent of one core, memory in bytes, no network and no disk.
    pub fn constant(cpu_percent: f64, memory_bytes: u64) -> Self {
        Self {
            cores: (cpu_percent / 100.0).max(0.0),
            shape: Shape::flat(),
            memory: Memory::Level { bytes: memory_bytes as f64, sway: 0.0 },
            cache: 0.1 * memory_bytes as f64,
            rates: [0.0; 4],
            pids: 4,
        }
    }

    /// The integral of the shape up to a moment; see [`Load::work_of`].
    pub fn area(&self, t: f64) -> f64 {
        self.shape.area(t)
    }

    /// What is used up between two moments.
    pub fn work(&self, from: f64, to: f64) -> Counters {
        self.work_of((self.area(to) - self.area(from)).max(0.0))
    }

    /// What is used up while the area grows by so much.
    pub fn work_of(&self, area: f64) -> Counters {
        Counters { cpu_ns: area * self.cores * 1e9, bytes: self.rates.map(|rate| rate * area) }
    }

    /// Memory in use at a moment in bytes (what `docker stats` shows), for an instance that was started `age` seconds ago.
    pub fn memory_bytes(&self, t: f64, age: f64) -> f64 {
        let slow = (TAU * t / 1_733.0 + self.cores).sin() + 0.4 * (TAU * t / 37.0).sin();
        match self.memory {
            Memory::Level { bytes, sway } => bytes * (1.0 + sway * slow),
            Memory::Leak { bytes, growth, period } => {
                let x = (t + bytes).rem_euclid(period) / period;
                let share = if x < 0.97 {
                    x / 0.97
                } else {
                    0.5 + 0.5 * (TAU / 2.0 * (x - 0.97) / 0.03).cos()
                };
                bytes + growth * share
            }
            Memory::Climb { bytes, per_second } => bytes + per_second * age.max(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_the_integral_of_the_curve_and_the_curve_is_never_negative() {
        let mut rng = Rng::with_seed(7);
        for pattern in [Pattern::Steady, Pattern::Wave, Pattern::Bursty, Pattern::Idle] {
            for _ in 0..5 {
                let shape = Shape::draw(pattern, &mut rng);
                let (from, to) = (5.0e7, 5.0e7 + 700.0);
                let steps = 70_000;
                let dt = (to - from) / f64::from(steps);
                let mut sum = 0.0;
                for step in 0..steps {
                    let value = shape.at(from + (f64::from(step) + 0.5) * dt);
                    assert!(value >= 0.0, "{pattern:?} is {value}");
                    assert!(value <= shape.peak() + 1e-9);
                    sum += value * dt;
                }
                let area = shape.area(to) - shape.area(from);
                assert!((area - sum).abs() < 1e-3, "{pattern:?}: {area} {sum}");
            }
        }
    }

    #[test]
    fn the_mean_over_a_long_time_is_one() {
        let mut rng = Rng::with_seed(8);
        for pattern in [Pattern::Steady, Pattern::Wave, Pattern::Bursty, Pattern::Idle] {
            let shape = Shape::draw(pattern, &mut rng);
            let days = 86_400.0 * 30.0;
            let mean = (shape.area(5.0e7 + days) - shape.area(5.0e7)) / days;
            assert!((mean - 1.0).abs() < 0.01, "{pattern:?} has mean {mean}");
        }
    }
}
