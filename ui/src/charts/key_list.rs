//! The keys of a chart, as they are listed.

use crate::t;

/// The keys of a chart with what they do.
#[must_use]
pub fn key_list() -> Vec<(String, String)> {
    vec![
        ("← →".to_owned(), t!("keys-chart-step")),
        (t!("keys-name-ends"), t!("keys-chart-ends")),
        (t!("keys-name-pan"), t!("keys-chart-pan")),
        ("+ −".to_owned(), t!("keys-chart-zoom")),
        (t!("keys-name-escape"), t!("keys-chart-reset")),
    ]
}

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
        let does: Vec<_> = key_list().iter().map(|(keys, _)| commands(keys)).collect();
        let expected = [
            vec![Some(Command::Step(-1)), Some(Command::Step(1))],
            vec![Some(Command::First), Some(Command::Last)],
            vec![pan(true), pan(false)],
            vec![zoom(true), zoom(false)],
            vec![Some(Command::Reset)],
        ];
        assert_eq!(does, expected);
    }
}
