//! What the console says to people, in its window and around it: one catalogue of messages in each language, and how numbers and days
//! are written there.
//!
//! Every text that a person can see or hear comes from `locales/LANGUAGE/*.ftl` ([Fluent](https://projectfluent.org)), by
//! [`t!`]. English has every message; what another language lacks is shown in English. What other programs say (names, images,
//! output, the reasons of an engine) is not ours and stays as it is.
//!
//! The language and the units are the thread's ([`Language::speak`], [`units::Units::show`]). The window has one thread. The app around
//! it speaks on many, and so asks for what it says within [`Manner::speak`].

mod attempt;
mod catalogue;
pub mod dates;
mod domain;
pub mod format;
mod language;
mod manner;
mod problem;
pub mod units;

pub use attempt::{attempt, away_next_step, away_reason};
pub use catalogue::{Argument, report_with, text, text_with};
pub use domain::{cpu_share, gap, health, metric, outcome, source, state, subject_kind, verb};
pub use language::{Language, LanguageChoice};
pub use manner::Manner;
pub use problem::{notice, problem, problem_line};

/// The message of this id in the language that is spoken: `t!("nav-instances")`, `t!("instances-shown", shown = 3, of = 7)`.
///
/// An argument is a number, which the message may use to choose a plural, or text. Numbers that a person reads go in as text, formatted by
/// [`format`]; where a message needs a plural as well, it gets the plain number under another name.
#[macro_export]
macro_rules! t {
    ($id:literal) => {
        $crate::text($id)
    };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text_with($id, &[$((stringify!($name), $crate::Argument::from($value))),+])
    };
}
