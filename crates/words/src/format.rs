//! Numbers for people. Every figure on the screen comes from here, so that one quantity looks the same everywhere.
//!
//! Memory is in the binary units and digits of `docker stats`, sizes on disk in the decimal ones of `docker system df`,
//! so that who compares finds the same figure; the person may choose otherwise ([`crate::units`]). Decimal points and the marks between
//! thousands are those of the language. Between a number and its unit is a narrow no-break space.

use crate::{
    Language,
    units::{self, MemoryUnits, Units},
};

/// Stands where a value is not known: never a zero.
pub const UNKNOWN: &str = "–";

/// Between a number and its unit.
pub const SPACE: char = '\u{202f}';

const BINARY: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const DECIMAL: [&str; 6] = ["B", "kB", "MB", "GB", "TB", "PB"];

/// `61.4 %`. What is not a number is unknown.
#[must_use]
pub fn percent(value: f64) -> String {
    if value.is_finite() { format!("{}{SPACE}%", decimal(value, 1)) } else { UNKNOWN.to_owned() }
}

/// `142 %`: for sums, where a tenth says nothing.
#[must_use]
pub fn percent_whole(value: f64) -> String {
    if value.is_finite() { format!("{value:.0}{SPACE}%") } else { UNKNOWN.to_owned() }
}

/// CPU of so many percent of one core, as the person wants it: `61.4 %` of one core or of the whole machine.
#[must_use]
pub fn cpu(percent_of_core: f64) -> String {
    percent(percent_of_core / units::cores_in_whole())
}

/// The same where a tenth says nothing.
#[must_use]
pub fn cpu_whole(percent_of_core: f64) -> String {
    percent_whole(percent_of_core / units::cores_in_whole())
}

/// Memory as `docker stats` prints it: four significant digits of a binary unit, `1.423 GiB`, or of a decimal one by choice.
#[must_use]
pub fn memory(bytes: u64) -> String {
    memory_in(bytes, 4)
}

/// Memory in three significant digits, `1.42 GiB`: for headlines and axes.
#[must_use]
pub fn memory_short(bytes: u64) -> String {
    memory_in(bytes, 3)
}

/// Memory in two significant digits, `3.2 GiB`: for what is seen at a glance, and should not change all the time.
#[must_use]
pub fn memory_rough(bytes: u64) -> String {
    memory_in(bytes, 2)
}

fn memory_in(bytes: u64, digits: i32) -> String {
    match Units::current().memory {
        MemoryUnits::Binary => scaled(bytes as f64, 1024.0, BINARY, digits),
        MemoryUnits::Decimal => scaled(bytes as f64, 1000.0, DECIMAL, digits),
    }
}

/// A size on disk: three significant digits of a decimal unit, `6.4 GB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    scaled(bytes as f64, 1000.0, DECIMAL, 3)
}

/// Bytes a second: two significant digits, `4.1 MB/s`, and a plain `0` for nothing.
#[must_use]
pub fn rate(bytes_per_second: f64) -> String {
    if !bytes_per_second.is_finite() || bytes_per_second < 0.0 {
        return UNKNOWN.to_owned();
    }
    if bytes_per_second < 0.5 {
        return "0".to_owned();
    }
    let whole = if bytes_per_second < 10.0 { bytes_per_second.round() } else { bytes_per_second };
    format!("{}/s", scaled(whole, 1000.0, DECIMAL, 2))
}

/// `format` of the value, or [`UNKNOWN`].
pub fn or_unknown<T>(value: Option<T>, format: impl Fn(T) -> String) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), format)
}

/// `0.8`: a number with so many decimals and no unit.
#[must_use]
pub fn decimal(value: f64, decimals: usize) -> String {
    spoken(format!("{value:.decimals$}"))
}

/// `2.5`: a number with as many decimals as it has, and no unit.
#[must_use]
pub fn number(value: f64) -> String {
    spoken(value.to_string())
}

/// A number as Rust writes it, with the language's decimal point.
fn spoken(number: String) -> String {
    match Language::current().decimal_point() {
        '.' => number,
        point => number.replace('.', &point.to_string()),
    }
}

/// `12,345`.
#[must_use]
pub fn grouped(count: u64) -> String {
    grouped_by(count, Language::current().thousands())
}

/// `12 345`, with `mark` between thousands whatever the language: as programs write it.
#[must_use]
pub fn grouped_by(count: u64, mark: char) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A short form of a version, `28.2` of `28.2.2`: what fits into a pill.
#[must_use]
pub fn version_short(version: &str) -> &str {
    match version.match_indices('.').nth(1) {
        Some((end, _)) => &version[..end],
        None => version,
    }
}

/// Milliseconds between two frames: `1 s`, `500 ms`, `2.5 s`.
#[must_use]
pub fn interval(millis: u32) -> String {
    if millis < 1000 {
        format!("{millis}{SPACE}ms")
    } else {
        format!("{}{SPACE}s", spoken((f64::from(millis) / 1000.0).to_string()))
    }
}

fn scaled(value: f64, base: f64, units: [&str; 6], digits: i32) -> String {
    let mut value = value;
    let mut unit = 0;
    // The second condition is rounding: 999.96 kB is 1 MB in three digits, not 1000 kB.
    while unit + 1 < units.len() && (value >= base || round_to(value, digits) >= base) {
        value /= base;
        unit += 1;
    }
    format!("{}{SPACE}{}", significant(value, digits), units[unit])
}

/// Like C's `%.{digits}g` without an exponent: that many significant digits, no zeros at the end.
fn significant(value: f64, digits: i32) -> String {
    let rounded = round_to(value, digits);
    let decimals = usize::try_from(digits - 1 - magnitude(rounded)).unwrap_or(0);
    let text = format!("{rounded:.decimals$}");
    if text.contains('.') {
        spoken(text.trim_end_matches('0').trim_end_matches('.').to_owned())
    } else {
        text
    }
}

fn round_to(value: f64, digits: i32) -> f64 {
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

    const KIB: u64 = 1024;
    const MIB: u64 = 1024 * KIB;
    const GIB: u64 = 1024 * MIB;

    /// Narrow spaces are hard to see in a test.
    fn plain(text: &str) -> String {
        text.replace(SPACE, " ")
    }

    #[test]
    fn percent_has_one_decimal_and_a_narrow_no_break_space() {
        assert_eq!(percent(61.4), "61.4\u{202f}%");
        assert_eq!(plain(&percent(0.0)), "0.0 %");
        assert_eq!(plain(&percent(796.04)), "796.0 %");
        assert_eq!(percent(f64::NAN), UNKNOWN);
        assert_eq!(plain(&percent_whole(141.6)), "142 %");
    }

    #[test]
    fn memory_is_what_docker_stats_prints() {
        for (bytes, text) in [
            (0, "0 B"),
            (512, "512 B"),
            (1023, "1023 B"),
            (KIB, "1 KiB"),
            (1_523_712, "1.453 MiB"),
            (812 * MIB + 314_573, "812.3 MiB"),
            (GIB + 454_000_000, "1.423 GiB"),
            (16 * GIB, "16 GiB"),
            (1023 * MIB, "1023 MiB"),
        ] {
            assert_eq!(plain(&memory(bytes)), text, "{bytes}");
        }
        assert_eq!(plain(&memory_short(GIB + 454_000_000)), "1.42 GiB");
        assert_eq!(plain(&memory_rough(GIB + 454_000_000)), "1.4 GiB");
        assert_eq!(plain(&memory_rough(812 * MIB + 314_573)), "812 MiB");
    }

    #[test]
    fn sizes_on_disk_are_decimal() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1 kB"),
            (999_999, "1 MB"),
            (6_400_000_000, "6.4 GB"),
            (2_131_000_000_000, "2.13 TB"),
        ] {
            assert_eq!(plain(&size(bytes)), text, "{bytes}");
        }
    }

    #[test]
    fn rates_are_short_and_nothing_is_a_zero() {
        for (value, text) in [
            (0.0, "0"),
            (0.4, "0"),
            (1.3, "1 B/s"),
            (812.4, "812 B/s"),
            (88_400.0, "88 kB/s"),
            (4_130_000.0, "4.1 MB/s"),
            (999_999.0, "1 MB/s"),
            (-1.0, UNKNOWN),
            (f64::INFINITY, UNKNOWN),
        ] {
            assert_eq!(plain(&rate(value)), text, "{value}");
        }
    }

    #[test]
    fn a_version_is_cut_to_two_parts() {
        assert_eq!(version_short("28.2.2"), "28.2");
        assert_eq!(version_short("5.0"), "5.0");
        assert_eq!(version_short(""), "");
    }

    #[test]
    fn an_interval_is_in_its_natural_unit() {
        assert_eq!(plain(&interval(1000)), "1 s");
        assert_eq!(plain(&interval(2500)), "2.5 s");
        assert_eq!(plain(&interval(500)), "500 ms");
    }

    #[test]
    fn a_german_number_has_a_comma_and_points() {
        Language::German.speak();
        assert_eq!(plain(&percent(61.4)), "61,4 %");
        assert_eq!(plain(&memory(GIB + 454_000_000)), "1,423 GiB");
        assert_eq!(plain(&size(6_400_000_000)), "6,4 GB");
        assert_eq!(plain(&rate(4_130_000.0)), "4,1 MB/s");
        assert_eq!(plain(&interval(2500)), "2,5 s");
        assert_eq!(grouped(1_234_567), "1.234.567");
        assert_eq!(grouped_by(1_234_567, ' '), "1 234 567");
        assert_eq!(decimal(0.84, 1), "0,8");
        assert_eq!((number(2.5), number(40.0)), ("2,5".to_owned(), "40".to_owned()));
        Language::English.speak();
    }

    #[test]
    fn units_are_by_choice() {
        assert_eq!(plain(&cpu(142.0)), "142.0 %");
        Units { memory: MemoryUnits::Decimal, cpu: units::CpuShare::Machine }.show();
        units::set_cores(8);
        assert_eq!(plain(&memory(GIB + 454_000_000)), "1.528 GB");
        assert_eq!(plain(&memory_short(GIB + 454_000_000)), "1.53 GB");
        assert_eq!(plain(&cpu(142.0)), "17.8 %");
        assert_eq!(plain(&cpu_whole(800.0)), "100 %");
        Units::default().show();
        units::set_cores(0);
    }

    #[test]
    fn what_is_not_known_is_a_dash() {
        assert_eq!(or_unknown(None, percent), UNKNOWN);
        assert_eq!(plain(&or_unknown(Some(2.0), percent)), "2.0 %");
    }
}
