//! How the lines run between regions and those that are in several of them.

use super::lanes::{EDGE, Placed, TRACK, aligned, count, is_near, middle};
use super::layout::Frame;
use std::collections::BTreeMap;

/// On which side of what stands in a lane: to the regions above or to those below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Above,
    Below,
}

/// A track, by its lane, its side and its region.
pub(super) type Track = (usize, Side, usize);

/// How a line gets from a box to its region.
pub(super) struct Way {
    pub hub: usize,
    pub bridge: usize,
    pub track: Track,
    /// Where it leaves the box.
    pub port: i32,
    pub kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The region is right above or below.
    Straight,
    /// In the lane's track.
    Level,
    /// Beside all the rows, from the region's own lane to this one.
    Around,
}

/// How each line goes, box by box.
pub(super) fn ways(
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
pub(super) fn beside(
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
pub(super) fn gates(
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
pub(super) struct Tracks(BTreeMap<Track, i32>);

impl Tracks {
    pub fn new(
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
    pub fn many(&self, lane: usize, side: Side) -> i32 {
        let here = self.0.iter().filter(|((at, on, _), _)| (*at, *on) == (lane, side));
        here.map(|(_, place)| place + 1).max().unwrap_or(0)
    }

    /// Notes at which height the tracks of a side are that begins at `y`.
    pub fn level(&self, lane: usize, side: Side, y: i32, levels: &mut BTreeMap<Track, i32>) {
        let here = self.0.iter().filter(|((at, on, _), _)| (*at, *on) == (lane, side));
        levels.extend(here.map(|(track, place)| (*track, y + place * TRACK + TRACK / 2)));
    }
}

/// The corners of a line, from its region to its box.
pub(super) fn points(
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
