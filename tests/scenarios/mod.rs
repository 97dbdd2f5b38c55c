//! Scenarios that fill a file of their own.

pub mod door;
pub mod explained;
pub mod guide;
pub mod manners;
pub mod opened;
pub mod past;
pub mod sampled;
pub mod started;
pub mod tray;
