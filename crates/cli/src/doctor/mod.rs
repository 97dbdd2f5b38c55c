//! `cloud doctor`: what works, what does not, and what to do about it.

mod desktop;
mod report;

use crate::error::{CliError, step_for_place};
use crate::source::{Direct, data_dir};
use crate::terminal::{Terminal, print};
use clap::Args;
use desktop::Desktop;
use mini_aws_backend::local::{AboutConsole, LocalClient, LocalError, Socket};
use mini_aws_backend::store::{Records, StoreError};
use mini_aws_backend::{CommonOptions, DataDir};
use report::{ConsoleReport, DataReport, Database, EngineReport, Report};
use std::time::Duration;
use tokio::time::timeout;

/// How long a console may take to say who it is.
const PATIENCE: Duration = Duration::from_secs(3);

/// What `cloud doctor` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Looks for an engine at every place in turn, at the data directory, for a console that runs and, on Linux, for what a window needs. It \
changes nothing. Ends with 3 if no engine answers.

Examples:
  cloud doctor
  cloud doctor --json | jq '.engine.attempts[].reason'"
)]
pub struct DoctorOptions {
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// `cloud doctor`.
///
/// # Errors
/// [`CliError`]; [`CliError::Told`] where no engine answers, which the findings say.
pub async fn doctor(common: &CommonOptions, options: DoctorOptions) -> Result<(), CliError> {
    let dir = data_dir(common)?;
    let console = console(dir.as_ref()).await;
    let data = match &dir {
        Some(dir) => Some(data(dir).await),
        None => None,
    };
    let direct = Direct::new(common, dir).await?;
    let engine = match direct.engine().await {
        Ok(engine) => EngineReport {
            found: Some(engine.info().clone()),
            attempts: engine.attempts().to_vec(),
            reason: None,
            next_step: None,
        },
        Err(none) => EngineReport {
            found: None,
            attempts: none.attempts,
            reason: Some(none.reason),
            next_step: Some(none.next_step),
        },
    };
    direct.close().await;
    let desktop = cfg!(target_os = "linux").then(Desktop::look);
    let report = Report::new(engine, data, console, desktop);
    let terminal = Terminal::of_stdout();
    print(&match () {
        () if options.json => terminal.json(&report)?,
        () => report.text(&terminal.style),
    })?;
    if report.has_engine() { Ok(()) } else { Err(CliError::Told) }
}

/// What is in the data directory, without touching it.
async fn data(dir: &DataDir) -> DataReport {
    let database = match Records::at(&dir.database()) {
        Ok(None) => Database::None,
        Ok(Some(records)) => match records.known_instances(u32::MAX).await {
            Ok(known) => Database::Readable {
                // It was there a moment ago; what cannot be told is told as nothing.
                bytes: dir.database().metadata().map_or(0, |found| found.len()),
                instances: known.len(),
            },
            Err(error) => unreadable(&error),
        },
        Err(error) => unreadable(&error),
    };
    let path = dir.path().display().to_string();
    DataReport { path, exists: dir.path().is_dir(), database }
}

fn unreadable(error: &StoreError) -> Database {
    let reason = error.to_string();
    match error {
        StoreError::Forbidden { .. } => Database::Forbidden { reason },
        _ => Database::Unreadable { reason },
    }
}

/// Who runs the console, if anybody.
async fn console(dir: Option<&DataDir>) -> ConsoleReport {
    let Some(dir) = dir else { return ConsoleReport::None };
    let asked = async {
        let Some(client) = LocalClient::connect(dir, Socket::Console).await? else {
            return Ok(ConsoleReport::None);
        };
        let about: AboutConsole = client.get("/local/console").await?;
        let engine = client.get("/api/engine").await?;
        Ok::<_, LocalError>(ConsoleReport::Running {
            pid: about.pid,
            version: about.version,
            window: about.window,
            engine,
        })
    };
    match timeout(PATIENCE, asked).await {
        Ok(Ok(report)) => report,
        Ok(Err(error)) => {
            let reason = error.to_string();
            match step_for_place(&error) {
                Some(next_step) => ConsoleReport::Closed { reason, next_step },
                None => ConsoleReport::Silent { reason },
            }
        }
        Err(_) => ConsoleReport::Silent { reason: LocalError::NoAnswer.to_string() },
    }
}
