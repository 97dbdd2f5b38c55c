//! What the page draws, which VPCs match, and what things in the picture are called.

use super::drawing::Drawing;
use super::*;
use crate::components::Sort;
use crate::hooks::ElementSize;
use crate::pages::tests::{nothing, state, state_of};
use crate::picture::Body;
use crate::testing::{self, clock, draw, instance, instance_id, vpc};
use mini_aws_domain::{MemberAddress, Snapshot};
use std::collections::BTreeSet;

async fn page(state: ConsoleState, address: &str) -> String {
    draw::<VpcsPage>(VpcsPageProps { state, clock: clock(), route: Route::parse(address) }).await
}

fn addressed() -> Snapshot {
    let mut snapshot = testing::snapshot();
    snapshot.vpcs[0].addresses = vec![MemberAddress {
        instance: instance_id("api"),
        ipv4: Some("172.20.0.3".to_owned()),
        ipv6: None,
    }];
    snapshot
}

#[tokio::test]
async fn the_vpcs() {
    insta::assert_snapshot!(page(state_of(addressed()), "#/vpcs").await);
    insta::assert_snapshot!("no_vpcs", page(nothing(), "#/vpcs").await);
}

#[tokio::test]
async fn the_picture() {
    let html = page(state_of(addressed()), "#/vpcs?show=picture").await;
    insta::assert_snapshot!(html);
    assert!(!html.contains("style="), "the security policy would drop it");
}

#[tokio::test]
async fn a_filter_narrows_the_table_and_the_picture() {
    let html = page(state_of(addressed()), "#/vpcs?q=172.20.0.3").await;
    assert_eq!(html.matches("data-testid=\"vpc-row\"").count(), 1);
    assert!(html.contains("1 of 2"), "{html}");
    let html = page(state(), "#/vpcs?q=empty&show=picture").await;
    assert_eq!(html.matches("data-testid=\"web-network\"").count(), 1);
    assert!(html.contains("1 VPC with 0 instances"), "{html}");
    assert!(page(state(), "#/vpcs?q=nowhere").await.contains("No VPC matches the filter."));
}

#[tokio::test]
async fn names_are_text() {
    let mut snapshot = testing::snapshot();
    snapshot.vpcs[0].name = "<script>alert(1)</script>".to_owned();
    snapshot.instances[0].name = "<img src=x>".repeat(20);
    for address in ["#/vpcs", "#/vpcs?show=picture"] {
        let html = page(state_of(snapshot.clone()), address).await;
        assert!(html.contains("&lt;script&gt;"), "{html}");
        assert!(!html.contains("<script>") && !html.contains("<img"));
    }
}

#[test]
fn vpcs_sort_by_how_many_members_they_have() {
    let known = [vpc("a", &["x"]), vpc("b", &["x", "y"]), vpc("c", &[])];
    let known: Vec<&Vpc> = known.iter().collect();
    assert_eq!(order(&known, Sort { column: 4, descending: true }), [1, 0, 2]);
    assert_eq!(order(&known, Sort::default()), [0, 1, 2]);
}

/// The picture of `shop`, with an instance that is in `edge` as well, and one that the engine no longer has.
fn drawing() -> Drawing {
    let mut shop = vpc("shop", &["api", "gone"]);
    shop.addresses = addressed().vpcs[0].addresses.clone();
    let vpcs = Shared::new(vec![shop, vpc("edge", &["api"])]);
    let room = ElementSize { width: 1000.0, height: 600.0 };
    Drawing::new(vpcs, Shared::new(vec![instance("api")]), &BTreeSet::new(), room)
}

#[test]
fn everything_in_the_picture_says_what_it_is() {
    let drawing = drawing();
    assert_eq!(drawing.hub_label(0), "shop, 172.20.0.0/16, 2 members");
    let api = "api, running, in shop 172.20.0.3, edge";
    assert_eq!(drawing.instance_label(&instance_id("api")), api);
    assert!(drawing.instance_label(&instance_id("gone")).starts_with("gone"));
    assert_eq!(drawing.stops().count(), 4, "two networks and two instances");
    assert_eq!(
        drawing.summary(),
        format!("2 VPCs with 2 instances, 1 of them in several; {api}"),
        "as much in words as one sees"
    );
}

#[test]
fn what_has_to_do_with_what_is_looked_at_stays_bright() {
    let drawing = drawing();
    let nodes = &drawing.picture.nodes;
    let at = |body: &Body| nodes.iter().position(|node| node.body == *body).unwrap();
    let bright = |body: &Body| -> Vec<&Body> {
        let lit = drawing.lit(at(body)).unwrap();
        nodes.iter().map(|node| &node.body).filter(|body| lit.has_node(&drawing, body)).collect()
    };
    let lines = |body: &Body| {
        let lit = drawing.lit(at(body)).unwrap();
        drawing.picture.lines.iter().filter(|line| lit.has_line(line)).count()
    };
    let [shop, edge] = [Body::Region(0), Body::Region(1)];
    let [api, gone] = ["api", "gone"].map(|name| Body::Instance(instance_id(name)));
    assert_eq!(bright(&api), [&shop, &edge, &api]);
    assert_eq!(bright(&gone), [&shop, &gone]);
    assert_eq!(bright(&edge), [&edge, &api]);
    assert_eq!((lines(&api), lines(&gone), lines(&edge)), (2, 0, 1));
    assert_eq!(drawing.node_of_vpc("edge"), Some(at(&edge)));
    assert_eq!(drawing.node_of_vpc("nowhere"), None);
}
