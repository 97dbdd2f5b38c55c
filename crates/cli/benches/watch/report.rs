//! The table, and the promises.

use crate::cases::Case;
use crate::inside::{Round, Used};
use crate::shared::promise::{self, median, promise};

/// From so many idle containers on the promises hold. With a handful the console's own life is more than its watching.
const PROMISED_FROM: usize = 50;
/// The shares of `docker stats` that are promised.
const BY_KERNEL: f64 = 1.0 / 30.0;
const BY_ENGINE: f64 = 1.0 / 2.0;

/// Prints what the rounds gave, in the middle; whether the promises are kept.
pub fn print(count: usize, cases: &[Case], rounds: &[Round]) -> bool {
    println!(
        "\n| CPU in percent of one core, above idle | dockerd | containerd | shims | watcher | **together** | of `docker stats` |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut promises = Vec::new();
    for &case in cases {
        let middle = |figure: fn(Used) -> f64| {
            median(rounds.iter().map(|round| above_idle(round, case, figure)).collect())
        };
        if case == Case::Nothing {
            let idle = |figure: fn(Used) -> f64| {
                median(rounds.iter().map(|round| figure(used(round, case))).collect())
            };
            println!(
                "| nothing watches: this is idle | {:.2} | {:.2} | {:.2} | – | {:.2} | – |",
                idle(|used| used.daemon),
                idle(|used| used.containerd),
                idle(|used| used.shims),
                idle(Used::together),
            );
            continue;
        }
        // Of each round its own, and then the middle: a round in which the machine was slow was slow for both.
        let shares: Vec<f64> = rounds
            .iter()
            .map(|round| {
                above_idle(round, case, Used::together)
                    / above_idle(round, Case::DockerStats, Used::together)
            })
            .collect();
        let share = median(shares);
        println!(
            "| {} | {:.2} | {:.2} | {:.2} | {:.2} | **{:.2}** | {} |",
            case.name(),
            middle(|used| used.daemon),
            middle(|used| used.containerd),
            middle(|used| used.shims),
            middle(|used| used.watcher),
            middle(Used::together),
            in_words(share),
        );
        let most = match case {
            Case::Console { sampling: "auto", .. } => BY_KERNEL,
            Case::Console { sampling: "engine", .. } => BY_ENGINE,
            _ => continue,
        };
        if count >= PROMISED_FROM {
            let words = format!("{} is at most {} of `docker stats`", case.name(), in_words(most));
            promises.push(promise(share <= most, words));
        }
    }
    println!();
    promise::print(&promises)
}

fn used(round: &Round, case: Case) -> Used {
    round.iter().find(|(of, _)| *of == case).map(|(_, used)| *used).unwrap_or_default()
}

fn above_idle(round: &Round, case: Case, figure: fn(Used) -> f64) -> f64 {
    figure(used(round, case)) - figure(used(round, Case::Nothing))
}

/// A share as people compare: a small one as the part that it is.
fn in_words(share: f64) -> String {
    if share > 0.0 && share < 0.4 { format!("1/{:.0}", 1.0 / share) } else { format!("{share:.2}") }
}
