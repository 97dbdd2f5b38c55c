//! What is said of many measurements.

use std::fs;

/// The value that a share of all is not above.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (share * sorted.len() as f64).ceil() as usize;
    sorted[place.saturating_sub(1).min(sorted.len() - 1)]
}

/// The value in the middle.
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// Prints a figure beside its promise; whether it is kept.
pub fn promise(what: &str, figure: f64, most: f64) -> bool {
    let kept = figure <= most;
    println!("{what}: {figure:.2} (promised: {most}){}", if kept { "" } else { " – MISSED" });
    kept
}

/// How busy the machine is, for who reads the figures.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load {}", load.split(' ').next().unwrap_or("unknown"))
}
