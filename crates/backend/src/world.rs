//! What exists on the engine, as far as the console knows, and what changed when it learns more.

mod told;

use crate::docker::{Addresses, Listed};
use chrono::{DateTime, Utc};
use mini_aws_domain::{Instance, InstanceId, MemberAddress, Payload, Volume, Vpc, VpcId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use told::{told_of_instance, told_of_volume, told_of_vpc};

/// Instances, volumes and VPCs with their ties: which instance mounts which volume and is a member of which VPC.
///
/// Every change goes through a method that returns the events that tell it. Pure: no I/O and no clock.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct World {
    instances: BTreeMap<InstanceId, Instance>,
    volumes: BTreeMap<String, Volume>,
    vpcs: BTreeMap<VpcId, Vpc>,
    /// Where instances are in their networks.
    addresses: HashMap<InstanceId, Addresses>,
    /// Measured sizes outlive a re-list, which knows none.
    sizes: HashMap<String, u64>,
    /// When they were measured.
    measured_at: Option<DateTime<Utc>>,
    /// Whether the instances were ever listed: until then it is not known who is gone.
    is_listed: bool,
}

impl World {
    /// All instances, by id.
    pub fn instances(&self) -> impl Iterator<Item = &Instance> {
        self.instances.values()
    }

    /// All volumes, by name.
    pub fn volumes(&self) -> impl Iterator<Item = &Volume> {
        self.volumes.values()
    }

    /// All VPCs, by id.
    pub fn vpcs(&self) -> impl Iterator<Item = &Vpc> {
        self.vpcs.values()
    }

    /// Whether the instances were ever listed, so that one that is not here is gone.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// One instance.
    #[must_use]
    pub fn instance(&self, id: &InstanceId) -> Option<&Instance> {
        self.instances.get(id)
    }

    /// Takes a whole list of instances, but for those that changed `meanwhile`, of which more recent news is known. Details that only
    /// inspection tells are kept for instances that the list shows in the same run as before.
    pub(crate) fn replace_instances(
        &mut self,
        listed: Vec<impl Into<Listed>>,
        meanwhile: &BTreeSet<InstanceId>,
    ) -> Vec<Payload> {
        self.is_listed = true;
        let mut before = std::mem::take(&mut self.instances);
        let mut events = Vec::new();
        for Listed { mut instance, addresses } in listed.into_iter().map(Into::into) {
            if meanwhile.contains(&instance.id) {
                continue;
            }
            let known = before.remove(&instance.id);
            if let Some(known) = &known {
                keep_details(&mut instance, known);
            }
            events.extend(told_of_instance(known.as_ref(), instance.clone()));
            self.addresses.insert(instance.id.clone(), addresses);
            self.instances.insert(instance.id.clone(), instance);
        }
        for (id, known) in before {
            if meanwhile.contains(&id) {
                self.instances.insert(id, known);
            } else {
                events.push(Payload::InstanceTerminated(id));
            }
        }
        events.extend(self.retie());
        events
    }

    /// Takes what is now known of one instance.
    pub(crate) fn put_instance(&mut self, listed: impl Into<Listed>) -> Vec<Payload> {
        let Listed { instance, addresses } = listed.into();
        self.addresses.insert(instance.id.clone(), addresses);
        let before = self.instances.insert(instance.id.clone(), instance.clone());
        let mut events = told_of_instance(before.as_ref(), instance);
        events.extend(self.retie());
        events
    }

    /// Learns that an instance is gone.
    pub fn remove_instance(&mut self, id: &InstanceId) -> Vec<Payload> {
        if self.instances.remove(id).is_none() {
            return Vec::new();
        }
        let mut events = vec![Payload::InstanceTerminated(id.clone())];
        events.extend(self.retie());
        events
    }

    /// Takes a whole list of volumes.
    pub fn replace_volumes(&mut self, listed: Vec<Volume>) -> Vec<Payload> {
        let before = std::mem::take(&mut self.volumes);
        self.volumes = listed
            .into_iter()
            .map(|mut volume| {
                volume.size_bytes = self.sizes.get(&volume.name).copied();
                volume.measured_at = self.measured_at.filter(|_| volume.size_bytes.is_some());
                (volume.name.clone(), volume)
            })
            .collect();
        self.sizes.retain(|name, _| self.volumes.contains_key(name));
        self.tie();
        let mut events: Vec<Payload> = before
            .keys()
            .filter(|name| !self.volumes.contains_key(*name))
            .map(|name| Payload::VolumeDeleted(name.clone()))
            .collect();
        events.extend(
            self.volumes.values().flat_map(|now| told_of_volume(before.get(&now.name), now)),
        );
        events
    }

    /// Takes a whole list of VPCs.
    pub fn replace_vpcs(&mut self, listed: Vec<Vpc>) -> Vec<Payload> {
        let before = std::mem::take(&mut self.vpcs);
        self.vpcs = listed.into_iter().map(|vpc| (vpc.id.clone(), vpc)).collect();
        self.tie();
        let mut events: Vec<Payload> = before
            .keys()
            .filter(|id| !self.vpcs.contains_key(*id))
            .map(|id| Payload::VpcDeleted(id.clone()))
            .collect();
        events.extend(self.vpcs.values().filter_map(|now| told_of_vpc(before.get(&now.id), now)));
        events
    }

    /// Takes sizes that were measured at a moment, if that is of interest: bytes by volume name.
    pub fn measured(
        &mut self,
        sizes: HashMap<String, u64>,
        at: Option<DateTime<Utc>>,
    ) -> Vec<Payload> {
        self.sizes = sizes;
        self.measured_at = at;
        let mut events = Vec::new();
        for volume in self.volumes.values_mut() {
            let size = self.sizes.get(&volume.name).copied();
            let measured_at = at.filter(|_| size.is_some());
            if (volume.size_bytes, volume.measured_at) != (size, measured_at) {
                (volume.size_bytes, volume.measured_at) = (size, measured_at);
                events.push(Payload::VolumeUpdated(volume.clone()));
            }
        }
        events
    }

    /// Ties anew and tells which volumes and VPCs that changed.
    fn retie(&mut self) -> Vec<Payload> {
        let (volumes, vpcs) = (self.volumes.clone(), self.vpcs.clone());
        self.tie();
        let mut events: Vec<Payload> = self
            .volumes
            .values()
            .flat_map(|now| told_of_volume(volumes.get(&now.name), now))
            .collect();
        events.extend(self.vpcs.values().filter_map(|now| told_of_vpc(vpcs.get(&now.id), now)));
        events
    }

    /// Works out who mounts which volume and who is a member of which VPC. Instances say so by name, in every state; the engine's
    /// own lists of a network's members leave out what is stopped.
    fn tie(&mut self) {
        let mut mounts: HashMap<&str, Vec<InstanceId>> = HashMap::new();
        let mut members: HashMap<&str, Vec<InstanceId>> = HashMap::new();
        let mut addresses: HashMap<&str, Vec<MemberAddress>> = HashMap::new();
        let instances = &self.instances;
        self.addresses.retain(|id, _| instances.contains_key(id));
        for instance in self.instances.values() {
            for volume in &instance.volumes {
                mounts.entry(volume).or_default().push(instance.id.clone());
            }
            for vpc in &instance.vpcs {
                members.entry(vpc).or_default().push(instance.id.clone());
            }
            for (vpc, at) in self.addresses.get(&instance.id).into_iter().flatten() {
                addresses.entry(vpc).or_default().push(at.clone());
            }
        }
        for volume in self.volumes.values_mut() {
            volume.attached_to = mounts.remove(volume.name.as_str()).unwrap_or_default();
        }
        for vpc in self.vpcs.values_mut() {
            vpc.members = members.get(vpc.name.as_str()).cloned().unwrap_or_default();
            vpc.addresses = addresses.get(vpc.name.as_str()).cloned().unwrap_or_default();
        }
    }
}

/// A list row lacks what inspection told; while the run is the same one it still holds.
fn keep_details(listed: &mut Instance, known: &Instance) {
    let same_run = listed.state == known.state && listed.exit_code == known.exit_code;
    if same_run {
        listed.started_at = known.started_at;
        listed.finished_at = known.finished_at;
        listed.oom_killed = known.oom_killed;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use chrono::DateTime;
    use mini_aws_domain::{EventType, Health, InstanceState};

    pub(crate) fn instance(id: &str, state: InstanceState) -> Instance {
        Instance {
            id: InstanceId::new(id),
            name: format!("name-{id}"),
            image: "image".to_owned(),
            state,
            health: Health::None,
            created_at: DateTime::default(),
            started_at: None,
            finished_at: None,
            exit_code: None,
            oom_killed: false,
            project: None,
            service: None,
            ports: Vec::new(),
            volumes: Vec::new(),
            vpcs: Vec::new(),
            labels: [].into(),
        }
    }

    pub(crate) fn volume(name: &str) -> Volume {
        Volume {
            name: name.to_owned(),
            driver: "local".to_owned(),
            created_at: None,
            project: None,
            attached_to: Vec::new(),
            size_bytes: None,
            measured_at: None,
            mountpoint: String::new(),
        }
    }

    pub(crate) fn vpc(name: &str) -> Vpc {
        Vpc {
            id: VpcId::new(format!("id-{name}")),
            name: name.to_owned(),
            driver: "bridge".to_owned(),
            created_at: None,
            subnets: Vec::new(),
            project: None,
            internal: false,
            members: Vec::new(),
            addresses: Vec::new(),
        }
    }

    fn started(id: &str, state: InstanceState, second: i64) -> Instance {
        Instance { started_at: DateTime::from_timestamp(second, 0), ..instance(id, state) }
    }

    fn kinds(events: &[Payload]) -> Vec<EventType> {
        events.iter().map(Payload::event_type).collect()
    }

    #[test]
    fn a_life_is_told_step_by_step() {
        let mut world = World::default();
        let created = world.put_instance(instance("a", InstanceState::Created));
        assert_eq!(kinds(&created), [EventType::InstanceCreated]);
        let running = world.put_instance(started("a", InstanceState::Running, 1));
        assert_eq!(kinds(&running), [EventType::InstanceStarted]);
        let exited = world.put_instance(started("a", InstanceState::Exited, 1));
        assert_eq!(kinds(&exited), [EventType::InstanceStopped]);
        let again = world.put_instance(started("a", InstanceState::Running, 2));
        assert_eq!(kinds(&again), [EventType::InstanceStarted]);
        assert_eq!(
            kinds(&world.remove_instance(&InstanceId::new("a"))),
            [EventType::InstanceTerminated]
        );
        assert_eq!(world.remove_instance(&InstanceId::new("a")), []);
    }

    #[test]
    fn what_happened_between_two_looks_is_told_as_well() {
        let mut world = World::default();
        let short_lived = world.put_instance(started("a", InstanceState::Exited, 1));
        use EventType::{InstanceCreated, InstanceStarted, InstanceStopped};
        assert_eq!(kinds(&short_lived), [InstanceCreated, InstanceStarted, InstanceStopped]);
        world.put_instance(started("b", InstanceState::Running, 1));
        let restarted = world.put_instance(started("b", InstanceState::Running, 2));
        assert_eq!(kinds(&restarted), [InstanceStarted]);
    }

    #[test]
    fn an_unchanged_instance_tells_nothing_and_a_changed_one_once() {
        let mut world = World::default();
        world.put_instance(started("a", InstanceState::Running, 1));
        assert_eq!(world.put_instance(started("a", InstanceState::Running, 1)), []);
        let renamed = Instance { name: "b".to_owned(), ..started("a", InstanceState::Running, 1) };
        assert_eq!(kinds(&world.put_instance(renamed)), [EventType::InstanceUpdated]);
    }

    #[test]
    fn volumes_and_vpcs_follow_their_instances() {
        let mut world = World::default();
        world.replace_volumes(vec![volume("data")]);
        world.replace_vpcs(vec![vpc("shop")]);
        let member = Instance {
            volumes: vec!["data".to_owned()],
            vpcs: vec!["shop".to_owned(), "bridge".to_owned()],
            ..instance("a", InstanceState::Created)
        };
        let events = kinds(&world.put_instance(member));
        use EventType::{InstanceCreated, VolumeAttached, VpcUpdated};
        assert_eq!(events, [InstanceCreated, VolumeAttached, VpcUpdated]);
        assert_eq!(world.volumes().next().unwrap().attached_to, [InstanceId::new("a")]);
        assert_eq!(world.vpcs().next().unwrap().members, [InstanceId::new("a")]);
        let events = kinds(&world.remove_instance(&InstanceId::new("a")));
        assert_eq!(events[1..], [EventType::VolumeUpdated, VpcUpdated]);
        assert!(world.volumes().next().unwrap().attached_to.is_empty());
    }

    #[test]
    fn a_vpc_knows_where_its_members_are_and_forgets_who_stops() {
        let mut world = World::default();
        world.replace_vpcs(vec![vpc("shop")]);
        let member = |id: &str, address: Option<&str>| {
            let shop = ["shop".to_owned()];
            let instance = Instance { vpcs: shop.to_vec(), ..instance(id, InstanceState::Running) };
            let at = |ipv4: &str| MemberAddress {
                instance: instance.id.clone(),
                ipv4: Some(ipv4.to_owned()),
                ipv6: None,
            };
            let addresses = address.map(|ipv4| ("shop".to_owned(), at(ipv4))).into_iter().collect();
            Listed { instance, addresses }
        };
        let told = |world: &World| {
            let vpc = world.vpcs().next().unwrap();
            let told = vpc.addresses.iter().map(|at| (at.instance.to_string(), at.ipv4.clone()));
            told.map(|(id, ipv4)| format!("{id} {}", ipv4.unwrap())).collect::<Vec<_>>()
        };
        let listed = vec![member("b", Some("10.0.0.3")), member("a", Some("10.0.0.2"))];
        world.replace_instances(listed, &BTreeSet::new());
        assert_eq!(told(&world), ["a 10.0.0.2", "b 10.0.0.3"]);
        let events = kinds(&world.put_instance(member("a", None)));
        assert_eq!(events, [EventType::VpcUpdated], "it is a member still, and nowhere");
        assert_eq!(told(&world), ["b 10.0.0.3"]);
        world.replace_vpcs(vec![vpc("shop")]);
        assert_eq!(told(&world), ["b 10.0.0.3"], "a list of networks takes nothing away");
        world.remove_instance(&InstanceId::new("b"));
        assert!(told(&world).is_empty());
    }

    #[test]
    fn lists_tell_what_came_and_went() {
        let mut world = World::default();
        assert_eq!(kinds(&world.replace_volumes(vec![volume("a")])), [EventType::VolumeCreated]);
        let events = world.replace_volumes(vec![volume("b")]);
        assert_eq!(kinds(&events), [EventType::VolumeDeleted, EventType::VolumeCreated]);
        assert_eq!(kinds(&world.replace_vpcs(vec![vpc("a")])), [EventType::VpcCreated]);
        assert_eq!(kinds(&world.replace_vpcs(Vec::new())), [EventType::VpcDeleted]);
    }

    #[test]
    fn lists_keep_sizes_and_details_of_the_same_run() {
        let mut world = World::default();
        world.replace_volumes(vec![volume("data")]);
        let sized =
            world.measured(HashMap::from([("data".to_owned(), 7)]), DateTime::from_timestamp(9, 0));
        assert_eq!(kinds(&sized), [EventType::VolumeUpdated]);
        world.put_instance(started("a", InstanceState::Running, 1));
        let listed = || vec![instance("a", InstanceState::Running)];
        assert_eq!(world.replace_instances(listed(), &BTreeSet::new()), []);
        assert!(world.instances().next().unwrap().started_at.is_some());
        assert_eq!(world.replace_volumes(vec![volume("data")]), []);
        let volume = world.volumes().next().unwrap();
        assert_eq!(
            (volume.size_bytes, volume.measured_at),
            (Some(7), DateTime::from_timestamp(9, 0))
        );
        let events = world.replace_instances(Vec::<Instance>::new(), &BTreeSet::new());
        assert_eq!(kinds(&events), [EventType::InstanceTerminated]);
    }

    #[test]
    fn what_changed_while_a_list_was_made_is_newer_than_the_list() {
        let mut world = World::default();
        let newcomer = InstanceId::new("new");
        let gone = InstanceId::new("gone");
        world.put_instance(started("new", InstanceState::Running, 1));
        let meanwhile = BTreeSet::from([newcomer.clone(), gone.clone()]);
        let listed =
            vec![instance("gone", InstanceState::Running), instance("old", InstanceState::Exited)];
        let events = world.replace_instances(listed, &meanwhile);
        assert_eq!(kinds(&events), [EventType::InstanceCreated]);
        assert!(world.instance(&newcomer).is_some() && world.instance(&gone).is_none());
    }
}
