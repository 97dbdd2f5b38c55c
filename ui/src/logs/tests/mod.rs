//! What becomes of lines before they are drawn.

mod ansi;
mod kept;
mod read;
mod search;
