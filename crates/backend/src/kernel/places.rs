//! Where a container's counters are read, for people to look there themselves.

use mini_aws_domain::Metric;

/// Where the counters of a run of a container are, each in a part of a sentence: a folder of control groups, such as
/// `/sys/fs/cgroup/memory/docker/f00`, or a file, such as `/proc/4711/net/dev`. With the unified hierarchy the folders are the same one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Places {
    /// The folder with the counter of CPU time.
    pub(crate) cpu: String,
    /// The folder with the counters of memory.
    pub(crate) memory: String,
    /// The folder with the counters of what is read from and written to disks; absent where the kernel does not count that.
    pub(crate) disk: Option<String>,
    /// The file with the counters of interfaces; absent where they are not read, since it has no network of its own or they are hidden.
    pub(crate) network: Option<String>,
}

impl Places {
    /// Where the counters of this metric are; nothing if the kernel is not read for it.
    pub(crate) fn of(&self, metric: Metric) -> Option<&str> {
        match metric {
            Metric::Cpu => Some(&self.cpu),
            Metric::Memory => Some(&self.memory),
            Metric::DiskRead | Metric::DiskWrite => self.disk.as_deref(),
            Metric::NetworkRx | Metric::NetworkTx => self.network.as_deref(),
        }
    }
}
