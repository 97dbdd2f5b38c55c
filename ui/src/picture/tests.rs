//! No two things overlap, the same networks make the same picture, and what is asked to be seen is seen.

use super::*;
use crate::hooks::ElementSize;
use crate::testing::{instance, instance_id, vpc};
use mini_aws_domain::{Instance, InstanceId, Vpc};

fn picture(vpcs: &[Vpc], open: bool) -> (Web, Picture) {
    let places: Vec<&Vpc> = vpcs.iter().collect();
    let web = Web::new(&places, &[]);
    let picture = lay_out(&web, |_| open);
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

/// Nothing overlaps but instances with the group that they are in.
fn assert_tidy(picture: &Picture) {
    let boxes: Vec<&Node> =
        picture.nodes.iter().filter(|node| !matches!(node.body, Body::Instance(_))).collect();
    let chips: Vec<&Node> =
        picture.nodes.iter().filter(|node| matches!(node.body, Body::Instance(_))).collect();
    for nodes in [&boxes, &chips] {
        for (place, a) in nodes.iter().enumerate() {
            for b in &nodes[place + 1..] {
                assert!(!overlap(a.frame, b.frame), "{a:?} {b:?}");
            }
        }
    }
    for chip in chips {
        let around: Vec<_> =
            boxes.iter().filter(|other| overlap(chip.frame, other.frame)).collect();
        assert_eq!(around.len(), 1, "{chip:?}");
        assert!(matches!(around[0].body, Body::Group { is_open: true, .. }));
    }
    for Node { frame, .. } in &picture.nodes {
        assert!(frame.x >= 0 && frame.x + frame.width <= picture.width, "{frame:?}");
        assert!(frame.y >= 0 && frame.y + frame.height <= picture.height, "{frame:?}");
    }
}

#[test]
fn nothing_overlaps_however_much_there_is() {
    for vpcs in [shop(), chain(1, 1), chain(60, 4), chain(3, 500), Vec::new()] {
        for open in [false, true] {
            assert_tidy(&picture(&vpcs, open).1);
        }
    }
}

#[test]
fn instances_of_the_same_networks_are_gathered() {
    let (web, picture) = picture(&shop(), false);
    let shared: Vec<usize> = web.groups.iter().map(|group| group.hubs.len()).collect();
    assert_eq!(shared, [1, 1, 1, 1, 2, 2], "those of one network first");
    assert_eq!(picture.lines.len(), shared.iter().sum::<usize>());
    assert_eq!(web.parts, [3, 1, 1], "what hangs together stands together, the largest first");
    let hubs = picture.nodes.iter().filter(|node| matches!(node.body, Body::Hub(_)));
    assert_eq!(hubs.count(), 5);
    let instances = picture.nodes.iter().filter(|node| matches!(node.body, Body::Instance(_)));
    assert_eq!(instances.count(), 6);
}

#[test]
fn many_are_a_number_until_they_are_opened() {
    let vpcs = chain(1, 499);
    let (_, closed) = picture(&vpcs, false);
    assert_eq!(closed.nodes.len(), 2);
    let hidden = |picture: &Picture| match picture.nodes[1].body {
        Body::Group { hidden, can_open, .. } => (hidden, can_open),
        Body::Hub(_) | Body::Instance(_) => unreachable!(),
    };
    assert_eq!(hidden(&closed), (500, true));
    let (_, open) = picture(&vpcs, true);
    assert_eq!(hidden(&open), (260, true));
    assert_eq!(open.nodes.len(), 2 + 240);
    let ratio = f64::from(open.width) / f64::from(open.height);
    assert!((0.8..3.0).contains(&ratio), "{ratio}");
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
fn all_of_it_can_be_seen_and_a_small_one_is_not_blown_up() {
    let (_, large) = picture(&chain(60, 4), true);
    let view = View::fit(&large, SIZE);
    assert!(f64::from(large.height) * view.scale <= SIZE.height);
    assert!(f64::from(large.width) * view.scale <= SIZE.width);
    let (_, small) = picture(&chain(1, 1), true);
    assert!(View::fit(&small, SIZE).scale <= 1.15);
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
