//! The keys of a chart, as they are listed.

use crate::t;

/// The keys of a chart with what they do.
#[must_use]
pub fn key_list() -> Vec<(&'static str, String)> {
    vec![
        (STEP, t!("keys-chart-step")),
        (ENDS, t!("keys-chart-ends")),
        (PAN, t!("keys-chart-pan")),
        (ZOOM, t!("keys-chart-zoom")),
        (RESET, t!("keys-chart-reset")),
    ]
}

const STEP: &str = "← →";
const ENDS: &str = "Home End";
const PAN: &str = "Shift ← →";
const ZOOM: &str = "+ −";
const RESET: &str = "Escape";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::keys::Command;

    /// What a chart does at the keys of a line.
    fn commands(line: &str) -> Vec<Option<Command>> {
        let (shift, keys) = line.strip_prefix("Shift ").map_or((false, line), |keys| (true, keys));
        let key = |key: &str| match key {
            "←" => "ArrowLeft".to_owned(),
            "→" => "ArrowRight".to_owned(),
            "−" => "-".to_owned(),
            key => key.to_owned(),
        };
        keys.split(' ').map(|name| Command::of(&key(name), shift)).collect()
    }

    #[test]
    fn what_is_listed_is_what_a_chart_does() {
        let pan = |to_past| Some(Command::Pan { to_past });
        let zoom = |closer| Some(Command::Zoom { closer });
        assert_eq!(commands(STEP), [Some(Command::Step(-1)), Some(Command::Step(1))]);
        assert_eq!(commands(ENDS), [Some(Command::First), Some(Command::Last)]);
        assert_eq!(commands(PAN), [pan(true), pan(false)]);
        assert_eq!(commands(ZOOM), [zoom(true), zoom(false)]);
        assert_eq!(commands(RESET), [Some(Command::Reset)]);
    }
}
