//! The console's window: a Yew frontend.
//!
//! Data go one way. [`backend`] is the only door: a snapshot first, then batches of events. [`state`] turns both into one
//! [`state::ConsoleState`], a pure reducer without a browser. [`pages`] and [`components`] draw it. What asks the browser
//! for something (time, theme, size, visibility) is in [`hooks`] and [`platform`], so that all the rest runs natively in tests.

pub mod app;
pub mod backend;
pub mod charts;
pub mod components;
pub mod hooks;
pub mod logs;
pub mod pages;
pub mod palette;
pub mod picture;
pub mod platform;
pub mod route;
pub mod shortcuts;
pub mod state;
pub mod time;
pub mod words;

pub use mini_aws_words::{format, t, units};

#[cfg(test)]
mod testing;

/// Puts the application into the page. The glue calls it as soon as the module is loaded.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    mini_aws_words::report_with(platform::log_error);
    yew::Renderer::<app::App>::new().render();
}
