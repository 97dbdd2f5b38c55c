//! What the window is compared with: the same window by the same library, of the same size, whose page is empty but for its colour.
//!
//! A program of its own: the bench must not load what a window loads, since processes share that, and each would seem smaller.

use std::process::ExitCode;

/// Opens it, until it is told to end.
fn main() -> ExitCode {
    let context = tauri::generate_context!("tests/benches/window/blank/tauri.conf.json");
    match tauri::Builder::default().run(context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
