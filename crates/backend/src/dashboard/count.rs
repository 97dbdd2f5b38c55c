//! How many resources there are.

use crate::world::World;
use mini_aws_domain::{InstanceState, ResourceSummary};

/// Bytes in the megabyte that `total_storage_mb` counts.
const MEGABYTE: u64 = 1_000_000;

/// Counts what exists.
#[must_use]
pub fn count_resources(world: &World) -> ResourceSummary {
    let mut summary = ResourceSummary::default();
    for instance in world.instances() {
        summary.total_instances += 1;
        summary.running_instances += u64::from(instance.state == InstanceState::Running);
        summary.stopped_instances += u64::from(instance.state.is_stopped());
    }
    let mut bytes = 0_u64;
    for volume in world.volumes() {
        summary.total_volumes += 1;
        summary.attached_volumes += u64::from(!volume.attached_to.is_empty());
        bytes = bytes.saturating_add(volume.size_bytes.unwrap_or(0));
    }
    summary.total_vpcs = world.vpcs().count() as u64;
    summary.total_storage_mb = bytes.div_ceil(MEGABYTE);
    summary
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::tests::{instance, volume, vpc};
    use mini_aws_domain::Instance;
    use std::collections::HashMap;

    #[test]
    fn nothing_counts_nothing() {
        assert_eq!(count_resources(&World::default()), ResourceSummary::default());
    }

    #[test]
    fn instances_count_as_docker_info_counts_them() {
        use InstanceState::{
            Created, Dead, Exited, Paused, Removing, Restarting, Running, Unknown,
        };
        let mut world = World::default();
        let states =
            [Running, Running, Paused, Created, Exited, Dead, Restarting, Removing, Unknown];
        for (number, state) in states.into_iter().enumerate() {
            world.put_instance(instance(&number.to_string(), state));
        }
        let summary = count_resources(&world);
        assert_eq!(summary.total_instances, 9);
        assert_eq!(summary.running_instances, 2);
        assert_eq!(
            summary.stopped_instances, 6,
            "all but those that run and the one that is paused"
        );
    }

    #[test]
    fn a_volume_is_attached_while_any_instance_mounts_it() {
        let mut world = World::default();
        world.replace_volumes(vec![volume("used"), volume("unused")]);
        world.put_instance(Instance {
            volumes: vec!["used".to_owned()],
            ..instance("a", InstanceState::Exited)
        });
        let summary = count_resources(&world);
        assert_eq!((summary.total_volumes, summary.attached_volumes), (2, 1));
    }

    #[test]
    fn storage_is_what_was_measured_rounded_up_to_megabytes() {
        let mut world = World::default();
        world.replace_volumes(vec![volume("a"), volume("b"), volume("not-measured")]);
        assert_eq!(count_resources(&world).total_storage_mb, 0);
        world.measured(HashMap::from([("a".to_owned(), 1_000_000), ("b".to_owned(), 1)]), None);
        assert_eq!(count_resources(&world).total_storage_mb, 2);
    }

    #[test]
    fn vpcs_count_with_and_without_members() {
        let mut world = World::default();
        world.replace_vpcs(vec![vpc("shop"), vpc("empty")]);
        assert_eq!(count_resources(&world).total_vpcs, 2);
    }
}
