//! From the bytes of a log to its lines.

mod frames;
mod lines;

pub(crate) use frames::{FrameError, Frames, Piece};
pub(crate) use lines::Lines;
