//! The options that every binary of the console takes.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How many instances `--demo` pretends without a number.
const DEFAULT_DEMO_INSTANCES: &str = "24";
/// More than this is no longer a small cloud.
const MAX_DEMO_INSTANCES: i64 = 1000;

/// Options common to the window and the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct CommonOptions {
    /// Engine to watch, such as unix:///var/run/docker.sock, tcp://localhost:2375 or ssh://me@server
    #[arg(long, value_name = "ENDPOINT", global = true)]
    pub host: Option<String>,

    /// Where the console keeps its data [default: the platform's data directory]
    #[arg(
        long,
        value_name = "DIR",
        global = true,
        env = "MINI_AWS_DATA_DIR",
        hide_env_values = true
    )]
    pub data_dir: Option<PathBuf>,

    /// Watch a pretend engine with N instances in place of a real one
    #[arg(
        long, value_name = "N", global = true, num_args = 0..=1, default_missing_value = DEFAULT_DEMO_INSTANCES,
        value_parser = clap::value_parser!(u16).range(0..=MAX_DEMO_INSTANCES), conflicts_with = "host"
    )]
    pub demo: Option<u16>,

    /// Where the numbers come from [default: auto]
    #[arg(
        long,
        value_name = "SOURCE",
        global = true,
        env = "MINI_AWS_SAMPLING",
        hide = true,
        value_enum
    )]
    pub sampling: Option<SamplingChoice>,
}

/// Where the numbers of instances come from. All but the first is for who doubts the first, or compares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum SamplingChoice {
    /// The kernel's own files where they can be read, else the engine, and no more of it than is needed.
    #[default]
    Auto,
    /// The engine alone, and no more of it than is needed.
    Engine,
    /// A stream of the engine for each instance.
    Streams,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Program {
        #[command(flatten)]
        common: CommonOptions,
    }

    fn parse(arguments: &[&str]) -> Result<CommonOptions, clap::Error> {
        Program::try_parse_from([&["program"], arguments].concat()).map(|program| program.common)
    }

    #[test]
    fn demo_takes_a_number_or_none() {
        assert_eq!(parse(&[]).unwrap().demo, None);
        assert_eq!(parse(&["--demo"]).unwrap().demo, Some(24));
        assert_eq!(parse(&["--demo", "500"]).unwrap().demo, Some(500));
        assert!(parse(&["--demo", "5000"]).is_err());
        assert!(parse(&["--demo", "many"]).is_err());
    }

    #[test]
    fn a_pretend_engine_and_a_real_one_exclude_each_other() {
        assert!(parse(&["--demo", "--host", "unix:///docker.sock"]).is_err());
        assert_eq!(parse(&["--host", "tcp://h:1"]).unwrap().host.as_deref(), Some("tcp://h:1"));
    }

    #[test]
    fn the_source_of_the_numbers_is_one_of_three() {
        assert_eq!(parse(&[]).unwrap().sampling, None);
        let chosen = parse(&["--sampling", "streams"]).unwrap().sampling;
        assert_eq!(chosen, Some(SamplingChoice::Streams));
        assert!(parse(&["--sampling", "guess"]).is_err());
    }
}
