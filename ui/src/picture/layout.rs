//! Where everything in the picture is.
//!
//! Each part that hangs together is a block: its networks below each other in the middle, the instances of one network on its left, and
//! those that share several on the right, each at the height of its networks. Blocks fill columns.

use super::web::{Group, Web};
use mini_aws_domain::InstanceId;

/// A network's size.
const HUB: (i32, i32) = (176, 44);
/// An instance's size.
const CHIP: (i32, i32) = (148, 26);
/// Between two instances of a group.
const GAP: i32 = 6;
/// Between a group's edge and its instances.
const PADDING: i32 = 8;
/// The height of the line above the instances of a group that was opened.
const HEAD: i32 = 24;
/// Between two rows of a block.
const ROW: i32 = 18;
/// Between the columns of a block, where the lines are.
const LINES: i32 = 72;
/// Between two blocks.
const BLOCK: i32 = 48;
/// Up to so many instances are drawn without being asked for; of more it is said how many there are.
const DRAWN: usize = 6;
/// How many of a group are drawn at most: beyond that the list of instances is of more use.
const MOST: usize = 240;
/// How much wider than high the whole is meant to be.
const SHAPE: f64 = 1.7;

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
    /// Its middle.
    #[must_use]
    pub fn middle(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    fn moved(self, (x, y): (i32, i32)) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }
}

/// What is at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A network, by its place among the hubs.
    Hub(usize),
    /// A group, by its place among the groups: only how many they are, or all of them since it was opened, or always, since they are few.
    Group {
        /// Its place.
        group: usize,
        /// Whether it can be opened and closed.
        can_open: bool,
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

/// A line between a network and a group of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The network's place among the hubs.
    pub hub: usize,
    /// The group's place among the groups.
    pub group: usize,
    /// Where it leaves the network.
    pub from: (i32, i32),
    /// Where it meets the group.
    pub to: (i32, i32),
}

/// The whole picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// What is in it, in the order in which it is read: each network with its own instances, then those that are shared.
    pub nodes: Vec<Node>,
    /// What hangs together.
    pub lines: Vec<Line>,
}

/// A part of the picture with its own origin.
#[derive(Default)]
struct Block {
    width: i32,
    height: i32,
    nodes: Vec<Node>,
    lines: Vec<Line>,
}

/// Lays `web` out. `is_open` says which groups are open, by their places.
#[must_use]
pub fn lay_out(web: &Web, is_open: impl Fn(usize) -> bool) -> Picture {
    let mut blocks = Vec::with_capacity(web.parts.len());
    let mut first = 0;
    for &count in &web.parts {
        blocks.push(block(web, first..first + count, &is_open));
        first += count;
    }
    packed(blocks)
}

fn block(web: &Web, hubs: std::ops::Range<usize>, is_open: &impl Fn(usize) -> bool) -> Block {
    let of_block = |group: &Group| group.hubs.first().is_some_and(|hub| hubs.contains(hub));
    let groups: Vec<(usize, Sized)> = web
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| of_block(group))
        .map(|(place, group)| (place, Sized::of(group, is_open(place))))
        .collect();
    let own = |hub: usize| groups.iter().find(|(place, _)| web.groups[*place].hubs == [hub]);
    let left = hubs.clone().filter_map(own).map(|(_, sized)| sized.width).max();
    let hub_x = left.map_or(0, |left| left + LINES);
    let mut block = Block::default();
    let mut middles = Vec::new();
    let mut y = 0;
    for hub in hubs.clone() {
        let group = own(hub);
        let height = group.map_or(0, |(_, sized)| sized.height).max(HUB.1);
        let frame = Frame { x: hub_x, y: y + (height - HUB.1) / 2, width: HUB.0, height: HUB.1 };
        middles.push(frame.middle().1);
        block.nodes.push(Node { body: Body::Hub(hub), frame });
        if let Some((place, sized)) = group {
            let x = left.unwrap_or(0) - sized.width;
            let at = (x, y + (height - sized.height) / 2);
            let to = (x + sized.width, at.1 + sized.height / 2);
            block.lines.push(Line { hub, group: *place, from: (frame.x, frame.middle().1), to });
            sized.put(&web.groups[*place], *place, at, &mut block.nodes);
        }
        y += height + ROW;
    }
    block.height = y - ROW;
    block.width = hub_x + HUB.0;
    let middle = |hub: usize| middles[hub - hubs.start];
    shared(web, &groups, &middle, &mut block);
    block
}

/// The groups of several networks, each as near to the height of its networks as those above it let it.
fn shared(web: &Web, groups: &[(usize, Sized)], middle: &impl Fn(usize) -> i32, block: &mut Block) {
    let wanted = |group: &Group| {
        let count = i32::try_from(group.hubs.len()).unwrap_or(i32::MAX).max(1);
        group.hubs.iter().map(|&hub| middle(hub)).sum::<i32>() / count
    };
    let mut several: Vec<_> =
        groups.iter().filter(|(place, _)| web.groups[*place].hubs.len() > 1).collect();
    several.sort_by_key(|(place, _)| (wanted(&web.groups[*place]), *place));
    let (hubs_end, x) = (block.width, block.width + LINES);
    let mut y = 0;
    for (place, sized) in several {
        let group = &web.groups[*place];
        let at = (x, (wanted(group) - sized.height / 2).max(y));
        let to = (x, at.1 + sized.height / 2);
        for &hub in &group.hubs {
            block.lines.push(Line { hub, group: *place, from: (hubs_end, middle(hub)), to });
        }
        sized.put(group, *place, at, &mut block.nodes);
        y = at.1 + sized.height + ROW;
        block.width = block.width.max(x + sized.width);
        block.height = block.height.max(at.1 + sized.height);
    }
}

/// How large a group is, and how its instances stand in it.
struct Sized {
    width: i32,
    height: i32,
    columns: usize,
    drawn: usize,
    can_open: bool,
}

impl Sized {
    fn of(group: &Group, is_open: bool) -> Self {
        let count = group.instances.len();
        let can_open = count > DRAWN;
        let drawn = if can_open && !is_open { 0 } else { count.min(MOST) };
        let columns = match drawn {
            0..=3 => 1,
            4..=6 => 2,
            // As wide as high, counted in what one takes.
            many => ((many as f64 * SHAPE * f64::from(CHIP.1) / f64::from(CHIP.0)).sqrt().ceil()
                as usize)
                .clamp(2, 12),
        };
        let side = |count: usize, size: i32| {
            let count = i32::try_from(count).unwrap_or(i32::MAX);
            count * (size + GAP) - GAP
        };
        let head = if can_open { HEAD } else { 0 };
        let rows = drawn.div_ceil(columns);
        let height = if drawn == 0 { HUB.1 } else { side(rows, CHIP.1) + 2 * PADDING + head };
        Self { width: side(columns, CHIP.0) + 2 * PADDING, height, columns, drawn, can_open }
    }

    /// Puts the group and its instances at `at`.
    fn put(&self, group: &Group, place: usize, at: (i32, i32), nodes: &mut Vec<Node>) {
        nodes.push(Node {
            body: Body::Group {
                group: place,
                can_open: self.can_open,
                is_open: self.drawn > 0,
                hidden: group.instances.len() - self.drawn,
            },
            frame: Frame { x: at.0, y: at.1, width: self.width, height: self.height },
        });
        let head = if self.can_open { HEAD } else { 0 };
        for (index, id) in group.instances.iter().take(self.drawn).enumerate() {
            let step = |count: usize, size: i32| {
                i32::try_from(count).unwrap_or(i32::MAX) * (size + GAP) + PADDING
            };
            let frame = Frame {
                x: at.0 + step(index % self.columns, CHIP.0),
                y: at.1 + head + step(index / self.columns, CHIP.1),
                width: CHIP.0,
                height: CHIP.1,
            };
            nodes.push(Node { body: Body::Instance(id.clone()), frame });
        }
    }
}

/// Blocks below each other in columns, so that the whole is about as wide as a window is.
fn packed(blocks: Vec<Block>) -> Picture {
    let area: f64 = blocks
        .iter()
        .map(|block| f64::from(block.width + BLOCK) * f64::from(block.height + BLOCK))
        .sum();
    let tallest = blocks.iter().map(|block| block.height).max().unwrap_or(0);
    let limit = tallest.max((area / SHAPE).sqrt() as i32);
    let mut picture = Picture::default();
    let (mut x, mut y, mut column) = (0, 0, 0);
    for block in blocks {
        if y > 0 && y + block.height > limit {
            x += column + BLOCK;
            (y, column) = (0, 0);
        }
        let by = (x, y);
        let moved = |(x, y): (i32, i32)| (x + by.0, y + by.1);
        picture.nodes.extend(
            block.nodes.into_iter().map(|node| Node { frame: node.frame.moved(by), ..node }),
        );
        picture.lines.extend(block.lines.into_iter().map(|line| Line {
            from: moved(line.from),
            to: moved(line.to),
            ..line
        }));
        column = column.max(block.width);
        y += block.height + BLOCK;
        picture.width = picture.width.max(x + column);
        picture.height = picture.height.max(y - BLOCK);
    }
    picture
}
