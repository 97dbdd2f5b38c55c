//! `cargo xtask test`: every test of the project.

use std::fs;
use std::path::Path;

use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Project, make_folder};
use crate::step::Steps;
use crate::{setup, ui};

/// A test that cannot run here appends a line to the file that this variable names: what was left out, and why. A runner
/// shows nothing of a test that passes, so without it such a test would look as if it had been made.
const SKIPPED_LOG: &str = "MINI_AWS_SKIPPED_LOG";

/// Runs the tests; `args` go to the runner.
pub fn test(project: &Project, steps: &mut Steps, args: &[String]) -> Result<(), Error> {
    setup::for_app(steps)?;
    setup::test_tools(project, steps)?;
    ui::build(project, steps, false)?;

    make_folder(&project.target)?;
    let skipped = project.target.join("skipped-tests.txt");
    fs::write(&skipped, "").map_err(Error::io(&skipped))?;

    let nextest = Cmd::cargo().args(["nextest", "--version"]).succeeds();
    let tests = steps.run("run the tests", || runner(nextest, &skipped).args(args).run());
    let left_out = fs::read_to_string(&skipped).map_err(Error::io(&skipped))?;
    for line in skipped_tests(&left_out) {
        steps.skip("a test", line);
    }
    tests?;
    // A filter is for one test: the examples in the documentation are not what is looked for.
    if args.is_empty() {
        steps.run("run the examples in the documentation", || {
            surroundings(Cmd::cargo().args(["test", "--workspace", "--doc", "--quiet"]), &skipped)
                .run()
        })?;
    }
    Ok(())
}

/// One run over the whole workspace: with a run for each package cargo would build shared crates once for each set of
/// features.
fn runner(nextest: bool, skipped: &Path) -> Cmd {
    let command = if nextest {
        Cmd::cargo().args(["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        Cmd::cargo().args(["test", "--workspace", "--all-targets", "--no-fail-fast"])
    };
    surroundings(command, skipped)
}

fn surroundings(command: Cmd, skipped: &Path) -> Cmd {
    // A snapshot that differs is a failure to look at, never a file to write in passing.
    command.env("INSTA_UPDATE", "no").env_remove("INSTA_FORCE_PASS").env(SKIPPED_LOG, skipped)
}

/// The lines of the log, each once: every test of a file may say the same.
fn skipped_tests(log: &str) -> Vec<&str> {
    let mut lines: Vec<_> = log.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_runners_take_the_whole_workspace_and_write_no_snapshot() {
        for nextest in [true, false] {
            let line = runner(nextest, Path::new("log")).line();
            assert!(line.contains("--workspace") && line.contains("--no-fail-fast"), "{line}");
            assert!(
                line.contains("INSTA_UPDATE=no") && line.contains("MINI_AWS_SKIPPED_LOG=log"),
                "{line}"
            );
        }
    }

    #[test]
    fn a_reason_that_many_tests_give_is_told_once() {
        let log = "native window: no dockerd\n\nnative window: no dockerd\nfirst: why\n";
        assert_eq!(skipped_tests(log), ["first: why", "native window: no dockerd"]);
    }
}
