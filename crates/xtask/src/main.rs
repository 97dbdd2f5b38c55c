//! `cargo xtask …`: the project's own commands. What each one needs is set up first, so that one command is enough on a
//! machine that has nothing but `cargo` and a C linker.

mod bench;
mod bundle;
mod command;
mod coverage;
mod error;
mod guide;
mod host;
mod icons;
mod lint;
mod llvm;
mod platforms;
mod run;
mod setup;
mod step;
mod test;
mod ui;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::error::Error;
use crate::host::Project;
use crate::step::Steps;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about, version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Install what is missing to build and test, or say how.
    Setup,
    /// Build the frontend into `ui/dist`.
    Ui {
        /// Optimise for size as a release does.
        #[arg(long)]
        release: bool,
    },
    /// Build the desktop app and open it.
    Run(RunArgs),
    /// Build the console without a window and serve it to browsers.
    Serve(RunArgs),
    /// Run every test.
    Test {
        /// Handed on to the test runner, for example a part of a test's name.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Check formatting, lints, licences and sources.
    Lint,
    /// Measure the line coverage of the backend; fails where the dashboard service is below its floor.
    Coverage,
    /// Measure what a promise was made of.
    Bench {
        /// What to measure.
        which: bench::Bench,
        /// Handed on to it, for example `--instances 500` or `--reuse`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Build both programs for release, and make and try this system's installers.
    Bundle(bundle::BundleArgs),
    /// Type-check the native packages for Windows and macOS, and link `cloud.exe`.
    CheckPlatforms,
    /// What `bundle` does in namespaces of its own.
    #[command(hide = true)]
    TryPackages(bundle::InsideArgs),
    /// Take the pictures of `docs/guides/console.md` anew, of the real window.
    Guide,
    /// Render `icons/` again from its SVG files (needs `rsvg-convert`).
    Icons,
}

#[derive(Debug, Args)]
struct RunArgs {
    /// Build as a release does: slower to build, faster to run.
    #[arg(long)]
    release: bool,
    /// Handed on to the program, for example `--demo 24`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut steps = Steps::new();
    let outcome = match cli.task {
        // It runs without the person's environment, and so perhaps without cargo, which knows where the project is.
        Task::TryPackages(args) => bundle::inside(&mut steps, &args),
        task => Project::find().and_then(|project| dispatch(task, &project, &mut steps)),
    };
    if steps.len() > 1 {
        steps.print_summary();
    }
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            step::print_failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(task: Task, project: &Project, steps: &mut Steps) -> Result<(), Error> {
    match task {
        Task::Setup => setup::everything(project, steps),
        Task::Ui { release } => {
            setup::for_ui(steps)?;
            ui::build(project, steps, release)
        }
        Task::Run(RunArgs { release, args }) => run::run(project, steps, release, &args),
        Task::Serve(RunArgs { release, args }) => run::serve(project, steps, release, &args),
        Task::Test { args } => test::test(project, steps, &args),
        Task::Lint => lint::lint(project, steps),
        Task::Coverage => coverage::coverage(project, steps),
        Task::Bench { which, args } => bench::bench(project, steps, which, &args),
        Task::Bundle(args) => bundle::bundle(project, steps, &args),
        Task::CheckPlatforms => platforms::check(project, steps),
        Task::TryPackages(args) => bundle::inside(steps, &args),
        Task::Guide => guide::guide(project, steps),
        Task::Icons => icons::render(project, steps),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_args(line: &[&str]) -> RunArgs {
        match Cli::try_parse_from(line).map(|cli| cli.task) {
            Ok(Task::Run(args)) => args,
            other => panic!("not a run: {other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn run_hands_on_the_apps_options_with_and_without_a_separator() {
        let plain = run_args(&["xtask", "run", "--demo", "24"]);
        let separated = run_args(&["xtask", "run", "--", "--demo", "24"]);
        assert_eq!(plain.args, ["--demo", "24"]);
        assert_eq!(separated.args, plain.args);
        assert!(!plain.release);
    }

    #[test]
    fn run_keeps_its_own_option_when_it_comes_first() {
        let args = run_args(&["xtask", "run", "--release", "--demo", "24"]);
        assert!(args.release);
        assert_eq!(args.args, ["--demo", "24"]);
    }

    #[test]
    fn an_unknown_task_is_wrong_usage() {
        let error = Cli::try_parse_from(["xtask", "fly"]).err().map(|e| e.exit_code());
        assert_eq!(error, Some(2));
    }
}
