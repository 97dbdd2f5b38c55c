//! What is between the rows of regions: those that are in several, and the lines that say in which.
//!
//! There is a lane above each row and one below the last. A line leaves its region upwards or downwards into the next lane, runs there in a
//! track of its region's own, and goes straight to who it is for. To a lane further off it goes around, beside all the rows. Tracks of
//! different regions never lie upon each other, and neither tracks nor ways beside the rows ever meet a box.

use super::layout::Frame;
use std::collections::BTreeMap;

/// Between two tracks, and between two lines that leave the same box.
const TRACK: i32 = 8;
/// Between the tracks of a lane and what is above, below and beside them.
const EDGE: i32 = 12;
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

/// On which side of what stands in a lane: to the regions above or to those below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Above,
    Below,
}

/// A track, by its lane, its side and its region.
type Track = (usize, Side, usize);

/// How a line gets from a box to its region.
struct Way {
    hub: usize,
    bridge: usize,
    track: Track,
    /// Where it leaves the box.
    port: i32,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The region is right above or below.
    Straight,
    /// In the lane's track.
    Level,
    /// Beside all the rows, from the region's own lane to this one.
    Around,
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

fn count(many: usize) -> i32 {
    i32::try_from(many).unwrap_or(i32::MAX / 1_000)
}

fn middle(frame: Frame) -> i32 {
    frame.x + frame.width / 2
}

/// Whether a lane is next to a row.
fn is_near(lane: usize, row: usize) -> bool {
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
fn aligned(x: i32) -> i32 {
    x.div_euclid(TRACK) * TRACK + if x.rem_euclid(TRACK) == 0 { 0 } else { TRACK }
}

/// How each line goes, box by box.
fn ways(
    regions: &[Placed],
    bridges: &[(&[usize], (i32, i32))],
    boxes: &[Frame],
    lane_of: &[usize],
) -> Vec<Way> {
    let mut ways = Vec::new();
    for (bridge, (hubs, _)) in bridges.iter().enumerate() {
        let (lane, frame) = (lane_of[bridge], boxes[bridge]);
        for side in [Side::Above, Side::Below] {
            let is_there = |hub: usize| (regions[hub].row < lane) == (side == Side::Above);
            let mut there: Vec<usize> = hubs.iter().copied().filter(|&hub| is_there(hub)).collect();
            there.sort_by_key(|&hub| (middle(regions[hub].frame), hub));
            let first = middle(frame) - (count(there.len()) - 1) * TRACK / 2;
            for (place, &hub) in there.iter().enumerate() {
                let port = aligned(first) + count(place) * TRACK;
                let region = regions[hub];
                let is_over =
                    (region.frame.x + TRACK..region.frame.right() - TRACK).contains(&port);
                let kind = match (is_near(lane, region.row), is_over) {
                    (true, true) => Kind::Straight,
                    (true, false) => Kind::Level,
                    (false, _) => Kind::Around,
                };
                ways.push(Way { hub, bridge, track: (lane, side, hub), port, kind });
            }
        }
    }
    ways
}

/// The track in the region's own lane that a line comes to that goes around.
fn home(way: &Way, regions: &[Placed]) -> Track {
    let row = regions[way.hub].row;
    match way.track.1 {
        Side::Above => (row + 1, Side::Above, way.hub),
        Side::Below => (row, Side::Below, way.hub),
    }
}

/// Where the lines of regions go around, and how much room that takes on the left.
fn beside(
    regions: &[Placed],
    boxes: &[Frame],
    ways: &[Way],
    width: i32,
) -> (i32, BTreeMap<(usize, Side), i32>) {
    let mut middles: BTreeMap<(usize, Side), Vec<i32>> = BTreeMap::new();
    for way in ways.iter().filter(|way| way.kind == Kind::Around) {
        let ends = middles.entry((way.hub, way.track.1)).or_default();
        ends.extend([middle(boxes[way.bridge]), middle(regions[way.hub].frame)]);
    }
    let (mut left, mut right) = (0, 0);
    let mut beside = BTreeMap::new();
    for (key, ends) in middles {
        let is_left = ends.iter().sum::<i32>() / count(ends.len()).max(1) * 2 <= width;
        let taken = if is_left { &mut left } else { &mut right };
        *taken += 1;
        let x = EDGE + *taken * TRACK;
        beside.insert(key, if is_left { -x } else { width + x });
    }
    (if left == 0 { 0 } else { EDGE + left * TRACK }, beside)
}

/// Where the lines of a region leave it that are not straight: upwards and downwards all of them at one place.
fn gates(
    regions: &[Placed],
    ways: &[Way],
    beside: &BTreeMap<(usize, Side), i32>,
    width: i32,
) -> BTreeMap<(usize, Side), i32> {
    let mut wanted: BTreeMap<(usize, Side), Vec<i32>> = BTreeMap::new();
    for way in ways.iter().filter(|way| way.kind != Kind::Straight) {
        let key = (way.hub, way.track.1);
        let to = match way.kind {
            Kind::Around => beside.get(&key).map_or(width, |&x| x),
            Kind::Straight | Kind::Level => way.port,
        };
        wanted.entry(key).or_default().push(to);
    }
    let gate = |((hub, side), to): ((usize, Side), Vec<i32>)| {
        let frame = regions[hub].frame;
        let mean = to.iter().sum::<i32>() / count(to.len()).max(1);
        let within = mean.clamp(frame.x + 2 * TRACK, frame.right() - 2 * TRACK);
        ((hub, side), within.div_euclid(TRACK) * TRACK + TRACK / 2)
    };
    wanted.into_iter().map(gate).collect()
}

/// Which track of its lane each region's lines run in.
struct Tracks(BTreeMap<Track, i32>);

impl Tracks {
    fn new(
        regions: &[Placed],
        ways: &[Way],
        gates: &BTreeMap<(usize, Side), i32>,
        beside: &BTreeMap<(usize, Side), i32>,
    ) -> Self {
        let mut spans: BTreeMap<Track, (i32, i32)> = BTreeMap::new();
        let mut reach = |track: Track, x: i32| {
            let span = spans.entry(track).or_insert((x, x));
            *span = (span.0.min(x), span.1.max(x));
        };
        for way in ways {
            let key = (way.hub, way.track.1);
            let gate = gates.get(&key).copied().unwrap_or(way.port);
            match (way.kind, beside.get(&key)) {
                (Kind::Straight, _) => {}
                (Kind::Around, Some(&x)) => {
                    let home = home(way, regions);
                    for (track, at) in [(home, gate), (home, x), (way.track, x)] {
                        reach(track, at);
                    }
                    reach(way.track, way.port);
                }
                (Kind::Level | Kind::Around, _) => {
                    reach(way.track, gate);
                    reach(way.track, way.port);
                }
            }
        }
        // From left to right, each into the first track that is free again.
        let mut order: Vec<_> = spans.into_iter().collect();
        order.sort_by_key(|((lane, side, hub), span)| (*lane, *side, span.0, *hub));
        let mut ends: BTreeMap<(usize, Side), Vec<i32>> = BTreeMap::new();
        let mut places = BTreeMap::new();
        for ((lane, side, hub), span) in order {
            let ends = ends.entry((lane, side)).or_default();
            let free = ends.iter().position(|end| end + TRACK < span.0);
            let place = free.unwrap_or(ends.len());
            match ends.get_mut(place) {
                Some(end) => *end = span.1,
                None => ends.push(span.1),
            }
            places.insert((lane, side, hub), count(place));
        }
        Self(places)
    }

    /// How many tracks a side of a lane has.
    fn many(&self, lane: usize, side: Side) -> i32 {
        let here = self.0.iter().filter(|((at, on, _), _)| (*at, *on) == (lane, side));
        here.map(|(_, place)| place + 1).max().unwrap_or(0)
    }

    /// Notes at which height the tracks of a side are that begins at `y`.
    fn level(&self, lane: usize, side: Side, y: i32, levels: &mut BTreeMap<Track, i32>) {
        let here = self.0.iter().filter(|((at, on, _), _)| (*at, *on) == (lane, side));
        levels.extend(here.map(|(track, place)| (*track, y + place * TRACK + TRACK / 2)));
    }
}

/// The corners of a line, from its region to its box.
fn points(
    way: &Way,
    regions: &[Placed],
    boxes: &[Frame],
    gates: &BTreeMap<(usize, Side), i32>,
    beside: &BTreeMap<(usize, Side), i32>,
    levels: &BTreeMap<Track, i32>,
) -> Vec<(i32, i32)> {
    let (region, frame) = (regions[way.hub].frame, boxes[way.bridge]);
    let (edge, end) = match way.track.1 {
        Side::Above => (region.bottom(), frame.y),
        Side::Below => (region.y, frame.bottom()),
    };
    let key = (way.hub, way.track.1);
    let gate = gates.get(&key).copied().unwrap_or(way.port);
    let level = |track: &Track| levels.get(track).copied().unwrap_or(edge);
    let (port, here) = (way.port, level(&way.track));
    match (way.kind, beside.get(&key)) {
        (Kind::Straight, _) => vec![(port, edge), (port, end)],
        (Kind::Around, Some(&x)) => {
            let home = level(&home(way, regions));
            vec![(gate, edge), (gate, home), (x, home), (x, here), (port, here), (port, end)]
        }
        (Kind::Level | Kind::Around, _) => {
            vec![(gate, edge), (gate, here), (port, here), (port, end)]
        }
    }
}
