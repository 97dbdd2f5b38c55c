//! Where the panel stands: beside the figure, and wholly within the window.

/// Width and height of the panel in CSS pixels; `why.css` has the same.
const SIZE: (f64, f64) = (620.0, 372.0);
/// Between the figure and the panel, and between the panel and the window's edge.
const GAP: f64 = 6.0;
/// The panel's padding, so that what is in it begins where the figure does.
const PADDING: f64 = 16.0;

/// The upper left corner of the panel, in whole CSS pixels of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
}

/// The place for a figure that begins at `left` and reaches from `top` to `bottom`, in a window of this size. It begins with the
/// figure; it stands below it, above it where there is room only there, and over it where there is room in neither place.
#[must_use]
pub fn place(left: f64, top: f64, bottom: f64, window: (f64, f64)) -> Place {
    let (width, height) = SIZE;
    let most = (window.0 - width - GAP, window.1 - height - GAP);
    let below = bottom + GAP;
    let above = top - GAP - height;
    let y = if below <= most.1 || above < GAP { below } else { above };
    let within = |value: f64, most: f64| value.min(most).max(GAP).round() as u32;
    Place { x: within(left - PADDING, most.0), y: within(y, most.1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: (f64, f64) = (1280.0, 800.0);

    #[test]
    fn it_stands_below_its_figure_and_begins_with_it() {
        assert_eq!(place(500.0, 100.0, 120.0, WINDOW), Place { x: 484, y: 126 });
    }

    #[test]
    fn it_stands_above_where_there_is_no_room_below() {
        assert_eq!(place(500.0, 700.0, 720.0, WINDOW), Place { x: 484, y: 322 });
    }

    #[test]
    fn it_never_leaves_the_window() {
        assert_eq!(place(2.0, 100.0, 120.0, WINDOW).x, 6);
        assert_eq!(place(1200.0, 100.0, 120.0, WINDOW).x, 654);
        // In a small window it covers its figure rather than be cut.
        assert_eq!(place(200.0, 300.0, 320.0, (900.0, 500.0)), Place { x: 184, y: 122 });
        assert_eq!(place(50.0, 10.0, 30.0, (300.0, 200.0)), Place { x: 6, y: 6 });
    }
}
