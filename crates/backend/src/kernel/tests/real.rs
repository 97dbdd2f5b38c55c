//! This machine's own kernel.

use super::super::limit::Budget;
use super::super::mounts::Mount;
use super::super::opening::Opening;
use super::super::peer::View;
use super::super::{Kernel, Process, Scratch, Unreadable};
use super::machine::{MEMORY, engine};
use crate::docker::stats::{Observation, Origin, StatsTracker};
use chrono::Utc;
use mini_aws_domain::{ContainerOs, EngineKind, InstanceId};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const LIMIT_BYTES: u64 = 256 << 20;
const TEXT_BYTES: u64 = 4_000_000;

/// A group for each hierarchy that counts something, as an engine would make it, and gone with the test.
struct Container {
    id: String,
    folders: Vec<PathBuf>,
    is_split: bool,
    process: Option<Child>,
}

impl Container {
    /// In the groups of a name that no other test has; nothing, with the reason, where that is not possible.
    fn new() -> Result<Self, String> {
        let mountinfo =
            fs::read_to_string("/proc/self/mountinfo").map_err(|error| error.to_string())?;
        let id = format!("{:064x}", u128::from(std::process::id()) << 64 | 0xc0ffee);
        let points = |kind: &str| -> Vec<(PathBuf, String)> {
            let lines = mountinfo.lines().filter_map(|line| line.split_once(" - "));
            lines
                .filter(|(_, system)| system.split(' ').next() == Some(kind))
                .filter_map(|(mount, system)| {
                    let point = mount.split(' ').nth(4)?;
                    Some((PathBuf::from(point), system.rsplit(' ').next()?.to_owned()))
                })
                .collect()
        };
        let split: Vec<_> = points("cgroup")
            .into_iter()
            .filter(|(_, options)| {
                options.split(',').any(|one| ["cpuacct", "memory", "blkio", "pids"].contains(&one))
            })
            .collect();
        let is_split = !split.is_empty();
        let mounts = if is_split { split } else { points("cgroup2") };
        let mut container = Self { id, folders: Vec::new(), is_split, process: None };
        for (point, _) in mounts {
            // Not an engine's own parent, which this test would take away under its hands.
            let parent = point.join(format!("mini-aws-kernel-{}", std::process::id()));
            let folder = parent.join(&container.id);
            fs::create_dir_all(&folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
            container.folders.push(folder);
        }
        if container.folders.is_empty() {
            return Err("no control groups are mounted".to_owned());
        }
        if !is_split {
            // Controllers are handed down from the top, a level at a time; where a service manager refuses, there is nothing to test.
            let mut above: Vec<_> = container.folders[0].ancestors().skip(1).take(2).collect();
            above.reverse();
            for folder in above {
                fs::write(folder.join("cgroup.subtree_control"), "+memory +pids")
                    .map_err(|error| format!("{}: {error}", folder.display()))?;
            }
        }
        container.write("memory.limit_in_bytes", "memory.max", &LIMIT_BYTES.to_string())?;
        Ok(container)
    }

    fn write(&self, split: &str, unified: &str, text: &str) -> Result<(), String> {
        let name = if self.is_split { split } else { unified };
        let file = self.folders.iter().map(|folder| folder.join(name)).find(|file| file.exists());
        let file = file.ok_or_else(|| format!("no {name}"))?;
        fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
    }

    /// Starts a process in there that takes some memory, and burns a core until it is told to end.
    fn start(&mut self) -> Result<u32, String> {
        // What it took before it came in there is charged to where it was then.
        let program = format!(
            "read go; text=$(head -c {TEXT_BYTES} /dev/zero | tr '\\0' x); while :; do :; done"
        );
        let child = Command::new("sh")
            .args(["-c", &program])
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let child = self.process.insert(child);
        let pid = child.id();
        for folder in &self.folders {
            fs::write(folder.join("cgroup.procs"), pid.to_string())
                .map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        // At the end of its input it goes on.
        drop(child.stdin.take());
        Ok(pid)
    }

    /// Ends it, and takes its groups away.
    fn end(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
        for folder in self.folders.drain(..) {
            let deadline = Instant::now() + Duration::from_secs(5);
            // The kernel needs a moment to see that nobody is in it any more.
            while fs::remove_dir(&folder).is_err() && folder.exists() && Instant::now() < deadline {
                std::thread::yield_now();
            }
            if let Some(parent) = folder.parent() {
                let _ = fs::remove_dir(parent);
            }
        }
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        self.end();
    }
}

fn skip(reason: &str) {
    use std::io::Write as _;
    eprintln!("skipped: {reason}");
    let Some(log) = std::env::var_os("MINI_AWS_SKIPPED_LOG") else { return };
    let mut file = fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
    writeln!(file, "the kernel's own files: {reason}").unwrap();
}

fn kernel() -> Kernel {
    let mountinfo = fs::read_to_string("/proc/self/mountinfo").unwrap();
    let view = View {
        processes: PathBuf::from("/proc"),
        mounts: Mount::all(&mountinfo, Path::new("/")),
        networks: Vec::new(),
        opening: Opening::Kernels,
    };
    Kernel::seen(view, &engine(EngineKind::Docker, MEMORY), Budget::of(u64::MAX))
}

#[test]
fn a_busy_process_in_a_group_of_this_machine() {
    let mut container = match Container::new() {
        Ok(container) => container,
        Err(reason) => return skip(&reason),
    };
    let started = Instant::now();
    let pid = match container.start() {
        Ok(pid) => pid,
        Err(reason) => return skip(&reason),
    };
    let id = InstanceId::new(container.id.as_str());
    let mut files = kernel().open(&id, Process { pid, on_host_network: false }).unwrap();
    let places = files.places();
    assert!(places.cpu.ends_with(&format!("/{id}")), "{}", places.cpu);
    assert!(Path::new(&places.memory).join("memory.stat").exists(), "{}", places.memory);
    let disk = places.disk.as_deref().map(Path::new);
    assert!(disk.is_none_or(|folder| folder.ends_with(id.as_str())), "{disk:?}");

    let mut tracker = StatsTracker::new(EngineKind::Docker, ContainerOs::Linux);
    let mut scratch = Scratch::default();
    let deadline = Instant::now() + Duration::from_secs(20);
    let (sample, basis) = loop {
        let reading = files.read(&mut scratch, Utc::now()).unwrap();
        if let Observation::Sample(sample, basis) = tracker.observe(&id, reading)
            && sample.cpu_percent.is_some_and(|percent| percent > 5.0)
            && sample.memory_bytes.is_some_and(|bytes| bytes > TEXT_BYTES)
            && sample.pids == Some(1)
        {
            break (sample, basis);
        }
        assert!(Instant::now() < deadline, "{files:?}");
        std::thread::sleep(Duration::from_millis(50));
    };
    // A shell and two helpers, on a core each at most: units would be wrong by a thousand.
    let used = Duration::from_nanos(basis.now.cpu_total);
    assert!(used <= started.elapsed() * 3, "{used:?} in {:?}", started.elapsed());
    let origin = if container.is_split { Origin::CgroupV1 } else { Origin::CgroupV2 };
    assert_eq!(basis.now.origin, origin);
    assert_eq!(sample.memory_limit_bytes, Some(LIMIT_BYTES));
    let memory = sample.memory_bytes.unwrap();
    assert!(memory < LIMIT_BYTES, "{memory}");

    container.end();
    let gone = loop {
        match files.read(&mut scratch, Utc::now()) {
            Err(error) => break error,
            Ok(_) => assert!(Instant::now() < deadline, "the group is gone, its files are not"),
        }
    };
    assert_eq!(gone, Unreadable::Gone);
}

/// Two processes in one network show the same file; a process in another shows another.
#[test]
fn networks_are_told_apart_by_their_file() {
    use std::os::unix::fs::MetadataExt as _;
    let number = |pid: &str| fs::metadata(format!("/proc/{pid}/net/dev")).unwrap().ino();
    let wait = |mut child: Child, holds: &dyn Fn(&str) -> bool| {
        let deadline = Instant::now() + Duration::from_secs(10);
        let pid = child.id().to_string();
        let mut held = false;
        while !held && Instant::now() < deadline && child.try_wait().unwrap().is_none() {
            held = holds(&pid);
        }
        let _ = child.kill();
        let _ = child.wait();
        held
    };
    let same = Command::new("sleep").arg("1000").spawn().unwrap();
    assert!(wait(same, &|pid| number(pid) == number("self")));
    let other = match Command::new("unshare").args(["--net", "sleep", "1000"]).spawn() {
        Ok(other) => other,
        Err(error) => return skip(&format!("unshare: {error}")),
    };
    if !wait(other, &|pid| number(pid) != number("self")) {
        assert!(!rustix::process::geteuid().is_root(), "another network has the same file");
        skip("only root may make a network");
    }
}
