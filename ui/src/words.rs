//! The words on the screen. They are the console's own ([`mini_aws_words`]), so that what is around the window says the same.

pub use mini_aws_words::{
    Argument, Language, LanguageChoice, attempt, away_next_step, away_reason, cpu_share, dates,
    gap, health, metric, notice, outcome, problem, problem_line, source, state, subject_kind, text,
    text_with, verb,
};
