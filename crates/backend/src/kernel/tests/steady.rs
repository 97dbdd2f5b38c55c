//! Reading again and again costs no memory.

use super::machine::*;
use crate::docker::stats::{Observation, StatsTracker};
use crate::kernel::Scratch;
use chrono::{DateTime, TimeDelta};
use mini_aws_domain::{ContainerOs, EngineKind, InstanceId};

#[test]
fn a_reading_and_its_sample_allocate_nothing() {
    let group = format!("/docker/{ID}");
    let groups =
        format!("4:memory:{group}\n3:pids:{group}\n2:cpu,cpuacct:{group}\n1:blkio:{group}\n");
    let machines = [
        Machine::new(V1_MOUNTS, &groups).with_v1(&group),
        Machine::new(V2_MOUNTS, &format!("0::{group}\n")).with_v2(&group),
    ];
    let id = InstanceId::new(ID);
    for machine in &machines {
        let mut files = machine.open().unwrap();
        let mut scratch = Scratch::default();
        let mut tracker = StatsTracker::new(EngineKind::Docker, ContainerOs::Linux);
        let mut at = DateTime::UNIX_EPOCH;
        let mut round = || {
            at += TimeDelta::seconds(1);
            let reading = files.read(&mut scratch, at).unwrap();
            assert!(matches!(tracker.observe(&id, reading), Observation::Sample(..)));
        };
        let first = allocation_counter::measure(&mut round);
        assert!(first.count_total > 0, "allocations are counted: {first:?}");
        let steady = allocation_counter::measure(|| (0..100).for_each(|_| round()));
        assert_eq!(steady.count_total, 0, "{steady:?}");
    }
}
