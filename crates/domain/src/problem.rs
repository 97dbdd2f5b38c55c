//! What a door says when it cannot do what it was asked.

use serde::{Deserialize, Serialize};

/// An error as it crosses a door: a stable code for programs, a sentence for people, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// For programs; never changes its meaning.
    pub code: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do about it, in a sentence; may be empty.
    #[serde(default)]
    pub next_step: String,
}
