//! The picture with what it is a picture of, and how each thing in it is called.

use super::rows::address;
use crate::{
    format,
    picture::{Body, Frame, Picture, Web, lay_out},
    state::Shared,
    t, words,
};
use mini_aws_domain::{Instance, InstanceId, Vpc};
use std::collections::{BTreeMap, BTreeSet};

/// The colours of networks: those of the dashboard's card for the largest, then the others in turn.
const SLOTS: [usize; 6] = [4, 6, 5, 2, 1, 3];

/// Everything that is drawn.
pub(super) struct Drawing {
    pub web: Web,
    pub picture: Picture,
    pub vpcs: Shared<Vec<Vpc>>,
    pub instances: Shared<Vec<Instance>>,
    /// The colours of the networks, by their places among the hubs.
    pub slots: Vec<usize>,
    /// Where each instance's VPCs are in the list.
    shared: BTreeMap<InstanceId, Vec<usize>>,
}

impl Drawing {
    pub fn new(
        vpcs: Shared<Vec<Vpc>>,
        instances: Shared<Vec<Instance>>,
        opened: &BTreeSet<String>,
    ) -> Self {
        let places: Vec<&Vpc> = vpcs.iter().collect();
        let web = Web::new(&places, &instances);
        let picture = lay_out(&web, |group| opened.contains(&web.groups[group].key(&web, &places)));
        let mut by_size: Vec<usize> = (0..web.hubs.len()).collect();
        by_size.sort_by_key(|&hub| {
            let vpc = places[web.hubs[hub].vpc];
            (std::cmp::Reverse(vpc.members.len()), vpc.name.as_str(), vpc.id.as_str())
        });
        let mut slots = vec![0; web.hubs.len()];
        for (rank, hub) in by_size.into_iter().enumerate() {
            slots[hub] = SLOTS[rank % SLOTS.len()];
        }
        let mut shared: BTreeMap<InstanceId, Vec<usize>> = BTreeMap::new();
        for (place, vpc) in vpcs.iter().enumerate() {
            for member in &vpc.members {
                shared.entry(member.clone()).or_default().push(place);
            }
        }
        Self { web, picture, vpcs, instances, slots, shared }
    }

    /// The VPC of a hub.
    pub fn vpc(&self, hub: usize) -> &Vpc {
        &self.vpcs[self.web.hubs[hub].vpc]
    }

    /// The instance, if the engine still has it.
    pub fn instance(&self, id: &InstanceId) -> Option<&Instance> {
        let place = self.instances.binary_search_by(|known| known.id.cmp(id)).ok()?;
        self.instances.get(place)
    }

    /// What tells a node from all others, in this picture and in the next one.
    pub fn key(&self, node: usize) -> Option<String> {
        Some(match &self.picture.nodes.get(node)?.body {
            Body::Hub(hub) => format!("n {}", self.vpc(*hub).id),
            Body::Group { group, .. } => format!("g {}", self.group_key(*group)),
            Body::Instance(id) => format!("i {id}"),
        })
    }

    /// Under which key a group is kept open.
    pub fn group_key(&self, group: usize) -> String {
        let places: Vec<&Vpc> = self.vpcs.iter().collect();
        self.web.groups[group].key(&self.web, &places)
    }

    /// The nodes that the keyboard comes to, in the order in which they are read.
    pub fn stops(&self) -> impl Iterator<Item = usize> + '_ {
        let nodes = self.picture.nodes.iter().enumerate();
        nodes
            .filter(|(_, node)| !matches!(node.body, Body::Group { can_open: false, .. }))
            .map(|(place, _)| place)
    }

    /// Where the group of this key is.
    pub fn frame_of_group(&self, key: &str) -> Option<Frame> {
        let node = self.picture.nodes.iter().find(
            |node| matches!(node.body, Body::Group { group, .. } if self.group_key(group) == key),
        )?;
        Some(node.frame)
    }

    /// A network in words: `shop_default, 172.18.0.0/16, 5 members`.
    pub fn hub_label(&self, hub: usize) -> String {
        let vpc = self.vpc(hub);
        let count = vpc.members.len();
        let members = t!("vpcs-count", n = count, count = format::grouped(count as u64));
        let mut parts = vec![vpc.name.clone()];
        parts.extend(vpc.subnets.iter().cloned());
        if vpc.internal {
            parts.push(t!("vpcs-internal-word"));
        }
        parts.push(members);
        parts.join(", ")
    }

    /// A group in words, with what is written on it: `12 instances, 7 running, in shop, edge`.
    pub fn group_label(&self, group: usize, title: &str, note: &str) -> String {
        let hubs = self.web.groups[group].hubs.iter();
        let names: Vec<&str> = hubs.map(|&hub| self.vpc(hub).name.as_str()).collect();
        t!("vpcs-group-label", title = title, note = note, places = names.join(", "))
    }

    /// An instance in words: `api, running, in shop 172.18.0.3, edge 172.19.0.2`.
    pub fn instance_label(&self, id: &InstanceId) -> String {
        let place = |&place: &usize| {
            let vpc: &Vpc = &self.vpcs[place];
            match address(vpc, id) {
                Some(address) => format!("{} {address}", vpc.name),
                None => vpc.name.clone(),
            }
        };
        let places: Vec<String> = self.shared.get(id).into_iter().flatten().map(place).collect();
        let places = places.join(", ");
        match self.instance(id) {
            Some(instance) => t!(
                "vpcs-instance-label",
                name = instance.name.as_str(),
                state = words::state(instance.state),
                places = places
            ),
            None => t!("vpcs-gone-label", name = id.short(), places = places),
        }
    }
}
