//! In which units memory and CPU are shown.

use crate::units::Units;
use yew::prelude::*;

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
    let units = use_state_eq(Units::kept);
    // Before anything is drawn below.
    units.show();
    let setter = units.setter();
    let choose = use_callback((), move |chosen: Units, ()| {
        chosen.keep();
        setter.set(chosen);
    });
    UnitsHandle { units: *units, choose }
}
