//! `cargo xtask lint`: form, lints, licences and sources. Every check runs, whatever the others say.

use crate::command::Cmd;
use crate::error::Error;
use crate::setup;
use crate::step::{Steps, print_failure};

/// Runs the checks.
pub fn lint(steps: &mut Steps) -> Result<(), Error> {
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
