//! What ours is compared with: the same window by the same library, of the same size, whose page is empty but for its colour.

use std::process::ExitCode;

/// How this program is told to be it.
pub const ARGUMENT: &str = "blank";

/// The colour of the page in `blank/page`.
pub const COLOUR: [u8; 3] = [0x2f, 0x9a, 0x3c];

/// Opens it, until it is told to end.
pub fn run() -> ExitCode {
    let context = tauri::generate_context!("tests/benches/window/blank/tauri.conf.json");
    match tauri::Builder::default().run(context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the blank window: {error}");
            ExitCode::FAILURE
        }
    }
}
