//! `cloud dashboard summary` and `cloud dashboard watch`: the state of things at a glance.

mod view;
mod watch;

pub use watch::watch;

use crate::error::CliError;
use crate::source::Source;
use crate::terminal::{Cell, Column, Paint, Style, Table, figures, print, separated};
use clap::Args;
use mini_aws_backend::CommonOptions;
use mini_aws_domain::ResourceSummary;

/// Bytes in the megabyte that a summary counts.
const MEGABYTE: u64 = 1_000_000;

/// What `cloud dashboard summary` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Through a pipe it is a line for each number, its name and its value, with a tab between.

Examples:
  cloud dashboard summary
  cloud dashboard summary --json | jq .running_instances"
)]
pub struct SummaryOptions {
    /// Print the JSON of the HTTP API
    #[arg(long)]
    json: bool,
}

/// `cloud dashboard summary`.
///
/// # Errors
/// [`CliError`]
pub async fn summary(common: &CommonOptions, options: SummaryOptions) -> Result<(), CliError> {
    let source = Source::find(common).await?;
    let summary = source.summary().await;
    source.close().await;
    let (summary, terminal) = (summary?, crate::terminal::Terminal::of_stdout());
    print(&match () {
        () if options.json => terminal.json(&summary)?,
        () if terminal.for_people => table(&summary, &terminal.style),
        () => lines(&summary),
    })
}

/// The three cards as a table.
fn table(summary: &ResourceSummary, style: &Style) -> String {
    let mut table = Table::new(&[
        Column::new("RESOURCE"),
        Column::new("TOTAL").right(),
        Column::new("").shrinks_to(10),
    ]);
    let paused = summary
        .total_instances
        .saturating_sub(summary.running_instances)
        .saturating_sub(summary.stopped_instances);
    let mut states =
        format!("{} running, {} stopped", summary.running_instances, summary.stopped_instances);
    if paused > 0 {
        states.push_str(&format!(", {paused} paused"));
    }
    let volumes = match summary.total_storage_mb {
        0 => format!("{} attached", summary.attached_volumes),
        megabytes => format!(
            "{} attached, {}",
            summary.attached_volumes,
            figures::size(megabytes.saturating_mul(MEGABYTE))
        ),
    };
    for (name, total, more) in [
        ("Instances", summary.total_instances, states),
        ("Volumes", summary.total_volumes, volumes),
        ("VPCs", summary.total_vpcs, String::new()),
    ] {
        table.push(vec![
            Cell::from(name),
            Cell::new(&total.to_string(), Paint::Strong),
            Cell::from(more),
        ]);
    }
    table.draw(style)
}

/// The numbers by their names in the API.
fn lines(summary: &ResourceSummary) -> String {
    let ResourceSummary {
        total_instances,
        running_instances,
        stopped_instances,
        total_volumes,
        attached_volumes,
        total_vpcs,
        total_storage_mb,
    } = summary;
    let rows = [
        ("total_instances", total_instances),
        ("running_instances", running_instances),
        ("stopped_instances", stopped_instances),
        ("total_volumes", total_volumes),
        ("attached_volumes", attached_volumes),
        ("total_vpcs", total_vpcs),
        ("total_storage_mb", total_storage_mb),
    ];
    separated(
        &["name", "value"],
        rows.map(|(name, value)| vec![name.to_owned(), value.to_string()]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMMARY: ResourceSummary = ResourceSummary {
        total_instances: 24,
        running_instances: 19,
        stopped_instances: 4,
        total_volumes: 9,
        attached_volumes: 7,
        total_vpcs: 4,
        total_storage_mb: 120_400,
    };

    #[test]
    fn people_see_the_three_cards() {
        let style = Style { width: 80, height: 24, coloured: false };
        insta::assert_snapshot!(table(&SUMMARY, &style), @r"
        RESOURCE   TOTAL
        Instances     24  19 running, 4 stopped, 1 paused
        Volumes        9  7 attached, 120 GB
        VPCs           4
        ");
    }

    #[test]
    fn programs_get_every_number_by_its_name() {
        let json = serde_json::to_value(SUMMARY).unwrap();
        let told: serde_json::Map<String, serde_json::Value> = lines(&SUMMARY)
            .lines()
            .skip(1)
            .map(|line| line.split_once('\t').unwrap())
            .map(|(name, value)| (name.to_owned(), value.parse::<u64>().unwrap().into()))
            .collect();
        assert_eq!(serde_json::Value::Object(told), json);
    }
}
