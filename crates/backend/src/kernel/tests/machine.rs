//! A machine in a folder: `/proc` and `/sys/fs/cgroup` with what a test puts there.

use super::super::limit::Budget;
use super::super::mounts::Mount;
use super::super::opening::Opening;
use super::super::peer::View;
use super::super::{Files, Kernel, Process, Scratch, Unreadable};
use crate::docker::stats::Reading;
use chrono::DateTime;
use mini_aws_domain::{CgroupVersion, ContainerOs, EngineInfo, EngineKind, InstanceId};
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(super) const ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
pub(super) const OUTER: &str = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";
pub(super) const PID: u32 = 4711;
pub(super) const MEMORY: u64 = 8 << 30;

pub(super) const V2_MOUNTS: &str =
    "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
pub(super) const V1_MOUNTS: &str = "\
31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct
36 31 0:33 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
38 31 0:35 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio
39 31 0:36 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd
";
pub(super) const NET_DEV: &str = "\
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     900      10    0    0    0     0          0         0      900      10    0    0    0     0       0          0
  eth0:    1000      11    0    0    0     0          0         0     2000      21    0    0    0     0       0          0
";

pub(super) struct Machine {
    root: TempDir,
    mounts: Vec<Mount>,
    networks: Vec<u64>,
}

pub(super) fn engine(kind: EngineKind, memory_bytes: u64) -> EngineInfo {
    EngineInfo {
        kind,
        version: "28.0.0".to_owned(),
        api_version: "1.47".to_owned(),
        endpoint: String::new(),
        found_by: String::new(),
        host: String::new(),
        os: ContainerOs::Linux,
        cgroup: CgroupVersion::Unknown,
        cpus: 2,
        memory_bytes,
    }
}

pub(super) fn process(on_host_network: bool) -> Process {
    Process { pid: PID, on_host_network }
}

impl Machine {
    /// With these mounts, and a process in these groups.
    pub(super) fn new(mountinfo: &str, groups: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let mut machine = Self { root, mounts: Vec::new(), networks: Vec::new() };
        machine.mounts = Mount::all(mountinfo, machine.root.path());
        machine.write(&format!("proc/{PID}/cgroup"), groups);
        machine.write(&format!("proc/{PID}/net/dev"), NET_DEV);
        machine
    }

    /// The files of a container's group in the split hierarchies.
    pub(super) fn with_v1(self, group: &str) -> Self {
        let in_group = |controller: &str, file: &str| {
            format!("sys/fs/cgroup/{controller}/{}/{file}", group.trim_start_matches('/'))
        };
        self.write(&in_group("cpu,cpuacct", "cpuacct.usage"), "1500000000\n");
        self.write(&in_group("memory", "memory.usage_in_bytes"), "5000000\n");
        self.write(&in_group("memory", "memory.limit_in_bytes"), "9223372036854771712\n");
        let stat =
            "cache 4000000\ninactive_file 7\ntotal_cache 4000000\ntotal_inactive_file 1000000\n";
        self.write(&in_group("memory", "memory.stat"), stat);
        self.write(&in_group("pids", "pids.current"), "3\n");
        let bytes = "8:0 Read 100\n8:0 Write 200\n8:0 Sync 300\n8:0 Total 300\nTotal 300\n";
        self.write(&in_group("blkio", "blkio.throttle.io_service_bytes"), bytes);
        let all = "8:0 Read 111\n8:0 Write 222\nTotal 333\n";
        self.write(&in_group("blkio", "blkio.throttle.io_service_bytes_recursive"), all);
        self
    }

    /// The files of a container's group in the unified hierarchy, which is mounted at `/sys/fs/cgroup`.
    pub(super) fn with_v2(self, group: &str) -> Self {
        let folder = format!("sys/fs/cgroup/{}", group.trim_start_matches('/'));
        let write = |file: &str, text: &str| self.write(&format!("{folder}/{file}"), text);
        write("cpu.stat", "usage_usec 1500000\nuser_usec 1000000\nsystem_usec 500000\n");
        write("memory.current", "5000000\n");
        write("memory.max", "max\n");
        write("memory.stat", "anon 4000000\nfile 1000000\ninactive_file 1000000\nactive_file 0\n");
        write("pids.current", "3\n");
        write("io.stat", "8:0 rbytes=100 wbytes=200 rios=1 wios=2 dbytes=0 dios=0\n");
        self
    }

    /// The process is in the network of somebody else.
    pub(super) fn with_shared_network(mut self) -> Self {
        let file = fs::metadata(self.path(&format!("proc/{PID}/net/dev"))).unwrap();
        self.networks.push(file.ino());
        self
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(super) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    pub(super) fn kernel(&self, kind: EngineKind) -> Kernel {
        self.kernel_with(&engine(kind, MEMORY), Budget::of(u64::MAX))
    }

    pub(super) fn kernel_with(&self, engine: &EngineInfo, budget: Budget) -> Kernel {
        let view = View {
            processes: self.path("proc"),
            mounts: self.mounts.clone(),
            networks: self.networks.clone(),
            opening: Opening::Any,
        };
        Kernel::seen(view, engine, budget)
    }

    pub(super) fn open(&self) -> Result<Files, Unreadable> {
        self.kernel(EngineKind::Docker).open(&InstanceId::new(ID), process(false))
    }

    /// What is told of a path in here as a place.
    pub(super) fn place(&self, path: &str) -> String {
        Path::new(self.root.path()).join(path).display().to_string()
    }
}

pub(super) fn read(files: &mut Files) -> Reading {
    files.read(&mut Scratch::default(), DateTime::UNIX_EPOCH).unwrap()
}

/// A machine with one container, for who reads the kernel's files: it is there as long as its folder.
pub(crate) fn with_one() -> (TempDir, Kernel, InstanceId, Process) {
    let group = format!("/docker/{ID}");
    let machine = Machine::new(V2_MOUNTS, &format!("0::{group}\n")).with_v2(&group);
    let kernel = machine.kernel(EngineKind::Docker);
    (machine.root, kernel, InstanceId::new(ID), process(false))
}

/// What the engine of such a machine says about itself.
pub(crate) fn its_engine() -> EngineInfo {
    engine(EngineKind::Docker, MEMORY)
}
