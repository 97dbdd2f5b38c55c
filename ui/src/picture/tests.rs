//! No two things overlap, the same networks make the same picture, and what is asked to be seen is seen.

use super::*;
use crate::hooks::ElementSize;
use crate::testing::{instance, instance_id, vpc};
use mini_aws_domain::{Instance, InstanceId, Vpc};

fn picture(vpcs: &[Vpc], open: bool) -> (Web, Picture) {
    picture_in(vpcs, open, SIZE)
}

fn picture_in(vpcs: &[Vpc], open: bool, size: ElementSize) -> (Web, Picture) {
    let places: Vec<&Vpc> = vpcs.iter().collect();
    let web = Web::new(&places, &[]);
    let picture = lay_out(&web, |_| open, size);
    (web, picture)
}

/// A shop of several networks that share instances, one apart, and an empty one.
fn shop() -> Vec<Vpc> {
    vec![
        vpc("edge", &["proxy", "api"]),
        vpc("back", &["api", "db", "cache"]),
        vpc("jobs", &["db", "worker"]),
        vpc("apart", &["alone"]),
        vpc("empty", &[]),
    ]
}

/// A network of so many instances, one of which is in the next network too.
fn chain(networks: usize, members: usize) -> Vec<Vpc> {
    (0..networks)
        .map(|network| {
            let names: Vec<String> =
                (0..=members).map(|member| format!("i{:05}", network * members + member)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            vpc(&format!("net-{network:02}"), &names)
        })
        .collect()
}

fn overlap(a: Frame, b: Frame) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// As many networks and instances, of which some are in several: the same for the same seed.
fn world(seed: u64, networks: usize, instances: usize) -> Vec<Vpc> {
    // Numbers without a pattern that one sees (xorshift).
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % limit as u64).unwrap()
    };
    let mut members = vec![Vec::new(); networks];
    for instance in 0..instances {
        let several = if below(4) == 0 { 1 + below(4) } else { 0 };
        // The first ones are the fullest.
        let first = below(networks).min(below(networks));
        let mut joined: Vec<usize> = (0..several).map(|_| below(networks)).collect();
        joined.push(first);
        joined.sort_unstable();
        joined.dedup();
        for network in joined {
            members[network].push(format!("i{instance:04}"));
        }
    }
    members
        .iter()
        .enumerate()
        .map(|(place, members)| {
            let members: Vec<&str> = members.iter().map(String::as_str).collect();
            vpc(&format!("net-{place:02}"), &members)
        })
        .collect()
}

fn is_within(inner: Frame, outer: Frame) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

/// The region, or the box between regions, that each group's instances are in, by its place among the groups.
fn boxes(web: &Web, picture: &Picture) -> Vec<Frame> {
    let frame_of = |wanted: &Body| {
        picture.nodes.iter().find(|node| node.body == *wanted).map(|node| node.frame)
    };
    let groups = web.groups.iter().enumerate();
    groups
        .map(|(place, group)| match group.hubs.as_slice() {
            &[hub] => frame_of(&Body::Region(hub)).unwrap(),
            _ => frame_of(&Body::Around(place))
                .or_else(|| frame_of(&Body::Instance(group.instances[0].clone())))
                .unwrap(),
        })
        .collect()
}

/// Nothing lies upon anything but what is in a box upon this box, and lines go from the edge of their region to that of their box, across none.
fn assert_tidy(web: &Web, picture: &Picture) {
    let groups = boxes(web, picture);
    let mut outer: Vec<Frame> = picture
        .nodes
        .iter()
        .filter(|node| matches!(node.body, Body::Region(_)))
        .map(|node| node.frame)
        .collect();
    let regions = outer.clone();
    let shared = web.groups.iter().zip(&groups).filter(|(group, _)| group.hubs.len() > 1);
    outer.extend(shared.map(|(_, frame)| *frame));
    for (place, a) in outer.iter().enumerate() {
        for b in &outer[place + 1..] {
            assert!(!overlap(*a, *b), "{a:?} {b:?}");
        }
    }
    let is_inner = |node: &&Node| matches!(node.body, Body::Instance(_) | Body::Fold { .. });
    let inner: Vec<&Node> = picture.nodes.iter().filter(is_inner).collect();
    for (place, a) in inner.iter().enumerate() {
        for b in &inner[place + 1..] {
            assert!(!overlap(a.frame, b.frame), "{a:?} {b:?}");
        }
        let group = match &a.body {
            Body::Fold { group, .. } => *group,
            Body::Instance(id) => {
                web.groups.iter().position(|group| group.instances.contains(id)).unwrap()
            }
            Body::Region(_) | Body::Around(_) => unreachable!(),
        };
        assert!(is_within(a.frame, groups[group]), "{a:?} {:?}", groups[group]);
        if let [hub] = web.groups[group].hubs[..] {
            assert!(a.frame.y >= regions_of(picture, hub).y + HEADER, "below the header");
        }
    }
    let all = Frame { x: 0, y: 0, width: picture.width, height: picture.height };
    for Node { frame, .. } in &picture.nodes {
        assert!(is_within(*frame, all), "{frame:?}");
    }
    let mut led: Vec<(usize, usize)> = Vec::new();
    for line in &picture.lines {
        led.push((line.group, line.hub));
        let (region, own) = (regions_of(picture, line.hub), groups[line.group]);
        let on_edge = |(x, y): (i32, i32), frame: Frame| {
            x > frame.x && x < frame.right() && (y == frame.y || y == frame.bottom())
        };
        assert!(on_edge(line.points[0], region), "{line:?} {region:?}");
        assert!(on_edge(*line.points.last().unwrap(), own), "{line:?} {own:?}");
        for (&a, &b) in line.points.iter().zip(&line.points[1..]) {
            assert!(a.0 == b.0 || a.1 == b.1, "level or upright: {line:?}");
            let (x, y) = (a.0.min(b.0), a.1.min(b.1));
            let (width, height) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
            assert!(is_within(Frame { x, y, width, height }, all), "{line:?} {all:?}");
            for frame in &outer {
                let crosses = x < frame.right()
                    && x + width > frame.x
                    && y < frame.bottom()
                    && y + height > frame.y;
                assert!(!crosses, "{line:?} {frame:?}");
            }
        }
    }
    led.sort_unstable();
    let several = web.groups.iter().enumerate().filter(|(_, group)| group.hubs.len() > 1);
    let meant: Vec<(usize, usize)> = several
        .flat_map(|(place, group)| group.hubs.iter().map(move |&hub| (place, hub)))
        .collect();
    assert_eq!(led, meant, "one line for each");
    assert_eq!(regions.len(), web.hubs.len());
}

fn regions_of(picture: &Picture, hub: usize) -> Frame {
    picture.nodes.iter().find(|node| node.body == Body::Region(hub)).unwrap().frame
}

#[test]
fn nothing_overlaps_however_much_there_is() {
    let size = |width, height| ElementSize { width, height };
    for vpcs in [shop(), chain(1, 1), chain(60, 4), chain(3, 200), Vec::new()] {
        for open in [false, true] {
            let (web, picture) = picture(&vpcs, open);
            assert_tidy(&web, &picture);
        }
    }
    for (seed, networks, instances) in
        [(1, 2, 9), (2, 3, 24), (3, 4, 60), (4, 7, 40), (5, 12, 200), (6, 25, 300), (7, 60, 500)]
    {
        for room in [size(600.0, 400.0), size(1000.0, 560.0), size(1640.0, 900.0)] {
            let (web, picture) = picture_in(&world(seed, networks, instances), false, room);
            assert_tidy(&web, &picture);
        }
    }
}

#[test]
fn lines_of_different_networks_never_lie_upon_each_other() {
    for seed in 1..6 {
        let (_, picture) = picture(&world(seed, 20, 200), false);
        let mut pieces = Vec::new();
        for line in &picture.lines {
            let points = line.points.iter().zip(&line.points[1..]);
            pieces.extend(points.map(|(&a, &b)| (line.hub, a.min(b), a.max(b))));
        }
        assert!(pieces.len() > 50);
        for (place, &(hub, from, to)) in pieces.iter().enumerate() {
            for &(other, start, end) in &pieces[place + 1..] {
                let level = from.1 == to.1 && start.1 == end.1 && from.1 == start.1;
                let upright = from.0 == to.0 && start.0 == end.0 && from.0 == start.0;
                let along = (level && from.0.max(start.0) < to.0.min(end.0))
                    || (upright && from.1.max(start.1) < to.1.min(end.1));
                assert!(hub == other || !along, "{from:?}-{to:?} {start:?}-{end:?}");
            }
        }
    }
}

#[test]
fn who_is_in_one_network_stands_in_it_and_who_is_in_several_between() {
    let (web, picture) = picture(&shop(), false);
    let shared: Vec<usize> = web.groups.iter().map(|group| group.hubs.len()).collect();
    assert_eq!(shared, [1, 1, 1, 1, 2, 2], "those of one network first");
    assert_eq!(picture.lines.len(), 4, "one line for each network of those of several");
    assert_eq!(web.parts, [3, 1, 1], "what hangs together stands together, the largest first");
    let regions: Vec<Frame> = (0..5).map(|hub| regions_of(&picture, hub)).collect();
    let inside = |name: &str| {
        let body = Body::Instance(instance_id(name));
        let node = picture.nodes.iter().find(|node| node.body == body).unwrap();
        let around = regions.iter().position(|region| is_within(node.frame, *region));
        around.map(|hub| shop()[web.hubs[hub].vpc].name.clone())
    };
    assert_eq!(inside("cache").as_deref(), Some("back"));
    assert_eq!(inside("alone").as_deref(), Some("apart"));
    assert_eq!((inside("api"), inside("db")), (None, None));
}

#[test]
fn many_are_a_number_until_they_are_opened() {
    let vpcs = chain(1, 499);
    let (_, closed) = picture(&vpcs, false);
    assert_eq!(closed.nodes.len(), 2);
    let hidden = |picture: &Picture| match picture.nodes[1].body {
        Body::Fold { hidden, is_open, .. } => (hidden, is_open),
        Body::Region(_) | Body::Around(_) | Body::Instance(_) => unreachable!(),
    };
    assert_eq!(hidden(&closed), (500, false));
    let (_, open) = picture(&vpcs, true);
    assert_eq!(hidden(&open), (260, true));
    assert_eq!(open.nodes.len(), 2 + 240);
    let ratio = f64::from(open.width) / f64::from(open.height);
    assert!((0.8..3.0).contains(&ratio), "{ratio}");
    let (_, few) = picture(&chain(1, 23), false);
    assert_eq!(few.nodes.len(), 1 + 24, "not so many yet");
}

#[test]
fn a_high_room_has_more_rows_than_a_wide_one() {
    let vpcs = world(3, 12, 60);
    let ratio = |width, height| {
        let (_, picture) = picture_in(&vpcs, false, ElementSize { width, height });
        f64::from(picture.width) / f64::from(picture.height)
    };
    assert!(ratio(2000.0, 500.0) > 1.5 * ratio(600.0, 1200.0));
}

#[test]
fn the_order_in_which_networks_come_changes_nothing() {
    let forward = shop();
    let mut backward = shop();
    backward.reverse();
    for vpc in &mut backward {
        vpc.members.reverse();
    }
    let drawn = |vpcs: &[Vpc]| {
        let (web, picture) = picture(vpcs, false);
        let names: Vec<String> = web.hubs.iter().map(|hub| vpcs[hub.vpc].name.clone()).collect();
        (names, picture)
    };
    assert_eq!(drawn(&forward), drawn(&backward));
}

#[test]
fn instances_are_read_by_name() {
    let vpcs = [vpc("net", &["b", "a", "c"])];
    let named = |id: &str, name: &str| Instance { id: instance_id(id), ..instance(name) };
    let instances = [named("a", "third"), named("b", "first"), named("c", "second")];
    let web = Web::new(&vpcs.iter().collect::<Vec<_>>(), &instances);
    let order: Vec<&str> = web.groups[0].instances.iter().map(InstanceId::as_str).collect();
    assert_eq!(
        order,
        [instance_id("b"), instance_id("c"), instance_id("a")].map(|id| id.to_string())
    );
}

#[test]
fn sixty_networks_are_about_as_wide_as_a_window() {
    let apart: Vec<Vec<Vpc>> = (0..60)
        .map(|place| vec![vpc(&format!("net-{place:02}"), &[&format!("only-{place}")])])
        .collect();
    let (_, picture) = picture(&apart.concat(), false);
    let ratio = f64::from(picture.width) / f64::from(picture.height);
    assert!((1.0..3.0).contains(&ratio), "{ratio}");
}

const SIZE: ElementSize = ElementSize { width: 1000.0, height: 500.0 };

#[test]
fn what_is_seen_first_can_be_read() {
    let (_, small) = picture(&shop(), true);
    assert_eq!(View::home(&small, SIZE), View::fit(&small, SIZE));
    let (_, large) = picture(&chain(60, 4), true);
    let home = View::home(&large, SIZE);
    assert!(View::fit(&large, SIZE).scale < 0.5 && home.scale > 0.9);
    let left = home.center.0 - SIZE.width / home.scale / 2.0;
    let top = home.center.1 - SIZE.height / home.scale / 2.0;
    assert!((left + 24.0).abs() < 1e-6 && (top + 24.0).abs() < 1e-6, "where it begins");
    assert_eq!(home.beyond(&large, SIZE), [false, true, false, true], "and it goes on");
    assert_eq!(View::fit(&large, SIZE).beyond(&large, SIZE), [false; 4]);
}

#[test]
fn all_of_it_can_be_seen_and_a_small_one_is_not_blown_up() {
    let (_, large) = picture(&chain(60, 4), true);
    let view = View::fit(&large, SIZE);
    assert!(f64::from(large.height) * view.scale <= SIZE.height);
    assert!(f64::from(large.width) * view.scale <= SIZE.width);
    let (_, small) = picture(&chain(1, 1), true);
    assert!(View::fit(&small, SIZE).scale <= 1.3);
    assert!(View::fit(&Picture::default(), ElementSize::default()).scale > 0.0);
}

#[test]
fn the_point_under_the_pointer_stays_while_it_comes_closer() {
    let (_, picture) = picture(&shop(), false);
    let before = View::fit(&picture, SIZE);
    let pointer = (120.0, -60.0);
    let under = |view: View| {
        (view.center.0 + pointer.0 / view.scale, view.center.1 + pointer.1 / view.scale)
    };
    let after = before.zoomed(2.0, pointer, &picture, SIZE);
    assert!(after.scale > before.scale);
    assert!((under(before).0 - under(after).0).abs() < 1e-6);
    assert!((under(before).1 - under(after).1).abs() < 1e-6);
    let far = before.zoomed(-100.0, (0.0, 0.0), &picture, SIZE);
    let near = before.zoomed(100.0, (0.0, 0.0), &picture, SIZE);
    assert!(far.scale > 0.05 && near.scale < 3.0, "there is an end both ways");
}

#[test]
fn nobody_gets_lost_beside_the_picture() {
    let (_, picture) = picture(&shop(), false);
    let mut view = View::fit(&picture, SIZE);
    for _ in 0..200 {
        view = view.panned((1, -1), &picture, SIZE);
    }
    assert_eq!(view.center, (f64::from(picture.width), 0.0));
}

#[test]
fn what_has_the_focus_is_brought_into_sight() {
    let frame = Frame { x: 2_000, y: 40, width: 148, height: 26 };
    let view = View { center: (500.0, 250.0), scale: 1.0 };
    let shown = view.showing(frame, SIZE);
    assert!((shown.center.0 - (2_148.0 + 24.0 - 500.0)).abs() < 1e-6);
    assert_eq!(shown.center.1, view.center.1, "no more than it takes");
    assert_eq!(shown.showing(frame, SIZE), shown);
}

#[test]
fn a_text_is_cut_where_there_is_no_more_room() {
    assert_eq!(ellipsised("postgres", 8), "postgres");
    assert_eq!(ellipsised("postgres", 6), "postg…");
    assert_eq!(ellipsised("データベース", 7), "データ…");
    assert_eq!(ellipsised("x", 0), "…");
}
