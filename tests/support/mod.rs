//! What the native tests stand on: a real engine, a display of their own, and the window in it.
//!
//! Everything that is started here belongs to one test, is ended with it, and leaves nothing behind.

pub mod bus;
pub mod display;
pub mod engine;
pub mod figures;
pub mod http;
pub mod process;
pub mod programs;
pub mod scenario;
pub mod screenshot;
pub mod services;
pub mod tray_host;
pub mod window;
