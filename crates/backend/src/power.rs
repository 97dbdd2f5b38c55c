//! Whether the machine runs on its battery.

#[cfg(any(test, not(any(windows, target_os = "macos"))))]
use std::fs;
#[cfg(any(test, not(any(windows, target_os = "macos"))))]
use std::path::Path;

/// Where Linux tells of batteries and power supplies.
#[cfg(not(any(windows, target_os = "macos")))]
const POWER_SUPPLIES: &str = "/sys/class/power_supply";

/// Whether the machine runs on its battery; `None` where the system does not tell. Blocks: a battery can take its time to answer.
#[cfg(not(any(windows, target_os = "macos")))]
pub(crate) fn on_battery() -> Option<bool> {
    on_battery_by(Path::new(POWER_SUPPLIES))
}

/// Whether the machine runs on its battery; `None` where the system does not tell. Blocks.
#[cfg(any(windows, target_os = "macos"))]
pub(crate) fn on_battery() -> Option<bool> {
    use starship_battery::{Manager, State};
    let batteries = Manager::new().and_then(|manager| manager.batteries());
    // One that cannot be read says nothing; the others may.
    let mut states = batteries.ok()?.filter_map(Result::ok).map(|battery| battery.state());
    let first = states.next()?;
    Some(first == State::Discharging || states.any(|state| state == State::Discharging))
}

/// By what the folder `supplies` says, which has a folder for each battery and each supply.
#[cfg(any(test, not(any(windows, target_os = "macos"))))]
fn on_battery_by(supplies: &Path) -> Option<bool> {
    let read = |folder: &Path, name: &str| {
        fs::read_to_string(folder.join(name)).ok().map(|text| text.trim().to_owned())
    };
    let mut discharging = None;
    for entry in fs::read_dir(supplies).ok()? {
        // One that is being unplugged may vanish between the two.
        let Ok(entry) = entry else { continue };
        let folder = entry.path();
        // A mouse has a battery as well.
        if read(&folder, "scope").as_deref() == Some("Device") {
            continue;
        }
        match read(&folder, "type").as_deref() {
            Some("Battery") => {
                let is_discharging = read(&folder, "status").as_deref() == Some("Discharging");
                discharging = Some(discharging.unwrap_or(false) || is_discharging);
            }
            // A weak supply may not keep up with what the machine draws: it is plugged in all the same.
            Some("Mains" | "USB") if read(&folder, "online").as_deref() == Some("1") => {
                return Some(false);
            }
            _ => {}
        }
    }
    discharging
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told by supplies with these files.
    fn told(supplies: &[(&str, &[(&str, &str)])]) -> Option<bool> {
        let root = tempfile::tempdir().unwrap();
        for (supply, files) in supplies {
            let folder = root.path().join(supply);
            fs::create_dir(&folder).unwrap();
            for (name, text) in *files {
                fs::write(folder.join(name), format!("{text}\n")).unwrap();
            }
        }
        on_battery_by(root.path())
    }

    const BATTERY: &[(&str, &str)] = &[("type", "Battery"), ("status", "Discharging")];

    #[test]
    fn a_battery_that_discharges_with_nothing_plugged_in_is_what_it_runs_on() {
        let full: &[_] = &[("type", "Battery"), ("status", "Full")];
        let mains = |online| [("type", "Mains"), ("online", online)];
        assert_eq!(told(&[("BAT0", BATTERY), ("AC", &mains("0"))]), Some(true));
        assert_eq!(told(&[("BAT0", BATTERY), ("BAT1", full)]), Some(true));
        assert_eq!(told(&[("BAT0", full), ("AC", &mains("1"))]), Some(false));
        assert_eq!(told(&[("BAT0", BATTERY), ("AC", &mains("1"))]), Some(false));
    }

    #[test]
    fn a_machine_without_a_battery_of_its_own_says_nothing() {
        let mouse: &[_] = &[("type", "Battery"), ("status", "Discharging"), ("scope", "Device")];
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[("hid-mouse", mouse)]), None);
        assert_eq!(on_battery_by(Path::new("/nowhere/at/all")), None);
    }
}
