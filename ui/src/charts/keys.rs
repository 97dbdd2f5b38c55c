//! What the keyboard does in a chart.

use super::ChartModel;
use super::tip::Tip;
use crate::t;

/// What it does, for who cannot see it. The charts point to it as their description.
#[must_use]
pub fn help() -> String {
    t!("chart-keys")
}

/// How many lines of a moment are read out.
const READ: usize = 4;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// The moment so many further on, or back.
    Step(isize),
    /// The first moment.
    First,
    /// The last moment.
    Last,
    /// The time range moves by half.
    Pan {
        /// Into the past, or towards now.
        to_past: bool,
    },
    /// The time range is halved or doubled.
    Zoom {
        /// Halved, or doubled.
        closer: bool,
    },
    /// All of the time range.
    Reset,
}

impl Command {
    /// The one of a key.
    pub fn of(key: &str, shift: bool) -> Option<Self> {
        match (key, shift) {
            ("ArrowLeft", true) => Some(Self::Pan { to_past: true }),
            ("ArrowRight", true) => Some(Self::Pan { to_past: false }),
            ("ArrowLeft", false) => Some(Self::Step(-1)),
            ("ArrowRight", false) => Some(Self::Step(1)),
            ("PageUp", _) => Some(Self::Step(-10)),
            ("PageDown", _) => Some(Self::Step(10)),
            ("Home", _) => Some(Self::First),
            ("End", _) => Some(Self::Last),
            ("+" | "=", _) => Some(Self::Zoom { closer: true }),
            ("-" | "_", _) => Some(Self::Zoom { closer: false }),
            ("Escape", _) => Some(Self::Reset),
            _ => None,
        }
    }
}

/// The moment that a step leads to from `at`, among those of `model`; the first step leads to the newest.
pub(super) fn step(model: &ChartModel, at: Option<i64>, command: Command) -> Option<i64> {
    let last = model.times.len().checked_sub(1)?;
    let here = at.map(|at| model.times.partition_point(|time| *time < at).min(last));
    let place = match (command, here) {
        (Command::First, _) => 0,
        (Command::Last, _) | (Command::Step(_), None) => last,
        (Command::Step(by), Some(here)) => here.saturating_add_signed(by).min(last),
        (Command::Pan { .. } | Command::Zoom { .. } | Command::Reset, _) => return at,
    };
    // What lies beyond an end of the axis cannot be pointed at.
    model.times.get(place).map(|time| (*time).clamp(model.start, model.end))
}

/// A moment as it is read out.
pub(super) fn spoken(model: &ChartModel, at: i64) -> String {
    let Some(tip) = Tip::new(model, at) else {
        return String::new();
    };
    let values = tip.rows.iter().take(READ).map(|row| format!("{} {}", row.name, row.value));
    let events = tip.events.iter().map(|event| event.name.clone());
    std::iter::once(tip.title).chain(values).chain(events).collect::<Vec<_>>().join(", ")
}
