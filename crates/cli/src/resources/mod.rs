//! `cloud instances`, `cloud volumes`, `cloud vpcs`: what there is.

mod instances;
mod volumes;
mod vpcs;

use crate::error::CliError;
use crate::source::{Source, now};
use crate::terminal::{Terminal, figures, print};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use mini_aws_backend::CommonOptions;
use mini_aws_domain::{Instance, InstanceId, Snapshot};
use std::collections::HashMap;

pub use instances::state_paint;

/// How a list is told.
#[derive(Debug, Args)]
pub struct ListOptions {
    /// Print the JSON of the HTTP API
    #[arg(long)]
    json: bool,
}

/// `cloud instances`.
///
/// # Errors
/// [`CliError`]
pub async fn instances(common: &CommonOptions, options: ListOptions) -> Result<(), CliError> {
    let (snapshot, terminal) = look(common, false).await?;
    print(&match () {
        () if options.json => terminal.json(&snapshot.instances)?,
        () if terminal.for_people => instances::table(&snapshot, now(), &terminal.style),
        () => instances::lines(&snapshot),
    })
}

/// `cloud volumes`.
///
/// # Errors
/// [`CliError`]
pub async fn volumes(common: &CommonOptions, options: ListOptions) -> Result<(), CliError> {
    let (snapshot, terminal) = look(common, true).await?;
    print(&match () {
        () if options.json => terminal.json(&snapshot.volumes)?,
        () if terminal.for_people => volumes::table(&snapshot, now(), &terminal.style),
        () => volumes::lines(&snapshot),
    })
}

/// `cloud vpcs`.
///
/// # Errors
/// [`CliError`]
pub async fn vpcs(common: &CommonOptions, options: ListOptions) -> Result<(), CliError> {
    let (snapshot, terminal) = look(common, false).await?;
    print(&match () {
        () if options.json => terminal.json(&snapshot.vpcs)?,
        () if terminal.for_people => vpcs::table(&snapshot, now(), &terminal.style),
        () => vpcs::lines(&snapshot),
    })
}

async fn look(common: &CommonOptions, sizes: bool) -> Result<(Snapshot, Terminal), CliError> {
    let source = Source::find(common).await?;
    let snapshot = source.snapshot(sizes).await;
    source.close().await;
    Ok((snapshot?, Terminal::of_stdout()))
}

/// What people call instances, with commas between.
fn names(ids: &[InstanceId], instances: &HashMap<&InstanceId, &Instance>) -> String {
    let name = |id: &InstanceId| {
        instances.get(id).map_or_else(|| id.short().to_owned(), |instance| instance.name.clone())
    };
    let mut names: Vec<String> = ids.iter().map(name).collect();
    names.sort();
    names.join(", ")
}

fn by_id(instances: &[Instance]) -> HashMap<&InstanceId, &Instance> {
    instances.iter().map(|instance| (&instance.id, instance)).collect()
}

/// How long ago, for people.
fn ago(moment: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    moment.map_or_else(|| figures::UNKNOWN.to_owned(), |moment| figures::span(now - moment))
}

/// A moment, for programs; empty if it is not known.
fn moment(moment: Option<DateTime<Utc>>) -> String {
    moment.map(|it| it.to_rfc3339_opts(SecondsFormat::AutoSi, true)).unwrap_or_default()
}

/// What is known, for programs; empty if it is not.
fn field<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Something for people in place of a table without rows.
fn none(what: &str) -> String {
    format!("There are no {what}.\n")
}
