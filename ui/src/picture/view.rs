//! Which part of the picture is seen.

use super::layout::{Frame, Picture};
use crate::hooks::ElementSize;

/// Around the picture when all of it is seen, in its own units.
const MARGIN: f64 = 24.0;
/// The largest that one unit of the drawing is drawn, in pixels.
const CLOSEST: f64 = 2.5;
/// A small picture is not blown up beyond this when all of it is seen.
const FITTED: f64 = 1.3;
/// A large picture begins no smaller than this, so that its smallest letters have 11 pixels.
pub(super) const READABLE: f64 = 11.0 / 12.0;
/// How much closer or further one step is.
const STEP: f64 = 1.25;
/// Which part of what is seen one step to a side is.
const PAN: f64 = 0.12;

/// What is seen: the point in the middle, and how large a unit is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// The middle, in units of the drawing.
    pub center: (f64, f64),
    /// Pixels of the screen for one unit.
    pub scale: f64,
}

impl View {
    /// All of it.
    #[must_use]
    pub fn fit(picture: &Picture, size: ElementSize) -> Self {
        let (width, height) = (f64::from(picture.width), f64::from(picture.height));
        let scale = (size.width.max(1.0) / (width + 2.0 * MARGIN))
            .min(size.height.max(1.0) / (height + 2.0 * MARGIN))
            .min(FITTED);
        Self { center: (width / 2.0, height / 2.0), scale }
    }

    /// What is seen first: all of it if it can be read like that, or else its beginning, as small as can be read.
    #[must_use]
    pub fn home(picture: &Picture, size: ElementSize) -> Self {
        let all = Self::fit(picture, size);
        if all.scale >= READABLE {
            return all;
        }
        let side = |length: i32, seen: f64| {
            let (length, half) = (f64::from(length), seen / READABLE / 2.0);
            if length + 2.0 * MARGIN <= 2.0 * half { length / 2.0 } else { half - MARGIN }
        };
        let center = (side(picture.width, size.width), side(picture.height, size.height));
        Self { center, scale: READABLE }
    }

    /// Closer or further by some steps, around a point that stays where it is: in pixels from the middle of what is seen.
    #[must_use]
    pub fn zoomed(
        self,
        steps: f64,
        around: (f64, f64),
        picture: &Picture,
        size: ElementSize,
    ) -> Self {
        let furthest = Self::fit(picture, size).scale.min(1.0) / 2.0;
        let scale = (self.scale * STEP.powf(steps)).clamp(furthest, CLOSEST);
        let moved = |center: f64, around: f64| center + around / self.scale - around / scale;
        let center = (moved(self.center.0, around.0), moved(self.center.1, around.1));
        Self { center, scale }.kept(picture)
    }

    /// Moved by so many pixels: what is seen goes that way.
    #[must_use]
    pub fn dragged(self, by: (f64, f64), picture: &Picture) -> Self {
        let center = (self.center.0 - by.0 / self.scale, self.center.1 - by.1 / self.scale);
        Self { center, ..self }.kept(picture)
    }

    /// One step to a side: `(1, 0)` is to the right.
    #[must_use]
    pub fn panned(self, (x, y): (i32, i32), picture: &Picture, size: ElementSize) -> Self {
        let by = (-f64::from(x) * size.width * PAN, -f64::from(y) * size.height * PAN);
        self.dragged(by, picture)
    }

    /// Moved as little as brings `frame` into sight.
    #[must_use]
    pub fn showing(self, frame: Frame, size: ElementSize) -> Self {
        let side = |center: f64, seen: f64, from: i32, length: i32| {
            let half = seen / self.scale / 2.0;
            let margin = MARGIN.min(half / 4.0);
            let (from, to) = (f64::from(from) - margin, f64::from(from + length) + margin);
            if to - from > 2.0 * half || from < center - half {
                from + half
            } else if to > center + half {
                to - half
            } else {
                center
            }
        };
        let center = (
            side(self.center.0, size.width, frame.x, frame.width),
            side(self.center.1, size.height, frame.y, frame.height),
        );
        Self { center, ..self }
    }

    /// On which sides the picture goes on beyond what is seen: left, right, above, below.
    #[must_use]
    pub fn beyond(self, picture: &Picture, size: ElementSize) -> [bool; 4] {
        let side = |center: f64, seen: f64, length: i32| {
            let half = seen / self.scale / 2.0;
            [center - half > 0.5, center + half < f64::from(length) - 0.5]
        };
        let [left, right] = side(self.center.0, size.width, picture.width);
        let [above, below] = side(self.center.1, size.height, picture.height);
        [left, right, above, below]
    }

    /// It as the `viewBox` of a drawing of this size.
    #[must_use]
    pub fn view_box(self, size: ElementSize) -> String {
        let (width, height) = (size.width / self.scale, size.height / self.scale);
        let (x, y) = (self.center.0 - width / 2.0, self.center.1 - height / 2.0);
        format!("{x:.1} {y:.1} {width:.1} {height:.1}")
    }

    /// With the middle within the picture: nobody gets lost beside it.
    fn kept(self, picture: &Picture) -> Self {
        let within = |center: f64, length: i32| center.clamp(0.0, f64::from(length.max(0)));
        Self {
            center: (within(self.center.0, picture.width), within(self.center.1, picture.height)),
            ..self
        }
    }
}
