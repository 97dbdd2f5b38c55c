//! A line the size of a word.

use std::fmt::Write;
use yew::prelude::*;

const WIDTH: f64 = 84.0;
const HEIGHT: f64 = 18.0;
/// Room for the line's own thickness.
const MARGIN: f64 = 1.0;

/// What a sparkline draws.
#[derive(Properties, PartialEq)]
pub struct SparklineProps {
    /// Values at equal distances; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// The class that sets the colour.
    pub color: &'static str,
    /// What the line's full height stands for at least, so that noise near nothing stays flat.
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

/// The line's path. A gap lifts the pen; a value between two gaps is a dot.
fn path(values: &[Option<f64>], floor: f64, (width, height): (f64, f64)) -> String {
    let top = values.iter().flatten().copied().fold(floor, f64::max);
    let step = (width - 2.0 * MARGIN) / (values.len().max(2) - 1) as f64;
    let mut path = String::new();
    let mut down = false;
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else {
            down = false;
            continue;
        };
        let x = MARGIN + step * index as f64;
        let y = height - MARGIN - (height - 2.0 * MARGIN) * value.max(0.0) / top;
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
    fn a_lonely_value_is_a_dot() {
        assert_eq!(path(&[None, Some(10.0), None], 10.0), "M42.0 1.0h.01");
    }

    #[test]
    fn noise_near_nothing_stays_flat() {
        assert_eq!(path(&[Some(0.1), Some(0.2)], 100.0), "M1.0 17.0L83.0 17.0");
    }

    #[test]
    fn nothing_is_drawn_for_nothing() {
        assert_eq!(path(&[], 1.0), "");
        assert_eq!(path(&[None, None], 1.0), "");
    }
}
