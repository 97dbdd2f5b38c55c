//! Who shares which networks.

use mini_aws_domain::{Instance, InstanceId, Vpc};
use std::collections::{BTreeMap, BTreeSet};

/// A network in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hub {
    /// The place of its VPC in the list that the web was made of.
    pub vpc: usize,
    /// How many members it has.
    pub members: usize,
}

/// The instances that share the very same networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Places of their networks among [`Web::hubs`], in order.
    pub hubs: Vec<usize>,
    /// They, by name.
    pub instances: Vec<InstanceId>,
}

impl Group {
    /// What tells it from every other group, however often the picture is made anew: its networks.
    #[must_use]
    pub fn key(&self, web: &Web, vpcs: &[&Vpc]) -> String {
        let ids = self.hubs.iter().map(|&hub| vpcs[web.hubs[hub].vpc].id.as_str());
        ids.collect::<Vec<_>>().join(" ")
    }
}

/// Networks and groups, those that hang together next to each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Web {
    /// The networks.
    pub hubs: Vec<Hub>,
    /// The groups. Those of one network first, in the order of networks.
    pub groups: Vec<Group>,
    /// How many networks each part has that hangs together; they stand in this order in `hubs`.
    pub parts: Vec<usize>,
}

impl Web {
    /// The web of `vpcs`, whose members are named by `instances`. The same VPCs make the same web, in whatever order they come.
    #[must_use]
    pub fn new(vpcs: &[&Vpc], instances: &[Instance]) -> Self {
        let names: BTreeMap<&InstanceId, &str> =
            instances.iter().map(|known| (&known.id, known.name.as_str())).collect();
        let mut shared: BTreeMap<&InstanceId, BTreeSet<usize>> = BTreeMap::new();
        for (place, vpc) in vpcs.iter().enumerate() {
            for member in &vpc.members {
                shared.entry(member).or_default().insert(place);
            }
        }
        let order = hubs_in_order(vpcs, &shared);
        let mut rank = vec![0; vpcs.len()];
        for (place, &vpc) in order.iter().flatten().enumerate() {
            rank[vpc] = place;
        }
        let mut groups: BTreeMap<Vec<usize>, Vec<&InstanceId>> = BTreeMap::new();
        for (id, places) in &shared {
            let mut hubs: Vec<usize> = places.iter().map(|&vpc| rank[vpc]).collect();
            hubs.sort_unstable();
            groups.entry(hubs).or_default().push(id);
        }
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|(hubs, mut ids)| {
                ids.sort_by_key(|id| (names.get(id).copied().unwrap_or(id.as_str()), *id));
                Group { hubs, instances: ids.into_iter().cloned().collect() }
            })
            .collect();
        groups.sort_by_key(|group| (group.hubs.len() > 1, group.hubs.clone()));
        Self {
            hubs: order
                .iter()
                .flatten()
                .map(|&vpc| Hub { vpc, members: vpcs[vpc].members.len() })
                .collect(),
            groups,
            parts: order.iter().map(Vec::len).collect(),
        }
    }
}

/// Places of VPCs, part by part: the parts with the most members first, and in each one those that share instances near each other.
fn hubs_in_order(
    vpcs: &[&Vpc],
    shared: &BTreeMap<&InstanceId, BTreeSet<usize>>,
) -> Vec<Vec<usize>> {
    let mut neighbours = vec![BTreeMap::<usize, usize>::new(); vpcs.len()];
    for places in shared.values() {
        // An instance in very many networks would make this slow; a chain hangs them together as well.
        for (&a, &b) in places.iter().zip(places.iter().skip(1)) {
            *neighbours[a].entry(b).or_default() += 1;
            *neighbours[b].entry(a).or_default() += 1;
        }
    }
    // The largest first; a name may be there twice, an id not.
    let weight = |&vpc: &usize| {
        let vpc = vpcs[vpc];
        (std::cmp::Reverse(vpc.members.len()), vpc.name.as_str(), vpc.id.as_str())
    };
    let mut left: BTreeSet<usize> = (0..vpcs.len()).collect();
    let mut parts: Vec<Vec<usize>> = Vec::new();
    while let Some(first) = left.iter().copied().min_by_key(weight) {
        let (mut part, mut edge) = (Vec::new(), vec![first]);
        left.remove(&first);
        while let Some(next) = edge.pop() {
            part.push(next);
            let mut near: Vec<usize> =
                neighbours[next].keys().copied().filter(|vpc| left.remove(vpc)).collect();
            // The one with the most in common is taken next, so it comes last here.
            near.sort_by_key(|vpc| (neighbours[next][vpc], std::cmp::Reverse(weight(vpc))));
            edge.append(&mut near);
        }
        parts.push(part);
    }
    let members = |part: &[usize]| part.iter().map(|&vpc| vpcs[vpc].members.len()).sum::<usize>();
    parts.sort_by_key(|part| std::cmp::Reverse((part.len() > 1, members(part))));
    parts
}
