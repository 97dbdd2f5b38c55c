//! CPU in percent, and the numbers that it is made of.

/// The numbers that a CPU percentage is made of: kept beside a sample, so that the console can say why it shows what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CpuBasis {
    /// Linux containers of Docker: the instance's share of what all cores of the machine spent.
    ShareOfSystem {
        /// CPU time that the instance used, in nanoseconds.
        used_ns: u64,
        /// CPU time that the machine spent meanwhile, idle time included, in nanoseconds.
        system_ns: u64,
        /// Cores of the machine.
        cores: u64,
    },
    /// Podman, and an engine that does not tell what the machine spent: CPU time for each second that passed.
    WallClock {
        /// CPU time that the instance used, in nanoseconds.
        used_ns: u64,
        /// Time between the two readings by the engine's clock, in nanoseconds.
        wall_ns: u64,
    },
    /// Windows containers: the instance's share of what all processors could have done, so that 100 % is the whole machine.
    ShareOfProcessors {
        /// CPU time that the instance used, in units of 100 ns.
        used_100ns: u64,
        /// Time between the two readings by the engine's clock, in nanoseconds.
        wall_ns: u64,
        /// Processors of the machine.
        processors: u32,
    },
}

impl CpuBasis {
    /// The percentage as `docker stats` shows it; `None` if there is nothing to divide by.
    ///
    /// - Linux: `Δtotal_usage / Δsystem_cpu_usage × online_cpus × 100`, `calculateCPUPercentUnix` of the Docker CLI. Where the CLI
    ///   prints 0.00 because the machine's counter stood still, nothing is known, so there is no percentage; where the
    ///   instance's counter stood still while the machine's moved, 0 % is the truth.
    /// - Windows: `Δtotal_usage / (Δread / 100 ns × num_procs) × 100`, `calculateCPUPercentWindows`.
    /// - Podman: `Δtotal_usage / Δread × 100`, as `podman stats` does.
    ///
    /// It is not capped at 100 × cores. The engine does not read the two counters at the same instant, and the machine's moves in
    /// steps of 10 ms, so a busy instance may stand a few percent too high in one sample and as much too low in the next;
    /// cutting off the one and not the other would make every average too low.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        let (used, possible, factor) = match *self {
            Self::ShareOfSystem { used_ns, system_ns, cores } => (used_ns, system_ns, cores),
            Self::WallClock { used_ns, wall_ns } => (used_ns, wall_ns, 1),
            Self::ShareOfProcessors { used_100ns, wall_ns, processors } => {
                (used_100ns, (wall_ns / 100).saturating_mul(u64::from(processors)), 1)
            }
        };
        (possible > 0 && factor > 0).then(|| used as f64 / possible as f64 * factor as f64 * 100.0)
    }
}
