//! Where the answers go: a person's terminal, or another program.

mod clean;
pub mod figures;
mod pipe;
mod style;
mod table;

pub use clean::{Cleaner, clean, clean_json};
pub use pipe::reader_gone;
pub use style::{Paint, Style};
pub use table::{Cell, Column, Table, fitted, separated};

use crate::error::CliError;
use serde::Serialize;
use std::io::{self, IsTerminal, Write};

/// How wide a table may be where nobody knows how wide the terminal is.
const USUAL_WIDTH: usize = 80;
const USUAL_HEIGHT: usize = 24;
/// A table for `less -S` and its like, which show what is beyond their edge.
const NO_EDGE: usize = 10_000;

/// What stdout is, and so in which form it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Whether a person reads it, so that tables are aligned and numbers have units.
    pub for_people: bool,
    /// Whether the cursor may be moved about.
    pub can_redraw: bool,
    /// Colours and widths.
    pub style: Style,
}

/// What the environment says about colours and sizes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether stdout is a terminal.
    pub is_terminal: bool,
    /// Its columns and rows.
    pub size: Option<(u16, u16)>,
    /// `COLUMNS`.
    pub columns: Option<String>,
    /// `TERM`.
    pub term: Option<String>,
    /// `NO_COLOR`.
    pub no_color: Option<String>,
    /// `CLICOLOR`.
    pub clicolor: Option<String>,
    /// `CLICOLOR_FORCE`.
    pub clicolor_force: Option<String>,
}

impl Surroundings {
    /// The process's own. The one place that reads them.
    fn of_stdout() -> Self {
        let variable = |name| std::env::var_os(name).map(|it| it.to_string_lossy().into_owned());
        let is_terminal = io::stdout().is_terminal();
        // Where it is refused, what follows is shown as it is; TERM=dumb is for such a console.
        #[cfg(windows)]
        let _ = anstyle_query::windows::enable_ansi_colors();
        let size = is_terminal.then(terminal_size::terminal_size).flatten();
        Self {
            is_terminal,
            size: size.map(|(width, height)| (width.0, height.0)),
            columns: variable("COLUMNS"),
            term: variable("TERM"),
            no_color: variable("NO_COLOR"),
            clicolor: variable("CLICOLOR"),
            clicolor_force: variable("CLICOLOR_FORCE"),
        }
    }
}

impl Terminal {
    /// What this process's stdout is.
    pub fn of_stdout() -> Self {
        Self::new(&Surroundings::of_stdout())
    }

    /// What the surroundings make of it: `NO_COLOR` wins over `CLICOLOR_FORCE`, which wants what a terminal gets wherever it goes.
    pub fn new(around: &Surroundings) -> Self {
        let told = |variable: &Option<String>| variable.as_ref().is_some_and(|it| !it.is_empty());
        let forced = told(&around.clicolor_force) && around.clicolor_force.as_deref() != Some("0");
        let is_dumb = around.term.as_deref() == Some("dumb");
        let coloured = match () {
            () if told(&around.no_color) => false,
            () if forced => true,
            () => around.is_terminal && !is_dumb && around.clicolor.as_deref() != Some("0"),
        };
        let named = around.columns.as_deref().and_then(|columns| columns.trim().parse().ok());
        let sized = around.size.map(|(width, _)| usize::from(width));
        // A pseudo-terminal that nobody gave a size says that it has none.
        let known = sized.or(named).filter(|width| *width > 0);
        let width = known.unwrap_or(if around.is_terminal { USUAL_WIDTH } else { NO_EDGE });
        let height = around.size.map_or(0, |(_, height)| usize::from(height));
        let height = if height > 0 { height } else { USUAL_HEIGHT };
        Self {
            for_people: around.is_terminal || forced,
            can_redraw: around.is_terminal && !is_dumb,
            style: Style { width, height, coloured },
        }
    }

    /// JSON as the API has it: readable on a terminal, on one line elsewhere.
    ///
    /// # Errors
    /// [`CliError::Json`]
    pub fn json<T: Serialize>(&self, value: &T) -> Result<String, CliError> {
        let json = match self.for_people {
            true => serde_json::to_string_pretty(value),
            false => serde_json::to_string(value),
        };
        let json = json.map_err(CliError::Json)?;
        Ok(format!("{}\n", if self.for_people { clean_json(&json).into_owned() } else { json }))
    }
}

/// Writes to stdout at once.
///
/// # Errors
/// [`CliError::Output`], also where whoever read it went away.
pub fn print(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(CliError::Output)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_terminal() -> Surroundings {
        Surroundings { is_terminal: true, size: Some((120, 40)), ..Surroundings::default() }
    }

    fn set(value: &str) -> Option<String> {
        Some(value.to_owned())
    }

    #[test]
    fn a_terminal_gets_colour_unless_it_or_the_person_does_not_want_any() {
        assert!(Terminal::new(&on_terminal()).style.coloured);
        for plain in [
            Surroundings { no_color: set("1"), ..on_terminal() },
            Surroundings { no_color: set("1"), clicolor_force: set("1"), ..on_terminal() },
            Surroundings { clicolor: set("0"), ..on_terminal() },
            Surroundings { term: set("dumb"), ..on_terminal() },
        ] {
            let terminal = Terminal::new(&plain);
            assert!(terminal.for_people && !terminal.style.coloured, "{plain:?}");
        }
        let empty = Surroundings { no_color: set(""), ..on_terminal() };
        assert!(Terminal::new(&empty).style.coloured, "an empty NO_COLOR says nothing");
    }

    #[test]
    fn a_pipe_gets_neither_unless_that_is_wanted() {
        let piped = Surroundings::default();
        let terminal = Terminal::new(&piped);
        assert!(!terminal.for_people && !terminal.style.coloured && !terminal.can_redraw);
        let forced = Terminal::new(&Surroundings { clicolor_force: set("1"), ..piped.clone() });
        assert!(forced.for_people && forced.style.coloured && !forced.can_redraw);
        assert_eq!(forced.style.width, NO_EDGE);
        let not = Terminal::new(&Surroundings { clicolor_force: set("0"), ..piped });
        assert!(!not.for_people && !not.style.coloured);
    }

    #[test]
    fn the_width_is_the_terminals_then_the_variables_then_the_usual_one() {
        let width = |around: &Surroundings| Terminal::new(around).style.width;
        assert_eq!(width(&on_terminal()), 120);
        let unsized_ = Surroundings { size: Some((0, 0)), columns: set("60"), ..on_terminal() };
        assert_eq!(width(&unsized_), USUAL_WIDTH);
        let unknown = Surroundings { size: None, columns: set("60"), ..on_terminal() };
        assert_eq!(width(&unknown), 60);
        let nobody = Surroundings { size: None, columns: set("wide"), ..on_terminal() };
        assert_eq!(width(&nobody), USUAL_WIDTH);
    }

    #[test]
    fn a_dumb_terminal_is_not_redrawn() {
        assert!(Terminal::new(&on_terminal()).can_redraw);
        let dumb = Surroundings { term: set("dumb"), ..on_terminal() };
        assert!(!Terminal::new(&dumb).can_redraw);
    }
}
