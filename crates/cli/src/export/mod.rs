//! `cloud metrics export`: an instance's history, as a stream.

mod subject;
mod when;

use crate::error::CliError;
use crate::source::{Running, Source, now};
use crate::terminal::{Cleaner, Terminal};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use futures_util::StreamExt as _;
use mini_aws_backend::CommonOptions;
use mini_aws_domain::{ExportFormat, ExportRequest, HistorySubject};
use std::io::{self, BufWriter, Write};
use std::time::Duration;
use when::When;

/// How long a console that is well takes from one piece of an export to the next at most.
const SILENCE: Duration = Duration::from_secs(10);

/// What `cloud metrics export` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Times are RFC 3339 (2026-11-16T08:00:00Z), a day (2026-11-16, in UTC), now, or how long ago: -90s, -30m, -1h, -7d, -2w.

With an instance's name the export has every instance that was ever called so; with an id, or its beginning, just that one. Instances \
that are gone have their history, too. CPU is percent of one core, memory is bytes, the others are bytes a second.

Examples:
  cloud metrics export --instance web-1 --from -1h --to now --format csv > web-1.csv
  cloud metrics export --instance 4a780db78679 --from 2026-11-16 --to 2026-11-17 --format json
  cloud metrics export --instance web-1 --from -7d | cut -d , -f 1,5"
)]
pub struct ExportOptions {
    /// The instance: its name, its id, or the beginning of its id
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    instance: String,

    /// From when, inclusive
    #[arg(long, value_name = "T", default_value = "-1h", allow_hyphen_values = true)]
    from: When,

    /// Until when, exclusive
    #[arg(long, value_name = "T", default_value = "now", allow_hyphen_values = true)]
    to: When,

    /// In which form: comma-separated values, or one JSON document; both name the units
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
}

/// Why history cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No instance is called so.
    #[error("There is no instance \"{0}\", and none was recorded.")]
    NoSuchInstance(String),
    /// Several ids begin so.
    #[error("\"{wanted}\" is the beginning of several ids: {}.", .found.join(", "))]
    Ambiguous {
        /// What was asked for.
        wanted: String,
        /// Some of them, with their names.
        found: Vec<String>,
    },
    /// There is no database.
    #[error("Nothing was recorded yet.")]
    NothingRecorded,
    /// The end is not after the beginning.
    #[error("The export would end before it begins.")]
    EmptyRange,
}

impl ExportError {
    /// What the person can do, in a sentence.
    pub fn next_step(&self) -> String {
        match self {
            Self::NoSuchInstance(_) => {
                "`cloud instances` lists those that exist; what was recorded is in the data directory, see --data-dir."
            }
            Self::Ambiguous { .. } => "Write more of the id.",
            Self::NothingRecorded => {
                "A console records while it runs: start one with `cloud dashboard open` or `cloud serve`."
            }
            Self::EmptyRange => "Choose a --to after --from.",
        }
        .to_owned()
    }
}

/// `cloud metrics export`.
///
/// # Errors
/// [`CliError`]
pub async fn export(common: &CommonOptions, options: ExportOptions) -> Result<(), CliError> {
    let present = now();
    let (from, to) = (options.from.at(present), options.to.at(present));
    if from >= to {
        return Err(ExportError::EmptyRange.into());
    }
    let source = Source::find(common).await?;
    let written = async {
        let subject = subject::find(&options.instance, &source.known().await?);
        let format = match options.format {
            Format::Csv => ExportFormat::Csv,
            Format::Json => ExportFormat::Json,
        };
        let request = |subject| ExportRequest { subject, metrics: Vec::new(), from, to, format };
        match &source {
            Source::Console(running) => stream(running, &request(subject?)).await,
            Source::Engine(direct) => {
                let records = direct.records()?.ok_or(ExportError::NothingRecorded)?;
                let out: Box<dyn Write + Send> = match Terminal::of_stdout().for_people {
                    true => Box::new(Cleaned::default()),
                    false => Box::new(BufWriter::new(io::stdout())),
                };
                Ok(records.export(request(subject?), out).await.map(drop)?)
            }
        }
    };
    let written = written.await;
    source.close().await;
    written
}

/// Hands on what the console sends.
async fn stream(running: &Running, request: &ExportRequest) -> Result<(), CliError> {
    let whose = match &request.subject {
        HistorySubject::Name { name } => format!("name={}", escaped(name)),
        HistorySubject::Instance { id } => format!("instance={}", escaped(id.as_str())),
        // What a person names here is an instance.
        HistorySubject::Total | HistorySubject::Group { .. } => String::new(),
    };
    let time = |at: chrono::DateTime<chrono::Utc>| {
        escaped(&at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
    };
    let path = format!(
        "/api/metrics/export?{whose}&from={}&to={}&format={}",
        time(request.from),
        time(request.to),
        request.format.extension()
    );
    let mut pieces = running.stream(&path, SILENCE).await?;
    let mut cleaned = Terminal::of_stdout().for_people.then(Cleaned::default);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| match error {
            CliError::ConsoleEnded => CliError::ExportCut,
            error => error,
        })?;
        match &mut cleaned {
            Some(cleaned) => cleaned.write_all(&piece).map_err(CliError::Output)?,
            None => io::stdout().lock().write_all(&piece).map_err(CliError::Output)?,
        }
    }
    match &mut cleaned {
        Some(cleaned) => cleaned.flush(),
        None => io::stdout().flush(),
    }
    .map_err(CliError::Output)
}

/// A part of an address.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

/// Stdout on a terminal, which gets no orders from names.
#[derive(Debug, Default)]
struct Cleaned(Cleaner);

impl Write for Cleaned {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write_all(self.0.take(bytes).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().write_all(self.0.end().as_bytes())?;
        io::stdout().flush()
    }
}
