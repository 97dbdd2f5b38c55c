//! Where in a plot a moment stands. It is the same arithmetic as the grid of the option has, so nobody has to be asked.

/// The grid's distance from each edge of the plot, in pixels: the same for all charts, so that one moment stands at one place.
pub(super) const LEFT: i32 = 52;
pub(super) const RIGHT: i32 = 8;
pub(super) const TOP: i32 = 8;
pub(super) const BOTTOM: i32 = 20;

/// A drag of fewer pixels is a click.
const DRAG: f64 = 6.0;

/// A time axis of so many pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    /// The plot's whole width.
    pub width: f64,
    /// The left end of the axis, in milliseconds since the epoch.
    pub start: i64,
    /// The right end.
    pub end: i64,
}

impl Area {
    fn grid(self) -> (f64, f64) {
        let left = f64::from(LEFT);
        (left, (self.width - f64::from(RIGHT)).max(left + 1.0))
    }

    /// The pixel of a moment, from the plot's left edge.
    pub fn x(self, at: i64) -> f64 {
        let (left, right) = self.grid();
        let part = (at - self.start) as f64 / (self.end - self.start).max(1) as f64;
        left + part * (right - left)
    }

    /// The moment at a pixel; beyond the axis it is the nearer end.
    pub fn time(self, x: f64) -> i64 {
        let (left, right) = self.grid();
        let part = ((x - left) / (right - left)).clamp(0.0, 1.0);
        self.start + (part * (self.end - self.start) as f64).round() as i64
    }

    /// Whether a pixel is on the axis.
    pub fn contains(self, x: f64) -> bool {
        let (left, right) = self.grid();
        (left..=right).contains(&x)
    }
}

/// A stretch of time that is being selected with the pointer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drag {
    /// Where it began.
    pub from: f64,
    /// Where the pointer is.
    pub to: f64,
}

impl Drag {
    /// The stretch as it is drawn: its left edge and its width in pixels, within the axis; nothing for a mere click.
    pub fn drawn(self, area: Area) -> Option<(f64, f64)> {
        if (self.to - self.from).abs() < DRAG {
            return None;
        }
        let (left, right) = area.grid();
        let edge = |x: f64| x.clamp(left, right);
        let (a, b) = (edge(self.from.min(self.to)), edge(self.from.max(self.to)));
        Some((a, b - a))
    }

    /// The times that it selects.
    pub fn times(self, area: Area) -> Option<(i64, i64)> {
        let (left, width) = self.drawn(area)?;
        Some((area.time(left), area.time(left + width))).filter(|(from, to)| from < to)
    }
}
