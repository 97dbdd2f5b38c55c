//! What is not read, and what the engine is asked instead.

use super::super::limit::Budget;
use super::super::{Elsewhere, Kernel, Scratch, Unreadable};
use super::machine::*;
use crate::docker::endpoint::Endpoint;
use chrono::DateTime;
use mini_aws_domain::{ContainerOs, EngineInfo, EngineKind, InstanceId};

fn scope() -> String {
    format!("/system.slice/docker-{ID}.scope")
}

fn v2() -> Machine {
    Machine::new(V2_MOUNTS, &format!("0::{}\n", scope())).with_v2(&scope())
}

#[test]
fn a_process_of_somebody_else_is_refused() {
    for groups in [
        "0::/user.slice/user-1000.slice/session-2.scope\n".to_owned(),
        "0::/\n".to_owned(),
        format!("0::/system.slice/docker-{OUTER}.scope\n"),
    ] {
        let machine = Machine::new(V2_MOUNTS, &groups).with_v2(&scope());
        assert_eq!(machine.open().unwrap_err(), Unreadable::NotItsOwn(PID), "{groups}");
    }
    // An engine that invents its containers.
    let open = v2().kernel(EngineKind::Docker).open(&InstanceId::new("web"), process(false));
    assert_eq!(open.unwrap_err(), Unreadable::NotItsOwn(PID));
}

#[test]
fn one_controller_of_somebody_else_is_enough() {
    let groups = format!("4:memory:/user.slice\n2:cpu,cpuacct:/docker/{ID}\n0::/\n");
    let machine = Machine::new(V1_MOUNTS, &groups).with_v1(&format!("/docker/{ID}"));
    assert_eq!(machine.open().unwrap_err(), Unreadable::NotItsOwn(PID));
}

#[test]
fn nobody_has_that_number() {
    let machine = v2();
    machine.remove(&format!("proc/{PID}/cgroup"));
    assert_eq!(machine.open().unwrap_err(), Unreadable::NoProcess(PID));
}

#[test]
fn a_group_beside_ones_own_cannot_be_reached() {
    let group = format!("/../{ID}");
    let machine = Machine::new(V2_MOUNTS, &format!("0::{group}\n"));
    // It would be found by going up through the mount, and be somebody else's.
    machine.write(&format!("sys/fs/{ID}/cpu.stat"), "usage_usec 7\n");
    assert_eq!(machine.open().unwrap_err(), Unreadable::OutOfReach(group));
}

#[test]
fn without_cpu_or_memory_the_engine_is_asked() {
    for file in ["cpu.stat", "memory.current", "memory.stat", "memory.max"] {
        let machine = v2();
        machine.remove(&format!("sys/fs/cgroup{}/{file}", scope()));
        assert_eq!(machine.open().unwrap_err(), Unreadable::Missing(file));
    }
    let no_memory = format!("2:cpu,cpuacct:/docker/{ID}\n0::/docker/{ID}\n");
    let machine = Machine::new(V1_MOUNTS, &no_memory).with_v1(&format!("/docker/{ID}"));
    assert_eq!(machine.open().unwrap_err(), Unreadable::Missing("memory"));
}

#[test]
fn what_is_no_counter_is_not_taken_for_one() {
    for (file, text) in [
        ("cpu.stat", "user_usec 5\n"),
        ("cpu.stat", "usage_usec 18446744073709551615\n"),
        ("memory.current", ""),
        ("memory.max", "unlimited\n"),
        ("memory.stat", "anon 4000000\n"),
        ("pids.current", "-1\n"),
    ] {
        let machine = v2();
        let mut files = machine.open().unwrap();
        machine.write(&format!("sys/fs/cgroup{}/{file}", scope()), text);
        let read = files.read(&mut Scratch::default(), DateTime::UNIX_EPOCH);
        assert_eq!(read.unwrap_err(), Unreadable::Malformed(file), "{text}");
        assert_eq!(machine.open().unwrap_err(), Unreadable::Malformed(file), "{text}");
    }
}

#[test]
fn more_files_than_allowed_are_not_opened() {
    let machine = v2();
    let kernel = machine.kernel_with(&engine(EngineKind::Docker, MEMORY), Budget::of(16));
    let open = || kernel.open(&InstanceId::new(ID), process(false));
    let (first, _second) = (open().unwrap(), open().unwrap());
    assert_eq!(open().unwrap_err(), Unreadable::TooManyFiles);
    drop(first);
    assert!(open().is_ok());
    // One that fails gives back what it took.
    machine.remove(&format!("sys/fs/cgroup{}/cpu.stat", scope()));
    for _ in 0..3 {
        assert_eq!(open().unwrap_err(), Unreadable::Missing("cpu.stat"));
    }
}

#[test]
fn a_network_of_others_is_not_the_containers() {
    let machine = v2();
    let kernel = machine.kernel(EngineKind::Docker);
    let mut files = kernel.open(&InstanceId::new(ID), process(true)).unwrap();
    let reading = read(&mut files);
    assert_eq!((reading.network_rx, reading.network_tx), (None, None));
    assert!(files.has_network(), "there is nothing to ask the engine for");
    assert_eq!(files.places().network, None);

    let machine = v2().with_shared_network();
    let mut files = machine.open().unwrap();
    assert_eq!(read(&mut files).network_rx, None);
    assert!(files.has_network());
}

#[test]
fn where_interfaces_are_named_otherwise_the_engine_is_asked() {
    let machine = v2();
    let dev = format!("proc/{PID}/net/dev");
    let mut files = machine.open().unwrap();
    assert!(files.has_network());
    machine.write(&dev, &NET_DEV.replace("eth0", "lan0"));
    assert_eq!(read(&mut files).network_rx, None);
    assert!(!files.has_network());
    assert!(!machine.open().unwrap().has_network(), "it is known from the beginning");
    machine.write(&dev, NET_DEV);
    assert_eq!(read(&mut files).network_rx, Some(1000));
    assert!(files.has_network());
    machine.remove(&dev);
    let mut files = machine.open().unwrap();
    assert_eq!((read(&mut files).network_rx, files.has_network()), (None, false));
}

#[tokio::test]
async fn engines_elsewhere_are_told() {
    let linux = engine(EngineKind::Docker, MEMORY);
    let windows = EngineInfo { os: ContainerOs::Windows, ..linux.clone() };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("engine.sock");
    let socket = Endpoint::Unix(path.clone());
    let why_not =
        |endpoint: &Endpoint, engine: &EngineInfo| Kernel::of(endpoint, engine).unwrap_err();
    let tcp = Endpoint::Tcp { host: "127.0.0.1".to_owned(), port: 2375 };
    assert_eq!(why_not(&tcp, &linux), Elsewhere::NotLocal);
    assert_eq!(why_not(&socket, &windows), Elsewhere::OtherContainers);
    let nothing_there = Elsewhere::NoListener(std::io::ErrorKind::NotFound);
    assert_eq!(why_not(&socket, &linux), nothing_there);

    // This process itself listens: it is on this machine, and has no containers.
    let _listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
    match Kernel::of(&socket, &linux) {
        Ok(kernel) => {
            let open = kernel.open(
                &InstanceId::new(ID),
                super::super::Process { pid: std::process::id(), on_host_network: false },
            );
            assert_eq!(open.unwrap_err(), Unreadable::NotItsOwn(std::process::id()));
        }
        Err(error) => assert_eq!(error, Elsewhere::NoCgroups),
    }
}
