//! A bar in parts: how a whole divides.

use super::Hue;
use yew::prelude::*;

/// How wide the whole is, in units of the drawing.
const WIDTH: f64 = 300.0;
/// Between two parts.
const GAP: f64 = 2.0;
/// What is there is seen, however small a part it is.
const NARROWEST: f64 = 4.0;

/// What a bar is made of.
#[derive(Properties, PartialEq)]
pub struct SplitBarProps {
    /// The parts and their colours, in order.
    pub parts: Vec<(u64, Hue)>,
}

/// A bar in parts. It is decoration: the numbers stand below it.
#[component]
pub fn SplitBar(props: &SplitBarProps) -> Html {
    let rects = lay_out(&props.parts)
        .into_iter()
        .map(|(x, width, hue)| {
            html! {
                <rect class={hue.class()} x={format!("{x:.1}")} width={format!("{width:.1}")} height="4" fill="currentColor" />
            }
        });
    html! {
        <svg class="split-bar" viewBox={format!("0 0 {WIDTH} 4")} preserveAspectRatio="none" aria-hidden="true">
            { for rects }
        </svg>
    }
}

/// Where each part begins and how wide it is. Parts of nothing are left out.
fn lay_out(parts: &[(u64, Hue)]) -> Vec<(f64, f64, Hue)> {
    let shown: Vec<_> = parts.iter().filter(|(weight, _)| *weight > 0).collect();
    let total: u64 = shown.iter().map(|(weight, _)| weight).sum();
    if total == 0 {
        return Vec::new();
    }
    let room = WIDTH - GAP * (shown.len() - 1) as f64;
    let share = |weight: u64| (room * weight as f64 / total as f64).max(NARROWEST);
    // What the small ones get beyond their share, all give in proportion.
    let shrink = room / shown.iter().map(|(weight, _)| share(*weight)).sum::<f64>();
    let mut x = 0.0;
    shown
        .into_iter()
        .map(|&(weight, hue)| {
            let width = share(weight) * shrink;
            let place = (x, width, hue);
            x += width + GAP;
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_bar_in_proportion() {
        let parts = lay_out(&[(3, Hue::Ok), (0, Hue::Warning), (1, Hue::Off)]);
        assert_eq!(parts.len(), 2);
        let (x, width, _) = parts[1];
        assert!((x + width - WIDTH).abs() < 0.01);
        assert!((parts[0].1 / width - 3.0).abs() < 0.01);
    }

    #[test]
    fn the_smallest_part_can_be_seen() {
        let parts = lay_out(&[(999, Hue::Ok), (1, Hue::Bad)]);
        assert!(parts[1].1 > 3.5);
        assert!(parts.iter().map(|part| part.1).sum::<f64>() <= WIDTH);
    }

    #[test]
    fn nothing_has_no_parts() {
        assert!(lay_out(&[]).is_empty());
        assert!(lay_out(&[(0, Hue::Ok)]).is_empty());
    }
}
