//! The desktop app. Everything is in the library, so that tests can reach it.

// On Windows a window needs no console beside it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    mini_aws_console_lib::run()
}
