//! What is between the rows of regions: those that are in several, and the lines that say in which.
//!
//! There is a lane above each row and one below the last. A line leaves its region upwards or downwards into the next lane, runs there in a
//! track of its region's own, and goes straight to who it is for. To a lane further off it goes around, beside all the rows. Tracks of
//! different regions never lie upon each other, and neither tracks nor ways beside the rows ever meet a box.

use super::layout::Frame;
use super::wires::{Side, Track, Tracks, beside, gates, points, ways};
use std::collections::BTreeMap;

/// Between two tracks, and between two lines that leave the same box.
pub(super) const TRACK: i32 = 8;
/// Between the tracks of a lane and what is above, below and beside them.
pub(super) const EDGE: i32 = 12;
/// The height of a lane in which nothing is.
const EMPTY: i32 = 28;
/// Between two boxes of a lane.
const APART: i32 = 24;
/// What it costs to lead a line around, shared by all lines of the region that have to.
const AROUND: usize = 120;

/// A region in its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub row: usize,
    pub frame: Frame,
}

/// A line.
pub(super) struct Wire {
    pub hub: usize,
    /// The place of the box among those that were placed.
    pub bridge: usize,
    pub points: Vec<(i32, i32)>,
}

/// Everything at its place.
pub(super) struct Lanes {
    pub width: i32,
    pub height: i32,
    pub regions: Vec<Placed>,
    pub boxes: Vec<Frame>,
    pub wires: Vec<Wire>,
}

impl Lanes {
    /// Places boxes between `regions`, of which each row's are at the right `x` already. A box comes with its regions and its size.
    pub fn new(mut regions: Vec<Placed>, bridges: &[(&[usize], (i32, i32))]) -> Self {
        let rows = regions.iter().map(|region| region.row + 1).max().unwrap_or(0);
        // Room for every line that leaves on the same side.
        let sizes: Vec<(i32, i32)> = bridges
            .iter()
            .map(|(hubs, size)| (size.0.max(TRACK * (count(hubs.len()) + 1)), size.1))
            .collect();
        let lane_of = lanes_of(&regions, rows, bridges, &sizes);
        let mut boxes = across(&regions, rows, bridges, &sizes, &lane_of);
        let ways = ways(&regions, bridges, &boxes, &lane_of);
        let ends = regions.iter().map(|region| region.frame.right());
        let width = ends.chain(boxes.iter().map(|frame| frame.right())).max().unwrap_or(0);
        let (left, beside) = beside(&regions, &boxes, &ways, width);
        let gates = gates(&regions, &ways, &beside, width);
        let tracks = Tracks::new(&regions, &ways, &gates, &beside);

        // From top to bottom: a lane, a row, a lane, …
        let mut y = 0;
        let mut levels: BTreeMap<Track, i32> = BTreeMap::new();
        for lane in 0..=rows {
            let band = (0..boxes.len()).filter(|&bridge| lane_of[bridge] == lane);
            let band = band.map(|bridge| boxes[bridge].height).max().unwrap_or(0);
            let (above, below) = (tracks.many(lane, Side::Above), tracks.many(lane, Side::Below));
            let is_outer = lane == 0 || lane == rows;
            if band + above + below == 0 {
                y += if is_outer { 0 } else { EMPTY };
            } else {
                let edge = |is_there: bool| if is_there { EDGE } else { 0 };
                y += edge(lane > 0);
                tracks.level(lane, Side::Above, y, &mut levels);
                y += above * TRACK + edge(band > 0 && lane > 0);
                for bridge in (0..boxes.len()).filter(|&bridge| lane_of[bridge] == lane) {
                    boxes[bridge].y = y + (band - boxes[bridge].height) / 2;
                }
                y += band + edge(band > 0 && lane < rows);
                tracks.level(lane, Side::Below, y, &mut levels);
                y += below * TRACK + edge(lane < rows);
            }
            let in_row = regions.iter_mut().filter(|region| region.row == lane);
            let mut height = 0;
            for region in in_row {
                region.frame.y = y;
                height = height.max(region.frame.height);
            }
            y += height;
        }

        let mut wires: Vec<Wire> = ways
            .iter()
            .map(|way| {
                let points = points(way, &regions, &boxes, &gates, &beside, &levels);
                Wire { hub: way.hub, bridge: way.bridge, points }
            })
            .collect();
        for x in wires.iter_mut().flat_map(|wire| &mut wire.points).map(|point| &mut point.0) {
            *x += left;
        }
        regions.iter_mut().for_each(|region| region.frame.x += left);
        boxes.iter_mut().for_each(|frame| frame.x += left);
        let furthest = wires.iter().flat_map(|wire| &wire.points).map(|point| point.0).max();
        let width = (left + width).max(furthest.unwrap_or(0));
        Self { width, height: y, regions, boxes, wires }
    }
}

pub(super) fn count(many: usize) -> i32 {
    i32::try_from(many).unwrap_or(i32::MAX / 1_000)
}

pub(super) fn middle(frame: Frame) -> i32 {
    frame.x + frame.width / 2
}

/// Whether a lane is next to a row.
pub(super) fn is_near(lane: usize, row: usize) -> bool {
    lane == row || lane == row + 1
}

/// The lane of each box: next to the rows of as many of its regions as can be, then where most room is.
fn lanes_of(
    regions: &[Placed],
    rows: usize,
    bridges: &[(&[usize], (i32, i32))],
    sizes: &[(i32, i32)],
) -> Vec<usize> {
    let mut busy = vec![0_usize; regions.len()];
    for &hub in bridges.iter().flat_map(|(hubs, _)| hubs.iter()) {
        busy[hub] += 1;
    }
    let mut load = vec![0_i32; rows + 1];
    let mut lanes = Vec::with_capacity(bridges.len());
    for ((hubs, _), size) in bridges.iter().zip(sizes) {
        let cost = |lane: usize| {
            let far = hubs.iter().filter(|&&hub| !is_near(lane, regions[hub].row));
            let around: usize = far
                .map(|&hub| AROUND / busy[hub].max(1) + lane.abs_diff(regions[hub].row) + 1)
                .sum();
            let is_outer = lane == 0 || lane == rows;
            (around, is_outer, load[lane], lane)
        };
        let lane = (0..=rows).min_by_key(|&lane| cost(lane)).unwrap_or(0);
        load[lane] += size.0 + APART;
        lanes.push(lane);
    }
    lanes
}

/// Where the boxes of each lane stand, as near below and above their regions as the others let them.
fn across(
    regions: &[Placed],
    rows: usize,
    bridges: &[(&[usize], (i32, i32))],
    sizes: &[(i32, i32)],
    lane_of: &[usize],
) -> Vec<Frame> {
    let ends = regions.iter().map(|region| region.frame.right());
    let widest = ends.max().unwrap_or(0);
    let mut boxes: Vec<Frame> =
        sizes.iter().map(|&(width, height)| Frame { width, height, ..Frame::default() }).collect();
    for lane in 0..=rows {
        let wanted = |bridge: usize| {
            let hubs = bridges[bridge].0;
            let near = hubs.iter().filter(|&&hub| is_near(lane, regions[hub].row));
            let middles: Vec<i32> = near.map(|&hub| middle(regions[hub].frame)).collect();
            middles.iter().sum::<i32>() / count(middles.len()).max(1) - sizes[bridge].0 / 2
        };
        let mut here: Vec<usize> = (0..boxes.len()).filter(|&at| lane_of[at] == lane).collect();
        here.sort_by_key(|&bridge| (wanted(bridge), bridge));
        let mut x = 0;
        for &bridge in &here {
            boxes[bridge].x = aligned(wanted(bridge).max(x));
            x = boxes[bridge].right() + APART;
        }
        // Those that were pushed beyond the rows go back as far as there is room.
        let needed: i32 = here.iter().map(|&bridge| sizes[bridge].0 + APART + TRACK).sum();
        let mut end = widest.max(needed);
        for &bridge in here.iter().rev() {
            let most = end - boxes[bridge].width;
            boxes[bridge].x = boxes[bridge].x.min(most.div_euclid(TRACK) * TRACK);
            end = boxes[bridge].x - APART;
        }
    }
    boxes
}

/// On the raster on which lines leave boxes. Those that leave regions are between, so that none lie upon each other.
pub(super) fn aligned(x: i32) -> i32 {
    x.div_euclid(TRACK) * TRACK + if x.rem_euclid(TRACK) == 0 { 0 } else { TRACK }
}
