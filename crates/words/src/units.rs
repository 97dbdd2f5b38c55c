//! In which units memory and CPU are shown: by the person's choice.
//!
//! Only what is shown changes. What is stored, sent and saved to files stays in bytes and in percent of one core.

use serde::{Deserialize, Serialize};
use std::cell::Cell;

thread_local! {
    /// One choice at a time; the window, which has one thread, draws everything anew when it changes.
    static CURRENT: Cell<Units> = const { Cell::new(Units { memory: MemoryUnits::Binary, cpu: CpuShare::OneCore }) };
    static CORES: Cell<u64> = const { Cell::new(0) };
}

/// By what memory is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoryUnits {
    /// By 1024, as `docker stats` does: `1.423 GiB`.
    #[default]
    Binary,
    /// By 1000: `1.528 GB`.
    Decimal,
}

/// What 100 % of CPU are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CpuShare {
    /// One core, as for `docker stats`: 0 … 100 × cores.
    #[default]
    #[serde(rename = "core")]
    OneCore,
    /// All cores of the engine's machine: 0 … 100. While their number is not known it is one core.
    Machine,
}

/// In which units memory and CPU are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Units {
    /// By what memory is counted.
    pub memory: MemoryUnits,
    /// What 100 % of CPU are.
    pub cpu: CpuShare,
}

impl MemoryUnits {
    /// Every choice, the default first.
    pub const ALL: [Self; 2] = [Self::Binary, Self::Decimal];

    /// Its word in a form and where it is kept.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::Decimal => "decimal",
        }
    }

    /// The choice of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == word)
    }
}

impl CpuShare {
    /// Every choice, the default first.
    pub const ALL: [Self; 2] = [Self::OneCore, Self::Machine];

    /// Its word in a form and where it is kept.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OneCore => "core",
            Self::Machine => "machine",
        }
    }

    /// The choice of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == word)
    }
}

impl Units {
    /// What this thread shows now.
    #[must_use]
    pub fn current() -> Self {
        CURRENT.get()
    }

    /// Shows these from now on, on this thread. What is on the screen has to be drawn anew.
    pub fn show(self) {
        CURRENT.set(self);
    }

    /// Does something in these units, and goes back to those of before.
    pub fn within<T>(self, work: impl FnOnce() -> T) -> T {
        let _before = Before { units: Some(CURRENT.replace(self)), cores: None };
        work()
    }
}

/// Brings back what was shown before when it goes, whatever happened meanwhile.
struct Before {
    units: Option<Units>,
    cores: Option<u64>,
}

impl Drop for Before {
    fn drop(&mut self) {
        if let Some(units) = self.units {
            units.show();
        }
        if let Some(cores) = self.cores {
            set_cores(cores);
        }
    }
}

/// Says to this thread how many cores the engine's machine has; 0 if that is not known.
pub fn set_cores(cores: u64) {
    CORES.set(cores);
}

/// Does something on an engine whose machine has so many cores, and goes back to those of before.
pub fn with_cores<T>(cores: u64, work: impl FnOnce() -> T) -> T {
    let _before = Before { units: None, cores: Some(CORES.replace(cores)) };
    work()
}

/// How many percent of one core the 100 % are that are shown are, in hundreds: the number of cores, or 1.
#[must_use]
pub fn cores_in_whole() -> f64 {
    match Units::current().cpu {
        CpuShare::OneCore => 1.0,
        CpuShare::Machine => CORES.get().max(1) as f64,
    }
}

/// Whether CPU is shown as a part of the whole machine, be it that its cores are known.
#[must_use]
pub fn is_of_machine() -> bool {
    Units::current().cpu == CpuShare::Machine && CORES.get() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_found_by_its_word() {
        for choice in MemoryUnits::ALL {
            assert_eq!(MemoryUnits::of_word(choice.as_str()), Some(choice));
        }
        for choice in CpuShare::ALL {
            assert_eq!(CpuShare::of_word(choice.as_str()), Some(choice));
        }
        assert_eq!(CpuShare::of_word("binary"), None);
    }

    #[test]
    fn the_whole_is_one_core_until_the_cores_are_known() {
        Units { cpu: CpuShare::Machine, ..Units::default() }.show();
        assert_eq!((cores_in_whole(), is_of_machine()), (1.0, false));
        set_cores(8);
        assert_eq!((cores_in_whole(), is_of_machine()), (8.0, true));
        Units::default().show();
        assert_eq!((cores_in_whole(), is_of_machine()), (1.0, false));
        set_cores(0);
    }

    #[test]
    fn what_is_done_within_units_leaves_the_thread_as_it_was() {
        let of_machine = Units { cpu: CpuShare::Machine, ..Units::default() };
        let within = of_machine.within(|| with_cores(4, cores_in_whole));
        assert_eq!(within, 4.0);
        assert_eq!((Units::current(), CORES.get()), (Units::default(), 0));
    }
}
