//! `cargo xtask lint`: form, lints, licences and sources. Every check runs, whatever the others say.

use std::path::Path;

use crate::command::Cmd;
use crate::error::Error;
use crate::host::Project;
use crate::setup;
use crate::step::{Steps, print_failure};
use crate::ui::wasm::{self, WasmToolchain};

const WASM_CLIPPY: &str = "clippy of the frontend, for wasm";

/// Runs the checks.
pub fn lint(project: &Project, steps: &mut Steps) -> Result<(), Error> {
    // Clippy compiles what the app links.
    setup::window_libraries(steps)?;

    let mut failed = Vec::new();
    let mut check = |steps: &mut Steps, name: &'static str, command: Cmd| {
        if let Err(error) = steps.run(name, || command.run()) {
            print_failure(&error);
            failed.push(name);
        }
    };
    check(steps, "check the formatting", Cmd::cargo().args(["fmt", "--all", "--check"]));
    check(
        steps,
        "clippy",
        Cmd::cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    );
    // Debian's way has no clippy of the project's version.
    if WasmToolchain::find() == Some(WasmToolchain::Rustup) {
        check(steps, WASM_CLIPPY, wasm_clippy(&project.target.join("wasm")));
    } else {
        steps.skip(
            WASM_CLIPPY,
            format!(
                "the wasm target is not installed; to have it: rustup target add {}",
                wasm::TARGET
            ),
        );
    }
    if Cmd::cargo().args(["deny", "--version"]).succeeds() {
        check(
            steps,
            "cargo-deny",
            Cmd::cargo().args(["deny", "--all-features", "check", "licenses", "bans", "sources"]),
        );
    } else {
        steps.skip("cargo-deny", "not installed; to have it: cargo install --locked cargo-deny");
    }
    if failed.is_empty() { Ok(()) } else { Err(Error::ChecksFailed(failed.join(", "))) }
}

/// What is compiled for wasm alone, which clippy does not see on the machine. What runs on the machine meanwhile (macros,
/// build scripts) is shared with the frontend's build: same folder, same profile, no flags for the machine's linker.
fn wasm_clippy(target: &Path) -> Cmd {
    Cmd::cargo()
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("CARGO_TARGET_DIR", target)
        .args(["clippy", "--package", "mini-aws-ui", "--lib", "--profile", "wasm"])
        .args(["--target", wasm::TARGET, "--", "-D", "warnings"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frontend_is_linted_as_the_browser_gets_it() {
        let line = wasm_clippy(Path::new("t")).line();
        assert!(
            line.starts_with("CARGO_TARGET_DIR=t cargo clippy --package mini-aws-ui"),
            "{line}"
        );
        assert!(line.ends_with("--target wasm32-unknown-unknown -- -D warnings"), "{line}");
    }
}
