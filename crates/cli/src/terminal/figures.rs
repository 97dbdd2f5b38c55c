//! Numbers for people, as the window shows them: memory in the binary units and digits of `docker stats`, sizes on disk in the decimal
//! ones of `docker system df`.

use chrono::TimeDelta;

/// Stands where a value is not known: never a zero.
pub const UNKNOWN: &str = "–";

const BINARY: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const DECIMAL: [&str; 6] = ["B", "kB", "MB", "GB", "TB", "PB"];

/// `61.4 %`. What is not a number is unknown.
pub fn percent(value: f64) -> String {
    if value.is_finite() { format!("{value:.1} %") } else { UNKNOWN.to_owned() }
}

/// Memory as `docker stats` prints it: `812.3 MiB`.
pub fn memory(bytes: u64) -> String {
    scaled(bytes as f64, 1024.0, BINARY, 4)
}

/// A size on disk: `6.4 GB`.
pub fn size(bytes: u64) -> String {
    scaled(bytes as f64, 1000.0, DECIMAL, 3)
}

/// How long something lasts or is ago: `12 s`, `5 min`, `3 h`, `8 d`. What is still to come is now: clocks differ.
pub fn span(length: TimeDelta) -> String {
    let seconds = length.num_seconds().max(0);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// `1 instance`, `2 instances`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn scaled(value: f64, base: f64, units: [&str; 6], digits: i32) -> String {
    let mut value = value;
    let mut unit = 0;
    // The second condition is rounding: 999.96 kB is 1 MB in three digits, not 1000 kB.
    while unit + 1 < units.len() && (value >= base || rounded(value, digits) >= base) {
        value /= base;
        unit += 1;
    }
    let value = rounded(value, digits);
    let decimals = usize::try_from(digits - 1 - magnitude(value)).unwrap_or(0);
    let text = format!("{value:.decimals$}");
    let short = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    format!("{short} {}", units[unit])
}

fn rounded(value: f64, digits: i32) -> f64 {
    // What has more whole digits than asked for keeps them: 1023 B stays 1023 B.
    let scale = 10_f64.powi((digits - 1 - magnitude(value)).max(0));
    (value * scale).round() / scale
}

fn magnitude(value: f64) -> i32 {
    if value < 1.0 { 0 } else { value.log10().floor() as i32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_docker() {
        for (bytes, text) in
            [(0, "0 B"), (1023, "1023 B"), (1_523_712, "1.453 MiB"), (16 << 30, "16 GiB")]
        {
            assert_eq!(memory(bytes), text, "{bytes}");
        }
        for (bytes, text) in [(999, "999 B"), (999_999, "1 MB"), (6_400_000_000, "6.4 GB")] {
            assert_eq!(size(bytes), text, "{bytes}");
        }
        assert_eq!((percent(61.44), percent(f64::NAN)), ("61.4 %".to_owned(), UNKNOWN.to_owned()));
    }

    #[test]
    fn spans_have_one_unit() {
        for (seconds, text) in
            [(-5, "0 s"), (59, "59 s"), (60, "1 min"), (7_199, "1 h"), (864_000, "10 d")]
        {
            assert_eq!(span(TimeDelta::seconds(seconds)), text);
        }
    }
}
