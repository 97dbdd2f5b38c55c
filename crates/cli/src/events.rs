//! `cloud events`: what happened and, with `--follow`, what happens.

use crate::error::CliError;
use crate::signals::Signals;
use crate::source::{Direct, Running, Source, now};
use crate::terminal::{Paint, Terminal, clean, print, reader_gone, separated};
use chrono::{DateTime, Local, SecondsFormat, Utc};
use clap::Args;
use futures_util::{Stream, StreamExt as _};
use mini_aws_backend::CommonOptions;
use mini_aws_domain::{Activity, ActivityKind, Outcome, Snapshot, SubjectKind};
use std::collections::VecDeque;
use std::pin::Pin;
use std::time::Duration;

/// How many are shown without a number.
const DEFAULT_LIMIT: &str = "20";
/// How many the console tells at most.
const MOST: i64 = 100;
/// How many that were told are remembered. A console that was lost for a moment tells its newest hundred again.
const REMEMBERED: usize = 256;
/// How long a console that is well says nothing at most: twice the time between two of its comments.
const SILENCE: Duration = Duration::from_secs(30);
/// The names of the fields of a line.
const FIELDS: [&str; 7] = ["timestamp", "subject", "name", "id", "kind", "outcome", "detail"];

/// What `cloud events` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "The newest come last. With --json each is one JSON object on a line of its own, as the HTTP API has it. Through a pipe: timestamp, subject, \
name, id, kind, outcome, detail; with tabs between.

Without a console that runs, they are those that were recorded and those that the engine still remembers.

Examples:
  cloud events
  cloud events --limit 100 --json | jq -r 'select(.outcome == \"failed\") | .subject.name'
  cloud events --follow                      until Ctrl-C"
)]
pub struct EventsOptions {
    /// Go on with what happens, until Ctrl-C
    #[arg(short, long)]
    pub follow: bool,

    /// Print each as one line of JSON
    #[arg(long)]
    json: bool,

    /// How many of the newest to begin with, 0 to 100
    #[arg(short = 'n', long, value_name = "N", default_value = DEFAULT_LIMIT, value_parser = clap::value_parser!(u8).range(0..=MOST))]
    limit: u8,
}

type Feed = Pin<Box<dyn Stream<Item = Result<Activity, CliError>>>>;

/// `cloud events`.
///
/// # Errors
/// [`CliError`]
pub async fn events(common: &CommonOptions, options: EventsOptions) -> Result<(), CliError> {
    let printer = Printer { terminal: Terminal::of_stdout(), json: options.json };
    let tell = async {
        let source = Source::find(common).await?;
        let told = match options.follow {
            false => past(&source, &printer, options.limit).await.map(drop),
            true => follow(&source, &printer, options.limit).await,
        };
        source.close().await;
        told
    };
    if !options.follow {
        return tell.await;
    }
    let mut signals = Signals::listen().map_err(CliError::Signals)?;
    tokio::select! {
        ended = tell => ended,
        () = signals.next() => Ok(()),
        () = reader_gone() => Ok(()),
    }
}

/// Prints what happened, and returns it.
async fn past(source: &Source, printer: &Printer, limit: u8) -> Result<Vec<Activity>, CliError> {
    let told = source.activities(usize::from(limit)).await?;
    printer.begin()?;
    for activity in &told {
        printer.print(activity)?;
    }
    Ok(told)
}

/// Prints what happened and what happens, each thing once.
async fn follow(source: &Source, printer: &Printer, limit: u8) -> Result<(), CliError> {
    // It listens before it asks for the past, so that nothing falls between the two.
    let mut feed = match source {
        Source::Console(running) => listen(running).await?,
        Source::Engine(direct) => watch(direct).await?,
    };
    let mut told = VecDeque::from(past(source, printer, limit).await?);
    while let Some(activity) = feed.next().await {
        let activity = activity?;
        if !told.iter().any(|known| is_same(known, &activity)) {
            printer.print(&activity)?;
            told.push_back(activity);
        }
        if told.len() > REMEMBERED {
            told.pop_front();
        }
    }
    Err(CliError::ConsoleEnded)
}

/// Whether two entries are of one event. What the engine tells has no number, and a store keeps its time to the millisecond; within
/// one the same thing may happen to the same instance in two ways.
fn is_same(a: &Activity, b: &Activity) -> bool {
    fn what(it: &Activity) -> (i64, ActivityKind, Outcome, &str, &str) {
        let at = it.timestamp.timestamp_millis();
        (at, it.kind, it.outcome, &it.subject.id, &it.detail)
    }
    what(a) == what(b)
}

/// What the console tells as it happens.
async fn listen(running: &Running) -> Result<Feed, CliError> {
    let stream = running.stream("/api/dashboard/stream", SILENCE).await?;
    let mut pieces = Pieces::default();
    let activities = stream.flat_map(move |bytes| {
        let told = match bytes {
            Ok(bytes) => pieces.take(&bytes).into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        };
        futures_util::stream::iter(told)
    });
    Ok(Box::pin(activities))
}

/// What the engine tells as it happens.
async fn watch(direct: &Direct) -> Result<Feed, CliError> {
    let engine = direct.engine().await?;
    Ok(Box::pin(engine.activities_from(now()).map(|told| told.map_err(CliError::Engine))))
}

/// Server-sent events, put together from the pieces in which they come.
#[derive(Debug, Default)]
struct Pieces {
    begun: Vec<u8>,
}

impl Pieces {
    /// The activities that are whole by now.
    fn take(&mut self, bytes: &[u8]) -> Vec<Activity> {
        self.begun.extend_from_slice(bytes);
        let mut activities = Vec::new();
        while let Some(end) = self.begun.windows(2).position(|pair| pair == b"\n\n") {
            let rest = self.begun.split_off(end + 2);
            let event = std::mem::replace(&mut self.begun, rest);
            activities.extend(read(&String::from_utf8_lossy(&event)));
        }
        activities
    }
}

/// The activities that one event tells: its own, or after a loss all that the console still has.
fn read(event: &str) -> Vec<Activity> {
    let value = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
    let data = value("data: ").unwrap_or_default();
    match value("event: ") {
        Some("activity") => told(data).into_iter().collect(),
        Some("snapshot") => {
            let mut all = told::<Snapshot>(data).map(|it| it.activity).unwrap_or_default();
            all.reverse();
            all
        }
        _ => Vec::new(),
    }
}

/// One that a console of another version tells in its own way is left out, and the log says so.
fn told<T: serde::de::DeserializeOwned>(data: &str) -> Option<T> {
    serde_json::from_str(data)
        .inspect_err(
            |error| tracing::warn!(%error, "the console told something that is not known here"),
        )
        .ok()
}

/// How an entry is told.
struct Printer {
    terminal: Terminal,
    json: bool,
}

impl Printer {
    fn begin(&self) -> Result<(), CliError> {
        match self.json || self.terminal.for_people {
            true => Ok(()),
            false => print(&separated(&FIELDS, [])),
        }
    }

    fn print(&self, activity: &Activity) -> Result<(), CliError> {
        print(&match () {
            () if self.json => line_of_json(activity)?,
            () if self.terminal.for_people => {
                sentence(activity, &activity.timestamp.with_timezone(&Local), &self.terminal)
            }
            () => line(activity),
        })
    }
}

/// Always one line: programs read it bit by bit.
fn line_of_json(activity: &Activity) -> Result<String, CliError> {
    let json = serde_json::to_string(activity).map_err(CliError::Json)?;
    Ok(format!("{}\n", crate::terminal::clean_json(&json)))
}

/// `12:00:00  instance web-1 died  exit 137`, for people, with the time on their clock.
fn sentence<Tz: chrono::TimeZone>(
    activity: &Activity,
    at: &DateTime<Tz>,
    terminal: &Terminal,
) -> String
where
    Tz::Offset: std::fmt::Display,
{
    let style = &terminal.style;
    let paint = match activity.outcome {
        Outcome::Ok => Paint::Plain,
        Outcome::Warning => Paint::Warning,
        Outcome::Failed => Paint::Bad,
    };
    let time = style.paint(Paint::Faint, &at.format("%Y-%m-%d %H:%M:%S").to_string());
    let name = style.paint(Paint::Strong, &clean(&activity.subject.name));
    let verb = style.paint(paint, activity.kind.verb());
    let mut text = format!("{time}  {:<8}  {name} {verb}", subject(activity.subject.kind));
    if !activity.detail.is_empty() {
        text.push_str(&format!("  {}", style.paint(Paint::Faint, &clean(&activity.detail))));
    }
    text.push('\n');
    text
}

fn line(activity: &Activity) -> String {
    let kind = serde_json::to_value(activity.kind).unwrap_or_default();
    let outcome = match activity.outcome {
        Outcome::Ok => "ok",
        Outcome::Warning => "warning",
        Outcome::Failed => "failed",
    };
    let time: DateTime<Utc> = activity.timestamp;
    let fields = [
        &*time.to_rfc3339_opts(SecondsFormat::Millis, true),
        subject(activity.subject.kind),
        &activity.subject.name,
        &activity.subject.id,
        kind.as_str().unwrap_or_default(),
        outcome,
        &activity.detail,
    ];
    let cleaned: Vec<_> = fields.iter().map(|field| clean(field)).collect();
    format!("{}\n", cleaned.join("\t"))
}

fn subject(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Instance => "instance",
        SubjectKind::Volume => "volume",
        SubjectKind::Vpc => "vpc",
        SubjectKind::Engine => "engine",
        SubjectKind::Console => "console",
    }
}

#[cfg(test)]
mod tests;
