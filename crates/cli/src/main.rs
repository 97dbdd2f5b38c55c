//! `cloud`: the console at a terminal and, with `cloud serve`, in a browser.

mod error;
mod files;
mod serve;
mod signals;

use clap::{Parser, Subcommand};
use error::CliError;
use mini_aws_backend::CommonOptions;
use std::io::Write;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// What sets how much is logged, in `tracing`'s own language.
const LOG_VARIABLE: &str = "MINI_AWS_LOG";

/// The small cloud on your own machine: instances are containers, volumes are Docker volumes, VPCs are Docker networks.
#[derive(Debug, Parser)]
#[command(name = "cloud", version, arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    common: CommonOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the console to browsers, scripts and monitors, without a window
    Serve(serve::ServeOptions),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error.to_string());
            if let Some(next_step) = error.next_step() {
                say(&next_step);
            }
            ExitCode::FAILURE
        }
    }
}

fn run(Arguments { common, command }: Arguments) -> Result<(), CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(CliError::Runtime)?;
    match command {
        Command::Serve(options) => runtime.block_on(serve::serve(common, options)),
    }
}

/// Logs go where people look: data alone go to stdout.
fn start_log() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var(LOG_VARIABLE)
        .from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(std::io::stderr)
        .init();
}

/// Tells a person at the terminal. Where there is nobody to tell, that is nobody's error.
fn say(message: &str) {
    let _ = writeln!(std::io::stderr(), "cloud: {message}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn common_options_stand_before_or_after_the_command() {
        for line in [["cloud", "--demo", "5", "serve"], ["cloud", "serve", "--demo", "5"]] {
            assert_eq!(Arguments::parse_from(line).common.demo, Some(5));
        }
    }

    #[test]
    fn what_is_no_origin_or_no_address_is_wrong_usage() {
        for wrong in [["--allow-origin", "*"], ["--allow-origin", "localhost"], ["--bind", "8787"]]
        {
            let line = ["cloud", "serve"].into_iter().chain(wrong);
            let code = Arguments::try_parse_from(line).map_err(|error| error.exit_code()).err();
            assert_eq!(code, Some(2), "{wrong:?}");
        }
    }
}
