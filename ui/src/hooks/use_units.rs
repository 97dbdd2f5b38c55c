//! In which units memory and CPU are shown.

use crate::{
    platform,
    units::{CpuShare, MemoryUnits, Units},
};
use yew::prelude::*;

/// Under which names the choices are kept in the window.
const MEMORY_KEY: &str = "mini-aws-memory-units";
const CPU_KEY: &str = "mini-aws-cpu-share";

/// The units, and how to change them.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitsHandle {
    /// What is shown.
    pub units: Units,
    /// Chooses.
    pub choose: Callback<Units>,
}

/// The units of the window. Whoever calls this draws everything anew when they change; what is below finds the handle in its context.
#[hook]
pub fn use_units() -> UnitsHandle {
    let units = use_state_eq(kept);
    // Before anything is drawn below.
    units.show();
    let setter = units.setter();
    let choose = use_callback((), move |chosen: Units, ()| {
        keep(chosen);
        setter.set(chosen);
    });
    UnitsHandle { units: *units, choose }
}

/// What was chosen before.
fn kept() -> Units {
    let word = |key| platform::read_setting(key).unwrap_or_default();
    Units {
        memory: MemoryUnits::of_word(&word(MEMORY_KEY)).unwrap_or_default(),
        cpu: CpuShare::of_word(&word(CPU_KEY)).unwrap_or_default(),
    }
}

/// Keeps them for the next start.
fn keep(units: Units) {
    platform::write_setting(MEMORY_KEY, units.memory.as_str());
    platform::write_setting(CPU_KEY, units.cpu.as_str());
}
