//! The picture with what it is a picture of, and how each thing in it is called.

use super::rows::address;
use crate::{
    format,
    hooks::ElementSize,
    picture::{Body, Frame, Line, Picture, Web, lay_out},
    state::Shared,
    t, words,
};
use mini_aws_domain::{Instance, InstanceId, Vpc};
use std::collections::{BTreeMap, BTreeSet};

/// The colours of networks: those of the dashboard's card for the largest, then the others in turn.
const SLOTS: [usize; 6] = [4, 6, 5, 2, 1, 3];

/// How many of those who are in several VPCs are named where the picture is told in words.
const SUMMARISED: usize = 12;

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
    /// Among whom each instance is, by places among the groups.
    group_of: BTreeMap<InstanceId, usize>,
}

/// What has to do with the node that is looked at.
pub(super) struct Lit {
    /// Its VPCs.
    hubs: BTreeSet<usize>,
    /// Groups of which all is meant.
    groups: BTreeSet<usize>,
    /// The instance of the group that is meant alone.
    one: Option<(InstanceId, usize)>,
}

impl Lit {
    /// Whether a line leads from what is looked at to what it has to do with.
    pub fn has_line(&self, line: &Line) -> bool {
        self.hubs.contains(&line.hub) && self.has_group(line.group)
    }

    /// Whether a node is looked at, or has to do with the one that is.
    pub fn has_node(&self, drawing: &Drawing, body: &Body) -> bool {
        match body {
            Body::Region(hub) => self.hubs.contains(hub),
            Body::Around(group) => self.has_group(*group),
            Body::Fold { group, .. } => self.groups.contains(group),
            Body::Instance(id) => match &self.one {
                Some((one, _)) => one == id,
                None => drawing.group_of.get(id).is_some_and(|group| self.groups.contains(group)),
            },
        }
    }

    fn has_group(&self, group: usize) -> bool {
        self.groups.contains(&group) || self.one.as_ref().is_some_and(|(_, own)| *own == group)
    }
}

impl Drawing {
    pub fn new(
        vpcs: Shared<Vec<Vpc>>,
        instances: Shared<Vec<Instance>>,
        opened: &BTreeSet<String>,
        room: ElementSize,
    ) -> Self {
        let places: Vec<&Vpc> = vpcs.iter().collect();
        let web = Web::new(&places, &instances);
        let is_open = |group: usize| opened.contains(&web.groups[group].key(&web, &places));
        let picture = lay_out(&web, is_open, room);
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
        let members =
            web.groups.iter().enumerate().flat_map(|(place, group)| {
                group.instances.iter().map(move |id| (id.clone(), place))
            });
        let group_of = members.collect();
        Self { web, picture, vpcs, instances, slots, shared, group_of }
    }

    /// What has to do with a node.
    pub fn lit(&self, node: usize) -> Option<Lit> {
        let of_group = |group: usize| {
            self.web.groups.get(group).map(|group| group.hubs.iter().copied().collect())
        };
        Some(match &self.picture.nodes.get(node)?.body {
            &Body::Region(hub) => {
                let groups = self.web.groups.iter().enumerate();
                let groups = groups.filter(|(_, group)| group.hubs.contains(&hub));
                let groups = groups.map(|(place, _)| place).collect();
                Lit { hubs: [hub].into(), groups, one: None }
            }
            &(Body::Around(group) | Body::Fold { group, .. }) => {
                Lit { hubs: of_group(group)?, groups: [group].into(), one: None }
            }
            Body::Instance(id) => {
                let group = *self.group_of.get(id)?;
                let one = Some((id.clone(), group));
                Lit { hubs: of_group(group)?, groups: BTreeSet::new(), one }
            }
        })
    }

    /// The node of the VPC of this name.
    pub fn node_of_vpc(&self, name: &str) -> Option<usize> {
        let nodes = &self.picture.nodes;
        nodes
            .iter()
            .position(|node| matches!(node.body, Body::Region(hub) if self.vpc(hub).name == name))
    }

    /// What stands below an instance's name: where it is, or of how many VPCs it is. Unknown for one that has no address.
    pub fn place_note(&self, id: &InstanceId) -> Option<String> {
        match self.shared.get(id)?.as_slice() {
            &[place] => address(self.vpcs.get(place)?, id).map(ToOwned::to_owned),
            several => Some(t!("vpcs-in-several", count = format::grouped(several.len() as u64))),
        }
    }

    /// Who is in more than one VPC, in words.
    pub fn summary(&self) -> String {
        let bridges: Vec<&InstanceId> = self
            .web
            .groups
            .iter()
            .filter(|group| group.hubs.len() > 1)
            .flat_map(|group| &group.instances)
            .collect();
        let mut words = vec![t!(
            "vpcs-summary",
            v = self.web.hubs.len(),
            i = self.shared.len(),
            vpcs = format::grouped(self.web.hubs.len() as u64),
            instances = format::grouped(self.shared.len() as u64),
            shared = format::grouped(bridges.len() as u64)
        )];
        words.extend(bridges.iter().take(SUMMARISED).map(|id| self.instance_label(id)));
        let more = bridges.len().saturating_sub(SUMMARISED);
        if more > 0 {
            words.push(t!("vpcs-hidden", count = format::grouped(more as u64)));
        }
        words.join("; ")
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
            Body::Region(hub) => format!("n {}", self.vpc(*hub).id),
            Body::Around(group) => format!("a {}", self.group_key(*group)),
            Body::Fold { group, .. } => format!("g {}", self.group_key(*group)),
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
        nodes.filter(|(_, node)| !matches!(node.body, Body::Around(_))).map(|(place, _)| place)
    }

    /// Where the group of this key is.
    pub fn frame_of_group(&self, key: &str) -> Option<Frame> {
        let node = self.picture.nodes.iter().find(
            |node| matches!(node.body, Body::Fold { group, .. } if self.group_key(group) == key),
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
