//! The options that every binary of the console takes.

use clap::Args;
use std::path::PathBuf;

/// How many instances `--demo` pretends without a number.
const DEFAULT_DEMO_INSTANCES: &str = "24";
/// More than this is no longer a small cloud.
const MAX_DEMO_INSTANCES: i64 = 1000;

/// Options common to the window and the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct CommonOptions {
    /// Engine to watch, such as unix:///var/run/docker.sock or tcp://localhost:2375
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
}
