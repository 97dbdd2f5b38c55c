//! What the live view shows, from one snapshot.

use crate::resources::state_paint;
use crate::terminal::{Cell, Column, Paint, Style, Table, clean, figures, fitted};
use chrono::{DateTime, SecondsFormat, Utc};
use mini_aws_domain::{EngineStatus, Frame, Instance, Sample, Snapshot};
use std::collections::HashMap;

/// Lines around the list of instances, and the one on which the cursor waits.
const AROUND: usize = 10;
/// How many instances are listed at most.
const HOTTEST: usize = 15;
/// How wide the bar of a sum is.
const BAR: usize = 24;

/// The names of the fields of [`line`].
pub const FIELDS: [&str; 6] =
    ["time", "engine", "running", "stopped", "cpu_percent", "memory_bytes"];

/// The view at `now`, no higher and no wider than the terminal.
pub fn draw(snapshot: &Snapshot, now: DateTime<Utc>, style: &Style) -> String {
    let summary = &snapshot.summary;
    let mut text = String::new();
    let mut add = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    let (mark, engine) = engine(&snapshot.engine);
    add(&style.paint(mark, &fitted(&clean(&engine), style.width)));
    add(&fitted(
        &format!(
            "{}, {} running, {} stopped · {}, {} attached · {}",
            figures::counted(summary.total_instances, "instance", "instances"),
            summary.running_instances,
            summary.stopped_instances,
            figures::counted(summary.total_volumes, "volume", "volumes"),
            summary.attached_volumes,
            figures::counted(summary.total_vpcs, "VPC", "VPCs"),
        ),
        style.width,
    ));
    add("");
    match &snapshot.frame {
        Some(frame) => {
            let info = snapshot.engine.engine();
            let (cpu, memory) = totals(frame);
            let cores = info.map_or(0.0, |engine| engine.cpus as f64 * 100.0);
            let machine = info.map_or(0.0, |engine| engine.memory_bytes as f64);
            add(&sum("CPU", &figures::percent(cpu), cpu / cores, style));
            add(&sum("Memory", &figures::memory(memory), memory as f64 / machine, style));
            add("");
            text.push_str(&hottest(snapshot, frame, style));
        }
        None => add("Nothing is measured yet."),
    }
    let time = now.to_rfc3339_opts(SecondsFormat::Secs, true);
    let footer = format!("{time} · Ctrl-C ends it");
    text.push('\n');
    text.push_str(&style.paint(Paint::Faint, &fitted(&footer, style.width)));
    text.push('\n');
    text
}

/// One line for programs, its fields those of [`FIELDS`]; what is not measured is empty.
pub fn line(snapshot: &Snapshot, now: DateTime<Utc>) -> Vec<String> {
    let totals = snapshot.frame.as_ref().map(totals);
    vec![
        now.to_rfc3339_opts(SecondsFormat::Secs, true),
        state(&snapshot.engine).to_owned(),
        snapshot.summary.running_instances.to_string(),
        snapshot.summary.stopped_instances.to_string(),
        totals.map(|(cpu, _)| format!("{cpu:.2}")).unwrap_or_default(),
        totals.map(|(_, memory)| memory.to_string()).unwrap_or_default(),
    ]
}

/// CPU in percent of one core and memory in bytes, of all instances together.
fn totals(frame: &Frame) -> (f64, u64) {
    let cpu = frame.samples.iter().filter_map(|sample| sample.cpu_percent).sum();
    let memory = frame.samples.iter().filter_map(|sample| sample.memory_bytes).sum();
    (cpu, memory)
}

/// `CPU     312.5 %  ████████░░░░`: with how much of the machine that is, where that is known.
fn sum(title: &str, value: &str, share: f64, style: &Style) -> String {
    let start = format!("{title:<8}{value:>12}");
    if !share.is_finite() || style.width < start.len() + BAR + 2 {
        return fitted(&start, style.width);
    }
    let filled = (share.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    let paint = match share {
        ..0.7 => Paint::Good,
        ..0.9 => Paint::Warning,
        _ => Paint::Bad,
    };
    let full = style.paint(paint, &"█".repeat(filled));
    format!("{start}  {full}{}", style.paint(Paint::Faint, &"░".repeat(BAR - filled)))
}

fn hottest(snapshot: &Snapshot, frame: &Frame, style: &Style) -> String {
    let names: HashMap<_, &Instance> =
        snapshot.instances.iter().map(|instance| (&instance.id, instance)).collect();
    let mut samples: Vec<&Sample> = frame.samples.iter().collect();
    samples.sort_by(|a, b| b.cpu_percent.unwrap_or(0.0).total_cmp(&a.cpu_percent.unwrap_or(0.0)));
    let mut table = Table::new(&[
        Column::new("HOTTEST").shrinks_to(8),
        Column::new("CPU").right(),
        Column::new("MEMORY").right(),
        Column::new("IMAGE").shrinks_to(8).spare(1),
    ]);
    let room = style.height.saturating_sub(AROUND).clamp(1, HOTTEST);
    for sample in samples.iter().take(room) {
        let instance = names.get(&sample.instance);
        let name = instance.map_or(sample.instance.short(), |instance| &instance.name);
        let cpu = sample.cpu_percent.map(figures::percent);
        let memory = sample.memory_bytes.map(figures::memory);
        let unknown = || figures::UNKNOWN.to_owned();
        table.push(vec![
            Cell::new(name, instance.map_or(Paint::Plain, |instance| state_paint(instance))),
            cpu.unwrap_or_else(unknown).into(),
            memory.unwrap_or_else(unknown).into(),
            Cell::new(instance.map_or("", |instance| &instance.image), Paint::Faint),
        ]);
    }
    table.draw(style)
}

fn state(engine: &EngineStatus) -> &'static str {
    match engine {
        EngineStatus::Connecting => "connecting",
        EngineStatus::Connected { .. } => "connected",
        EngineStatus::Away { .. } => "away",
        EngineStatus::Paused { .. } => "paused",
    }
}

fn engine(status: &EngineStatus) -> (Paint, String) {
    match status {
        EngineStatus::Connecting => (Paint::Warning, "Looking for an engine".to_owned()),
        EngineStatus::Connected { engine, .. } => {
            let kind = engine.kind.as_str();
            (Paint::Good, format!("{kind} {} at {}", engine.version, engine.endpoint))
        }
        EngineStatus::Away { reason, next_step, .. } => {
            (Paint::Bad, format!("{reason} {next_step}"))
        }
        EngineStatus::Paused { .. } => (Paint::Warning, "Collecting is paused".to_owned()),
    }
}

#[cfg(test)]
mod tests;
