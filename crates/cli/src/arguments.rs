//! The command line.

use crate::dashboard::SummaryOptions;
use crate::doctor::DoctorOptions;
use crate::events::EventsOptions;
use crate::export::ExportOptions;
use crate::generate::GenerateOptions;
use crate::open::OpenOptions;
use crate::resources::ListOptions;
use crate::serve::ServeOptions;
use clap::{Parser, Subcommand};
use mini_aws_backend::CommonOptions;

/// The small cloud on your own machine: instances are containers, volumes are Docker volumes, VPCs are Docker networks.
#[derive(Debug, Parser)]
#[command(
    name = "cloud",
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    after_help = "Answers come from the console that runs, or else from the engine and the database themselves. They go to \
                  stdout: as tables on a terminal, as tab-separated lines through a pipe, as JSON with --json.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no engine.

Examples:
  cloud dashboard open                       show the window
  cloud instances                            every container, with CPU and memory
  cloud instances --json | jq '.[].name'
  cloud events --follow                      what happens, as it happens
  cloud --demo 24 dashboard watch            a look around without an engine
  cloud doctor                               why no engine is found"
)]
pub struct Arguments {
    #[command(flatten, next_help_heading = "Common options")]
    pub common: CommonOptions,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The window, and the state of things at a glance
    #[command(subcommand, arg_required_else_help = true)]
    Dashboard(DashboardCommand),
    /// List instances: containers of any state
    #[command(
        after_help = "CPU and memory are those that the running console measured last; without a console they are not known.

Through a pipe: id, name, state, health, cpu_percent, memory_bytes, memory_limit_bytes, image, created_at, started_at, exit_code, \
project, service, ports; with tabs between, under a line with these names.

Examples:
  cloud instances
  cloud instances --json | jq -r '.[] | select(.state == \"running\") | .id'
  cloud instances | cut -f 2,5               names and CPU"
    )]
    Instances(ListOptions),
    /// List volumes: Docker volumes
    #[command(
        after_help = "Through a pipe: name, size_bytes, attached_to, driver, project, created_at.

Examples:
  cloud volumes
  cloud volumes --json | jq '[.[].size_bytes] | add'"
    )]
    Volumes(ListOptions),
    /// List VPCs: user-defined Docker networks
    #[command(
        after_help = "Through a pipe: id, name, subnets, members, driver, internal, project, created_at.

Examples:
  cloud vpcs
  cloud vpcs --json"
    )]
    Vpcs(ListOptions),
    /// Show what happened, and what happens
    Events(EventsOptions),
    /// What was measured
    #[command(subcommand, arg_required_else_help = true)]
    Metrics(MetricsCommand),
    /// Find out why something does not work
    Doctor(DoctorOptions),
    /// Serve the console to browsers, scripts and monitors, without a window
    Serve(ServeOptions),
    /// Write shell completions and manual pages
    #[command(hide = true)]
    Generate(GenerateOptions),
}

impl Command {
    /// Whether it answers and ends. The others hear for themselves that somebody wants them to end.
    pub fn answers_once(&self) -> bool {
        match self {
            Self::Events(options) => !options.follow,
            Self::Serve(_) | Self::Dashboard(DashboardCommand::Watch) => false,
            Self::Dashboard(_)
            | Self::Instances(_)
            | Self::Volumes(_)
            | Self::Vpcs(_)
            | Self::Metrics(_)
            | Self::Doctor(_)
            | Self::Generate(_) => true,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum DashboardCommand {
    /// Show the window: bring it to the front, or start the app
    Open(OpenOptions),
    /// Count instances, volumes and VPCs
    Summary(SummaryOptions),
    /// Watch CPU, memory and the hottest instances, until Ctrl-C
    #[command(
        after_help = "Redraws once a second on a terminal. Through a pipe, or on a terminal that cannot redraw, it is one line a second with tabs between: \
time, engine, running, stopped, cpu_percent, memory_bytes.

Examples:
  cloud dashboard watch
  cloud dashboard watch | head -3"
    )]
    Watch,
}

#[derive(Debug, Subcommand)]
pub enum MetricsCommand {
    /// Write an instance's history as CSV or JSON to stdout
    Export(ExportOptions),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn code_of(line: &[&str]) -> Option<i32> {
        let line = ["cloud"].iter().chain(line);
        Arguments::try_parse_from(line).map_err(|error| error.exit_code()).err()
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn common_options_stand_before_or_after_the_command() {
        for line in [["cloud", "--demo", "5", "serve"], ["cloud", "serve", "--demo", "5"]] {
            assert_eq!(Arguments::parse_from(line).common.demo, Some(5));
        }
        let nested = ["cloud", "dashboard", "summary", "--demo", "5", "--json"];
        assert_eq!(Arguments::parse_from(nested).common.demo, Some(5));
    }

    #[test]
    fn what_is_no_origin_or_no_address_is_wrong_usage() {
        for wrong in [["--allow-origin", "*"], ["--allow-origin", "localhost"], ["--bind", "8787"]]
        {
            assert_eq!(code_of(&["serve", wrong[0], wrong[1]]), Some(2), "{wrong:?}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_wrong_usage() {
        for wrong in [
            &["dashboard", "open", "--page", "cellar"][..],
            &["dashboard", "open", "--instance", ""],
            &["dashboard", "open", "--instance", "a/b"],
            &["events", "--limit", "101"],
            &["events", "--limit", "many"],
            &["metrics", "export", "--from", "-1h"],
            &["metrics", "export", "--instance", ""],
            &["metrics", "export", "--instance", "web", "--from", "yesterday"],
            &["metrics", "export", "--instance", "web", "--format", "xml"],
            &["instances", "--all"],
        ] {
            assert_eq!(code_of(wrong), Some(2), "{wrong:?}");
        }
    }

    #[test]
    fn relative_times_are_no_options() {
        let line =
            ["cloud", "metrics", "export", "--instance", "web", "--from", "-7d", "--to", "-1h"];
        assert!(Arguments::try_parse_from(line).is_ok());
    }

    #[test]
    fn every_command_says_what_it_is_for_and_has_examples() {
        fn look(command: &clap::Command, path: &str) {
            assert!(command.get_about().is_some(), "{path}");
            let groups = command.get_subcommands().next().is_some();
            let is_shown = !command.is_hide_set() && command.get_name() != "help";
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(groups || !is_shown || help.contains("Examples:"), "{path}: {help}");
            for argument in command.get_arguments().filter(|it| !it.is_hide_set()) {
                assert!(argument.get_help().is_some(), "{path}: {argument}");
            }
            for child in command.get_subcommands() {
                look(child, &format!("{path} {}", child.get_name()));
            }
        }
        look(&Arguments::command(), "cloud");
    }
}
