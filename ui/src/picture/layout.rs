//! Where everything in the picture is.
//!
//! VPCs are regions that stand in rows, with those in them that are in no other. Between the rows are lanes: there stands who is in
//! several, and there the lines run, so that no line ever crosses a box. How many rows there are follows from the room.

use super::lanes::{Lanes, Placed};
use super::regions::{Grid, HEADER};
use super::view::READABLE;
use super::web::{Group, Web};
use crate::hooks::ElementSize;
use mini_aws_domain::InstanceId;
use std::cmp::Reverse;

/// Between two regions of a row.
const COLUMN: i32 = 28;
/// In how many rows it is tried at most.
const ROWS: usize = 16;

/// A place and a size, in units of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frame {
    /// The left edge.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
}

impl Frame {
    /// Its right edge.
    #[must_use]
    pub fn right(self) -> i32 {
        self.x + self.width
    }

    /// Its lower edge.
    #[must_use]
    pub fn bottom(self) -> i32 {
        self.y + self.height
    }
}

/// What is at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A VPC, by its place among the hubs. What is inside comes after it.
    Region(usize),
    /// What is drawn around several that share the same VPCs, by their place among the groups.
    Around(usize),
    /// How many a group has, in place of its instances or above them: it opens and closes them.
    Fold {
        /// Its place among the groups.
        group: usize,
        /// Whether its instances are drawn.
        is_open: bool,
        /// How many of them are not drawn all the same.
        hidden: usize,
    },
    /// An instance.
    Instance(InstanceId),
}

/// Something in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub body: Body,
    /// Where it is.
    pub frame: Frame,
}

/// A line between a region and those that are in it and in others as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The region's place among the hubs.
    pub hub: usize,
    /// Their place among the groups.
    pub group: usize,
    /// Where it goes: from the edge of the region, level and upright, to theirs.
    pub points: Vec<(i32, i32)>,
}

impl Line {
    fn length(&self) -> i64 {
        let pairs = self.points.iter().zip(self.points.iter().skip(1));
        pairs.map(|(a, b)| i64::from((a.0 - b.0).abs() + (a.1 - b.1).abs())).sum()
    }
}

/// The whole picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// What is in it, in the order in which it is read: each region with what is inside, then those that its neighbours share.
    pub nodes: Vec<Node>,
    /// Who is in which of several.
    pub lines: Vec<Line>,
}

/// Lays `web` out so that as much as can be is seen in `room`, in pixels. `is_open` says which groups are open, by their places.
#[must_use]
pub fn lay_out(web: &Web, is_open: impl Fn(usize) -> bool, room: ElementSize) -> Picture {
    let plan = Plan::new(web, &is_open);
    let pictures = plan.limits().into_iter().map(|limit| plan.placed(limit));
    // As large as it can be seen, then with the shortest lines; the first of those that are alike. What is too large to be read as a
    // whole anyway need not be as small as can be.
    let best = pictures.min_by_key(|picture| {
        let scale = super::View::fit(picture, room).scale;
        let lines: i64 = picture.lines.iter().map(Line::length).sum();
        let steps = if scale < READABLE { 8.0 } else { 40.0 };
        (Reverse((scale * steps) as i64), lines + i64::from(picture.width + picture.height))
    });
    best.unwrap_or_default()
}

/// What has to be placed, and how large it is.
struct Plan<'a> {
    web: &'a Web,
    /// By hub: those that are in it alone, with their place, and how it is drawn.
    regions: Vec<(Option<(usize, &'a Group)>, Grid)>,
    /// The groups of several hubs: place, group, how it is drawn.
    shared: Vec<(usize, &'a Group, Grid)>,
}

impl<'a> Plan<'a> {
    fn new(web: &'a Web, is_open: &impl Fn(usize) -> bool) -> Self {
        let mut regions = vec![(None, Grid::inside(None, false)); web.hubs.len()];
        let mut shared = Vec::new();
        for (place, group) in web.groups.iter().enumerate() {
            match group.hubs.as_slice() {
                &[hub] => {
                    if let Some(region) = regions.get_mut(hub) {
                        let grid = Grid::inside(Some(group), is_open(place));
                        *region = (Some((place, group)), grid);
                    }
                }
                _ => shared.push((place, group, Grid::between(group, is_open(place)))),
            }
        }
        Self { web, regions, shared }
    }

    /// How wide rows may be: as wide as makes about one row, two, and so on, where a row can end.
    fn limits(&self) -> Vec<i32> {
        let widths = self.regions.iter().map(|(_, grid)| grid.width);
        let widest = widths.clone().max().unwrap_or(0);
        let ends: Vec<i32> = widths
            .scan(-COLUMN, |end, width| {
                *end += COLUMN + width;
                Some(*end)
            })
            .collect();
        let total = ends.last().copied().unwrap_or(0);
        let mut limits: Vec<i32> = (1_i32..)
            .take(self.regions.len().min(ROWS))
            .flat_map(|rows| {
                let above = ends.partition_point(|&end| end < total / rows);
                let near = [above.checked_sub(1), Some(above)].into_iter().flatten();
                near.filter_map(|place| ends.get(place)).map(|&end| end.max(widest))
            })
            .collect();
        limits.sort_unstable();
        limits.dedup();
        limits
    }

    fn placed(&self, limit: i32) -> Picture {
        let mut places = Vec::with_capacity(self.regions.len());
        let (mut row, mut x) = (0, 0);
        for (_, grid) in &self.regions {
            if x > 0 && x + grid.width > limit {
                (row, x) = (row + 1, 0);
            }
            let frame = Frame { x, y: 0, width: grid.width, height: grid.height };
            places.push(Placed { row, frame });
            x += grid.width + COLUMN;
        }
        let boxes = self.shared.iter().map(|(_, group, grid)| {
            // The place of each box is found by the lanes.
            (group.hubs.as_slice(), (grid.width, grid.height))
        });
        let boxes: Vec<_> = boxes.collect();
        let lanes = Lanes::new(places, &boxes);
        let mut picture =
            Picture { width: lanes.width, height: lanes.height, ..Picture::default() };
        let mut first = 0;
        for &count in &self.web.parts {
            let hubs = first..first + count;
            first += count;
            for hub in hubs.clone() {
                let frame = lanes.regions[hub].frame;
                picture.nodes.push(Node { body: Body::Region(hub), frame });
                if let (Some((place, group)), grid) = &self.regions[hub] {
                    grid.put(group, *place, frame, HEADER, &mut picture.nodes);
                }
            }
            for (index, (place, group, grid)) in self.shared.iter().enumerate() {
                if !group.hubs.first().is_some_and(|hub| hubs.contains(hub)) {
                    continue;
                }
                let frame = lanes.boxes[index];
                if grid.has_edge() {
                    picture.nodes.push(Node { body: Body::Around(*place), frame });
                }
                grid.put(group, *place, frame, 0, &mut picture.nodes);
            }
        }
        picture.lines = lanes
            .wires
            .into_iter()
            .map(|wire| Line {
                hub: wire.hub,
                group: self.shared[wire.bridge].0,
                points: wire.points,
            })
            .collect();
        picture
    }
}
