//! Where containers' groups are, by engine, driver and version.

use super::machine::*;
use crate::docker::stats::{InactiveFile, Origin, Reading, Reclaimable};
use chrono::DateTime;
use mini_aws_domain::{EngineKind, InstanceId, Metric};

/// What the files of [`Machine::with_v1`] and [`Machine::with_v2`] come to.
fn expected(origin: Origin, inactive: InactiveFile) -> Reading {
    Reading {
        origin,
        read_at: DateTime::UNIX_EPOCH,
        cpu_total: 1_500_000_000,
        system_cpu: None,
        cores: None,
        cores_counted: false,
        processors: None,
        memory_usage: Some(5_000_000),
        memory_reclaimable: Reclaimable::Told(inactive, 1_000_000),
        memory_limit: Some(MEMORY),
        network_rx: Some(1000),
        network_tx: Some(2000),
        disk_read: Some(100),
        disk_write: Some(200),
        pids: Some(3),
    }
}

fn v1_groups(group: &str) -> String {
    format!(
        "12:pids:{group}\n9:name=systemd:/system.slice/containerd.service\n8:blkio:{group}\n\
         4:memory:{group}\n2:cpu,cpuacct:{group}\n0::/system.slice/containerd.service\n"
    )
}

#[test]
fn docker_on_split_hierarchies() {
    let group = format!("/docker/{ID}");
    let machine = Machine::new(V1_MOUNTS, &v1_groups(&group)).with_v1(&group);
    let mut files = machine.open().unwrap();
    assert_eq!(read(&mut files), expected(Origin::CgroupV1, InactiveFile::Total));
    let places = files.places();
    for (metric, place) in [
        (Metric::Cpu, format!("sys/fs/cgroup/cpu,cpuacct/docker/{ID}")),
        (Metric::Memory, format!("sys/fs/cgroup/memory/docker/{ID}")),
        (Metric::DiskRead, format!("sys/fs/cgroup/blkio/docker/{ID}")),
        (Metric::DiskWrite, format!("sys/fs/cgroup/blkio/docker/{ID}")),
        (Metric::NetworkRx, format!("proc/{PID}/net/dev")),
        (Metric::NetworkTx, format!("proc/{PID}/net/dev")),
    ] {
        assert_eq!(places.of(metric), Some(machine.place(&place).as_str()), "{metric:?}");
    }
    assert!(files.has_network());
}

#[test]
fn hybrid_means_split_where_the_controllers_are() {
    let group = format!("/docker/{ID}");
    let unified = "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
    let groups =
        v1_groups(&group).replace("0::/system.slice/containerd.service", &format!("0::{group}"));
    let machine = Machine::new(&format!("{V1_MOUNTS}{unified}"), &groups).with_v1(&group);
    machine.write(&format!("sys/fs/cgroup/unified/docker/{ID}/cpu.stat"), "usage_usec 7\n");
    let mut files = machine.open().unwrap();
    assert_eq!(read(&mut files), expected(Origin::CgroupV1, InactiveFile::Total));
}

#[test]
fn unified_in_every_place_that_engines_choose() {
    let user = "/user.slice/user-1000.slice/user@1000.service";
    for (kind, own, below) in [
        (EngineKind::Docker, format!("/system.slice/docker-{ID}.scope"), ""),
        (EngineKind::Docker, format!("/docker/{ID}"), ""),
        (EngineKind::Docker, format!("/system.slice/docker-{ID}.scope"), "/init.scope"),
        (EngineKind::Docker, format!("{user}/user.slice/docker-{ID}.scope"), ""),
        (EngineKind::Docker, format!("/my.slice/my-parent.slice/docker-{ID}.scope"), ""),
        (EngineKind::Docker, format!("/docker/{OUTER}/docker/{ID}"), ""),
        (EngineKind::Podman, format!("/machine.slice/libpod-{ID}.scope"), "/container"),
        (EngineKind::Podman, format!("{user}/user.slice/libpod-{ID}.scope"), "/container"),
        (EngineKind::Podman, format!("/libpod_parent/libpod-{ID}"), ""),
    ] {
        let machine = Machine::new(V2_MOUNTS, &format!("0::{own}{below}\n")).with_v2(&own);
        if !below.is_empty() {
            let child = format!("sys/fs/cgroup{own}{below}/cpu.stat");
            machine.write(&child, "usage_usec 7\n");
        }
        let kernel = machine.kernel(kind);
        let mut files = kernel.open(&InstanceId::new(ID), process(false)).unwrap();
        let expected = expected(Origin::CgroupV2, InactiveFile::Plain);
        assert_eq!(read(&mut files), expected, "{own}{below}");
        let (places, folder) = (files.places(), machine.place(&format!("sys/fs/cgroup{own}")));
        for metric in [Metric::Cpu, Metric::Memory, Metric::DiskRead] {
            assert_eq!(places.of(metric), Some(folder.as_str()), "{own}{below}: {metric:?}");
        }
        let network = machine.place(&format!("proc/{PID}/net/dev"));
        assert_eq!(places.of(Metric::NetworkRx), Some(network.as_str()), "{own}{below}");
    }
}

/// This console is itself in a container, without a namespace of control groups: it sees its own as the root of what is mounted, and
/// an engine in there with it makes others below.
#[test]
fn nested_in_a_container() {
    let mounts = format!("30 24 0:26 /docker/{OUTER} /sys/fs/cgroup ro - cgroup2 cgroup ro\n");
    let inner = format!("/docker/{OUTER}/docker/{ID}");
    let machine = Machine::new(&mounts, &format!("0::{inner}\n")).with_v2(&format!("/docker/{ID}"));
    let mut files = machine.open().unwrap();
    assert_eq!(read(&mut files), expected(Origin::CgroupV2, InactiveFile::Plain));
    assert_eq!(files.places().cpu, machine.place(&format!("sys/fs/cgroup/docker/{ID}")));
}

#[test]
fn each_controller_may_have_the_container_elsewhere() {
    let (group, parent) = (format!("/docker/{ID}"), format!("/big/{ID}"));
    let groups = v1_groups(&group).replace(&format!("memory:{group}"), &format!("memory:{parent}"));
    let machine = Machine::new(V1_MOUNTS, &groups).with_v1(&group);
    for (file, text) in [
        ("memory.usage_in_bytes", "9000000\n"),
        ("memory.limit_in_bytes", "10000000\n"),
        ("memory.stat", "total_inactive_file 0\n"),
    ] {
        machine.write(&format!("sys/fs/cgroup/memory{parent}/{file}"), text);
    }
    let reading = read(&mut machine.open().unwrap());
    assert_eq!((reading.memory_usage, reading.memory_limit), (Some(9_000_000), Some(10_000_000)));
    assert_eq!(reading.cpu_total, 1_500_000_000);
}

#[test]
fn podman_counts_what_child_groups_wrote_and_all_interfaces() {
    let group = format!("/machine.slice/libpod-{ID}.scope");
    let machine = Machine::new(V1_MOUNTS, &v1_groups(&group)).with_v1(&group);
    let dev = NET_DEV.replace("eth0", "tap0");
    machine.write(&format!("proc/{PID}/net/dev"), &dev);
    let kernel = machine.kernel(EngineKind::Podman);
    let mut files = kernel.open(&InstanceId::new(ID), process(false)).unwrap();
    let reading = read(&mut files);
    assert_eq!((reading.disk_read, reading.disk_write), (Some(111), Some(222)));
    assert_eq!((reading.network_rx, reading.network_tx), (Some(1000), Some(2000)));
}

#[test]
fn a_queue_that_counts_by_itself_is_believed_as_the_engine_does() {
    let group = format!("/docker/{ID}");
    let machine = Machine::new(V1_MOUNTS, &v1_groups(&group)).with_v1(&group);
    let queued = format!("sys/fs/cgroup/blkio{group}/blkio.io_service_bytes_recursive");
    machine.write(&queued, "Total 0\n");
    let mut files = machine.open().unwrap();
    assert_eq!(read(&mut files).disk_read, Some(100), "it names no device");
    machine.write(&queued, "8:0 Read 5\n8:0 Write 6\nTotal 11\n");
    let reading = read(&mut files);
    assert_eq!((reading.disk_read, reading.disk_write), (Some(5), Some(6)));
}

#[test]
fn a_controller_that_is_not_there_is_not_told() {
    let own = format!("/system.slice/docker-{ID}.scope");
    let machine = Machine::new(V2_MOUNTS, &format!("0::{own}\n")).with_v2(&own);
    machine.remove(&format!("sys/fs/cgroup{own}/io.stat"));
    machine.remove(&format!("sys/fs/cgroup{own}/pids.current"));
    let mut files = machine.open().unwrap();
    let reading = read(&mut files);
    assert_eq!((reading.disk_read, reading.disk_write, reading.pids), (None, None, None));
    assert_eq!(reading.memory_used(), Some(4_000_000));
    assert_eq!(files.places().of(Metric::DiskRead), None);

    let group = format!("/docker/{ID}");
    let groups = v1_groups(&group).replace("blkio", "rdma").replace("pids", "misc");
    let reading = read(&mut Machine::new(V1_MOUNTS, &groups).with_v1(&group).open().unwrap());
    assert_eq!((reading.disk_read, reading.disk_write, reading.pids), (None, None, None));
}

#[test]
fn a_limit_is_the_machines_memory_or_less_and_may_change() {
    let own = format!("/docker/{ID}");
    let machine = Machine::new(V2_MOUNTS, &format!("0::{own}\n")).with_v2(&own);
    let mut files = machine.open().unwrap();
    let limit = format!("sys/fs/cgroup{own}/memory.max");
    for (text, expected) in [
        ("max\n", MEMORY),
        ("67108864\n", 67_108_864),
        ("99999999999999\n", MEMORY),
        ("9223372036854771712\n", MEMORY),
    ] {
        machine.write(&limit, text);
        assert_eq!(read(&mut files).memory_limit, Some(expected), "{text}");
    }
    let kernel =
        machine.kernel_with(&engine(EngineKind::Docker, 0), super::super::limit::Budget::of(8));
    let mut files = kernel.open(&InstanceId::new(ID), process(false)).unwrap();
    assert_eq!(read(&mut files).memory_limit, None, "nobody said how large the machine is");
}
