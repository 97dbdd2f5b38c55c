//! The words on the screen: one catalogue of messages in each language, and how numbers and times are written there.
//!
//! Every text that a person can see or hear comes from `ui/locales/LANGUAGE/*.ftl` ([Fluent](https://projectfluent.org)), by
//! [`t!`]. English has every message; what another language lacks is shown in English. What other programs say (names, images,
//! output, the reasons of an engine) is not ours and stays as it is.

mod attempt;
mod catalogue;
pub mod dates;
mod domain;
mod language;
mod problem;

#[cfg(test)]
mod literals;
#[cfg(test)]
mod tests;

pub use attempt::{attempt, away_next_step, away_reason};
pub use catalogue::{Argument, text, text_with};
pub use domain::{cpu_share, gap, health, metric, outcome, source, state, subject_kind, verb};
pub use language::{Language, LanguageChoice};
pub use problem::{notice, problem, problem_line};

/// The message of this id in the language that the window speaks: `t!("nav-instances")`, `t!("instances-shown", shown = 3, of = 7)`.
///
/// An argument is a number, which the message may use to choose a plural, or text. Numbers that a person reads go in as text, formatted by
/// [`crate::format`]; where a message needs a plural as well, it gets the plain number under another name.
#[macro_export]
macro_rules! t {
    ($id:literal) => {
        $crate::words::text($id)
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::words::text_with($id, &[$((stringify!($name), $crate::words::Argument::from($value))),+])
    };
}
