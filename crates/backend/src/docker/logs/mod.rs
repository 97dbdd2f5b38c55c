//! From the bytes of a log to its lines.

mod frames;
mod lines;

pub(crate) use frames::{FrameError, Frames};
pub(crate) use lines::Lines;
