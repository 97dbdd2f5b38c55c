//! How large a region and what stands between regions is, and how instances stand in it.

use super::layout::{Body, Frame, Node};
use super::web::Group;

/// An instance's size: its name above its address.
pub(super) const CHIP: (i32, i32) = (144, 38);
/// Between two instances.
const GAP: i32 = 6;
/// Between an edge and what is inside.
const PADDING: i32 = 10;
/// The height of a region's header, in units of the drawing.
pub const HEADER: i32 = 46;
/// A region is no narrower than this, so that its header can be read.
const NARROWEST: i32 = 208;
/// Up to so many members that are in one VPC only are drawn without being asked for.
const OWN: usize = 24;
/// Up to so many that share the same VPCs are.
const SHARED: usize = 12;
/// How many are drawn at most: beyond that the list of instances is of more use.
const MOST: usize = 240;
/// How much wider than high it is meant to be.
const SHAPE: f64 = 1.6;

/// A grid of instances, in a region or between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    columns: usize,
    drawn: usize,
    count: usize,
    can_open: bool,
    /// What surrounds it: as large as it wants to be.
    pub width: i32,
    /// Its height with what surrounds it.
    pub height: i32,
}

impl Grid {
    /// What a region shows of those that are in it alone; `None` for nobody.
    pub fn inside(group: Option<&Group>, is_open: bool) -> Self {
        let count = group.map_or(0, |group| group.instances.len());
        let grid = Self::of(count, OWN, is_open);
        let height = if count == 0 { HEADER } else { HEADER + grid.height };
        Self { width: grid.width.max(NARROWEST), height, ..grid }
    }

    /// Those that share several VPCs. A single one needs nothing around it.
    pub fn between(group: &Group, is_open: bool) -> Self {
        match group.instances.len() {
            1 => Self { width: CHIP.0, height: CHIP.1, ..Self::of(1, SHARED, is_open) },
            count => Self::of(count, SHARED, is_open),
        }
    }

    fn of(count: usize, limit: usize, is_open: bool) -> Self {
        let can_open = count > limit;
        let drawn = if can_open && !is_open { 0 } else { count.min(MOST) };
        // As wide as high, counted in what one takes.
        let wide = drawn as f64 * SHAPE * f64::from(CHIP.1 + GAP) / f64::from(CHIP.0 + GAP);
        let columns = (wide.sqrt().ceil() as usize).max(1);
        let rows = drawn.div_ceil(columns) + usize::from(can_open);
        Self {
            columns,
            drawn,
            count,
            can_open,
            width: side(columns, CHIP.0) + 2 * PADDING,
            height: side(rows, CHIP.1) + 2 * PADDING,
        }
    }

    /// Whether something is drawn around the instances between regions.
    pub fn has_edge(self) -> bool {
        self.count > 1
    }

    /// Puts the instances of a group, which is at this place among the groups, into a frame below `head`.
    pub fn put(self, group: &Group, place: usize, frame: Frame, head: i32, nodes: &mut Vec<Node>) {
        if self.count == 1 && head == 0 {
            let first = group.instances.iter().cloned().map(Body::Instance);
            nodes.extend(first.map(|body| Node { body, frame }));
            return;
        }
        let inner = frame.width - 2 * PADDING;
        let (x, mut y) = (frame.x + PADDING, frame.y + head + PADDING);
        if self.can_open {
            let hidden = self.count - self.drawn;
            let body = Body::Fold { group: place, is_open: self.drawn > 0, hidden };
            nodes.push(Node { body, frame: Frame { x, y, width: inner, height: CHIP.1 } });
            y += CHIP.1 + GAP;
        }
        let columns = i32::try_from(self.columns).unwrap_or(i32::MAX);
        let width = (inner + GAP) / columns - GAP;
        for (index, id) in group.instances.iter().take(self.drawn).enumerate() {
            let step = |count: usize, size: i32| i32::try_from(count).unwrap_or(0) * (size + GAP);
            let at = Frame {
                x: x + step(index % self.columns, width),
                y: y + step(index / self.columns, CHIP.1),
                width,
                height: CHIP.1,
            };
            nodes.push(Node { body: Body::Instance(id.clone()), frame: at });
        }
    }
}

/// How long so many of this size are, next to each other.
fn side(count: usize, size: i32) -> i32 {
    let count = i32::try_from(count).unwrap_or(i32::MAX / 1_000);
    (count * (size + GAP) - GAP).max(0)
}
