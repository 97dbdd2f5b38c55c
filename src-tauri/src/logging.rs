//! Logs, in the data directory: one file a day, a week of them.

use mini_aws_backend::{CommonOptions, DataDir, DataDirError};
use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// How many days of logs are kept.
const DAYS_KEPT: usize = 7;
/// What sets how much is logged, in `tracing`'s own language.
const VARIABLE: &str = "MINI_AWS_LOG";

/// Starts logging. What is returned must live as long as the app, for it writes the last lines when it is dropped. Where no log can
/// be written, the app goes without.
pub(crate) fn start(options: &CommonOptions) -> Option<WorkerGuard> {
    let appender = match open(options) {
        Ok(appender) => appender,
        Err(error) => {
            crate::say(&format!("no log is written: {error}"));
            return None;
        }
    };
    let (writer, guard) = tracing_appender::non_blocking(appender);
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .with_env_var(VARIABLE)
        .from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(writer).init();
    log_panics();
    Some(guard)
}

/// Why no log is written.
#[derive(Debug, thiserror::Error)]
enum LogError {
    #[error(transparent)]
    Directory(#[from] DataDirError),
    #[error("the log file cannot be opened: {0}")]
    File(#[from] tracing_appender::rolling::InitError),
}

fn open(options: &CommonOptions) -> Result<RollingFileAppender, LogError> {
    let logs = DataDir::open(options.data_dir.as_deref(), None)?.logs()?;
    Ok(RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("console")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT)
        .build(logs)?)
}

/// A panic is a bug; let it at least be found in the log.
fn log_panics() {
    let inherited = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!(%panic, "panicked");
        inherited(panic);
    }));
}
