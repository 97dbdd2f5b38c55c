//! A line the size of a word.

use std::fmt::Write;
use yew::prelude::*;

const WIDTH: f64 = 84.0;
const HEIGHT: f64 = 18.0;
/// Room for the line's own thickness.
const MARGIN: f64 = 1.0;
/// The full height stands for at least so much of the highest value: a steady line is steady at any height.
const LEAST_SHARE: f64 = 0.3;

/// What the full height of a line of CPU stands for at least, in percent of a core.
pub const LEAST_PERCENT: f64 = 4.0;
/// What that of a line of memory stands for at least, in bytes.
pub const LEAST_BYTES: f64 = 16.0 * 1024.0 * 1024.0;

/// What a sparkline draws.
#[derive(Properties, PartialEq)]
pub struct SparklineProps {
    /// Values at equal distances; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// The class that sets the colour.
    pub color: &'static str,
    /// What the line's full height stands for at least, so that noise stays flat.
    pub floor: f64,
    /// How wide it is, in CSS pixels.
    #[prop_or(WIDTH)]
    pub width: f64,
    /// How high it is.
    #[prop_or(HEIGHT)]
    pub height: f64,
}

/// A line the size of a word, without axes: only its shape counts. The number stands beside it.
#[component]
pub fn Sparkline(props: &SparklineProps) -> Html {
    let (width, height) = (props.width, props.height);
    html! {
        <svg class={classes!("sparkline", props.color)} viewBox={format!("0 0 {width} {height}")}
            width={width.to_string()} height={height.to_string()} aria-hidden="true">
            <path d={path(&props.values, props.floor, (width, height))} />
        </svg>
    }
}

/// The line's path, its lowest and highest value as far from the middle one as from the other: what is steady runs along the middle, be it at
/// nothing or at much. A gap lifts the pen; a value between two gaps is a dot.
fn path(values: &[Option<f64>], least: f64, (width, height): (f64, f64)) -> String {
    let known = || values.iter().flatten().copied();
    let (low, high) =
        (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let span = (high - low).max(least).max(high * LEAST_SHARE).max(f64::MIN_POSITIVE);
    let middle = f64::midpoint(low, high);
    let step = (width - 2.0 * MARGIN) / (values.len().max(2) - 1) as f64;
    let mut path = String::new();
    let mut down = false;
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else {
            down = false;
            continue;
        };
        let x = MARGIN + step * index as f64;
        let y = height / 2.0 - (height - 2.0 * MARGIN) * (value - middle) / span;
        let alone = !down && !matches!(values.get(index + 1), Some(Some(_)));
        let pen = if down { 'L' } else { 'M' };
        // Writing to a string cannot fail.
        let _ = write!(path, "{pen}{x:.1} {y:.1}");
        if alone {
            path.push_str("h.01");
        }
        down = true;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(values: &[Option<f64>], floor: f64) -> String {
        super::path(values, floor, (WIDTH, HEIGHT))
    }

    #[test]
    fn a_gap_is_not_bridged() {
        let line = path(&[Some(0.0), Some(50.0), None, Some(100.0), Some(100.0)], 1.0);
        assert_eq!(line, "M1.0 17.0L21.5 9.0M62.5 1.0L83.0 1.0");
    }

    #[test]
    fn a_lonely_value_is_a_dot_on_the_middle() {
        assert_eq!(path(&[None, Some(10.0), None], 10.0), "M42.0 9.0h.01");
    }

    #[test]
    fn what_is_steady_runs_along_the_middle_at_any_height() {
        for value in [0.0, 0.3, 90.0, 1e9] {
            assert_eq!(path(&[Some(value), Some(value)], 4.0), "M1.0 9.0L83.0 9.0", "{value}");
        }
    }

    #[test]
    fn noise_stays_flat_and_a_change_is_seen() {
        assert_eq!(path(&[Some(0.2), Some(0.4)], 4.0), "M1.0 9.4L83.0 8.6", "near nothing");
        assert_eq!(path(&[Some(60.0), Some(61.8)], 4.0), "M1.0 9.8L83.0 8.2", "far from it");
        assert_eq!(path(&[Some(2.0), Some(60.0)], 4.0), "M1.0 17.0L83.0 1.0");
    }

    #[test]
    fn nothing_is_drawn_for_nothing() {
        assert_eq!(path(&[], 1.0), "");
        assert_eq!(path(&[None, None], 1.0), "");
    }
}
