//! What becomes of lines before they are drawn.

mod ansi;
mod heights;
mod kept;
mod level;
mod read;
mod search;
