//! An instance's output: what is kept of it, how it is read, searched, and made harmless. Nothing here knows the page.

mod ansi;
mod buffer;
mod colour;
mod doubles;
mod heights;
mod level;
mod reader;
mod search;
#[cfg(test)]
mod tests;

pub use ansi::{Piece, Style, pieces, plain};
pub use buffer::LogBuffer;
pub use doubles::Doubles;
pub use heights::{Heights, UNWRAPPED, width};
pub use level::Level;
pub use reader::{Reading, Told, read};
pub use search::{Hit, MOST_HITS, Pages, Search, marked};
