//! `cloud`: the console at a terminal and, with `cloud serve`, in a browser.

mod arguments;
mod dashboard;
mod doctor;
mod error;
mod events;
mod export;
mod files;
mod generate;
mod open;
mod resources;
mod serve;
mod signals;
mod source;
mod terminal;

use arguments::{Arguments, Command, DashboardCommand, MetricsCommand};
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};
use error::CliError;
use mini_aws_backend::CommonOptions;
use signals::Signals;
use std::io::Write;
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// What sets how much is logged, in `tracing`'s own language.
const LOG_VARIABLE: &str = "MINI_AWS_LOG";

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Command::Dashboard(DashboardCommand::Open(options)) = &arguments.command
        && let Err(error) = options.place()
    {
        Arguments::command().error(ErrorKind::ArgumentConflict, error).exit();
    }
    start_log();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error @ (CliError::Told | CliError::Interrupted)) => ExitCode::from(error.exit_code()),
        Err(error) => {
            say(&error.to_string());
            if let Some(next_step) = error.next_step().filter(|step| !step.is_empty()) {
                say(&next_step);
            }
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(Arguments { common, command }: Arguments) -> Result<(), CliError> {
    let runtime = runtime(&command)?;
    let done = runtime.block_on(async {
        if common.demo.is_none() || !command.answers_once() {
            return answer(common, command).await;
        }
        // A pretend engine has a folder of its own, which goes with it: it must not be ended where it stands.
        let mut signals = Signals::listen().map_err(CliError::Signals)?;
        tokio::select! {
            done = answer(common, command) => done,
            () = signals.next() => Err(CliError::Interrupted),
        }
    });
    // Whoever asked has the answer: a thread that still waits for an engine keeps nobody.
    runtime.shutdown_background();
    done
}

async fn answer(common: CommonOptions, command: Command) -> Result<(), CliError> {
    match command {
        Command::Dashboard(DashboardCommand::Open(options)) => open::open(&common, options).await,
        Command::Dashboard(DashboardCommand::Summary(options)) => {
            dashboard::summary(&common, options).await
        }
        Command::Dashboard(DashboardCommand::Watch) => dashboard::watch(&common).await,
        Command::Instances(options) => resources::instances(&common, options).await,
        Command::Volumes(options) => resources::volumes(&common, options).await,
        Command::Vpcs(options) => resources::vpcs(&common, options).await,
        Command::Events(options) => events::events(&common, options).await,
        Command::Metrics(MetricsCommand::Export(options)) => export::export(&common, options).await,
        Command::Doctor(options) => doctor::doctor(&common, options).await,
        Command::Serve(options) => serve::serve(common, options).await,
        Command::Generate(options) => generate::generate(&options),
    }
}

/// Threads are for who stays: the others are done sooner without.
fn runtime(command: &Command) -> Result<Runtime, CliError> {
    let mut builder = match command {
        Command::Serve(_) => Builder::new_multi_thread(),
        _ => Builder::new_current_thread(),
    };
    builder.enable_all().build().map_err(CliError::Runtime)
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
    let _ = writeln!(std::io::stderr(), "cloud: {}", terminal::clean(message));
}
