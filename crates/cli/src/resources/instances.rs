//! Instances as a table and as lines.

use super::{ago, field, moment, none};
use crate::terminal::{Cell, Column, Paint, Style, Table, figures, separated};
use chrono::{DateTime, Utc};
use mini_aws_domain::{Health, Instance, InstanceId, InstanceState, Port, Sample, Snapshot};
use std::collections::HashMap;

/// The table for people at `now`.
pub fn table(snapshot: &Snapshot, now: DateTime<Utc>, style: &Style) -> String {
    if snapshot.instances.is_empty() {
        return none("instances");
    }
    let mut table = Table::new(&[
        Column::new("NAME").shrinks_to(16),
        Column::new("STATE").shrinks_to(19),
        Column::new("CPU").right(),
        Column::new("MEMORY").right(),
        Column::new("SINCE").right().spare(1),
        Column::new("IMAGE").shrinks_to(16).spare(2),
        Column::new("PORTS").shrinks_to(14).spare(4),
        Column::new("ID").spare(3),
    ]);
    let samples = samples(snapshot);
    for instance in &snapshot.instances {
        let sample = samples.get(&instance.id);
        let cpu = sample.and_then(|sample| sample.cpu_percent);
        let memory = sample.and_then(|sample| sample.memory_bytes);
        let unknown = || Cell::new(figures::UNKNOWN, Paint::Faint);
        table.push(vec![
            Cell::new(&instance.name, Paint::Plain),
            Cell::new(&state(instance), state_paint(instance)),
            cpu.map_or_else(unknown, |cpu| figures::percent(cpu).into()),
            memory.map_or_else(unknown, |bytes| figures::memory(bytes).into()),
            ago(since(instance), now).into(),
            Cell::from(&instance.image),
            Cell::from(ports(&instance.ports)),
            Cell::new(instance.id.short(), Paint::Faint),
        ]);
    }
    table.draw(style)
}

/// The lines for programs.
pub fn lines(snapshot: &Snapshot) -> String {
    let samples = samples(snapshot);
    let row = |instance: &Instance| {
        let sample = samples.get(&instance.id);
        vec![
            instance.id.to_string(),
            instance.name.clone(),
            instance.state.as_str().to_owned(),
            health(instance.health).to_owned(),
            field(sample.and_then(|sample| sample.cpu_percent).map(|cpu| format!("{cpu:.2}"))),
            field(sample.and_then(|sample| sample.memory_bytes)),
            field(sample.and_then(|sample| sample.memory_limit_bytes)),
            instance.image.clone(),
            moment(Some(instance.created_at)),
            moment(instance.started_at),
            field(instance.exit_code),
            field(instance.project.as_ref()),
            field(instance.service.as_ref()),
            instance.ports.iter().map(port).collect::<Vec<_>>().join(","),
        ]
    };
    let names = [
        "id",
        "name",
        "state",
        "health",
        "cpu_percent",
        "memory_bytes",
        "memory_limit_bytes",
        "image",
        "created_at",
        "started_at",
        "exit_code",
        "project",
        "service",
        "ports",
    ];
    separated(&names, snapshot.instances.iter().map(row))
}

/// The colour of what an instance does.
pub fn state_paint(instance: &Instance) -> Paint {
    match instance.state {
        _ if instance.is_failing() => Paint::Bad,
        InstanceState::Running if instance.health == Health::Starting => Paint::Warning,
        InstanceState::Running => Paint::Good,
        InstanceState::Paused | InstanceState::Removing => Paint::Warning,
        InstanceState::Created
        | InstanceState::Restarting
        | InstanceState::Exited
        | InstanceState::Dead
        | InstanceState::Unknown => Paint::Faint,
    }
}

/// What it does, with what is odd about it: `running (unhealthy)`, `exited (137, out of memory)`.
fn state(instance: &Instance) -> String {
    let word = instance.state.as_str();
    match (instance.state, instance.health, instance.exit_code) {
        (InstanceState::Running, Health::None, _) => word.to_owned(),
        (InstanceState::Running, told, _) => format!("{word} ({})", health(told)),
        (_, _, Some(code)) if instance.oom_killed => format!("{word} ({code}, out of memory)"),
        (_, _, Some(code)) => format!("{word} ({code})"),
        _ => word.to_owned(),
    }
}

/// Since when it does what it does.
fn since(instance: &Instance) -> Option<DateTime<Utc>> {
    match instance.state {
        InstanceState::Created => Some(instance.created_at),
        InstanceState::Running | InstanceState::Paused => instance.started_at,
        InstanceState::Restarting
        | InstanceState::Removing
        | InstanceState::Exited
        | InstanceState::Dead
        | InstanceState::Unknown => instance.finished_at,
    }
}

fn health(health: Health) -> &'static str {
    match health {
        Health::None => "none",
        Health::Starting => "starting",
        Health::Healthy => "healthy",
        Health::Unhealthy => "unhealthy",
    }
}

/// The published ports, each once, however many addresses of the host it is published on.
fn ports(ports: &[Port]) -> String {
    let mut shown = Vec::new();
    for published in ports.iter().filter(|port| port.public.is_some()) {
        let text = port(&Port { address: None, ..published.clone() });
        if !shown.contains(&text) {
            shown.push(text);
        }
    }
    shown.join(", ")
}

/// `8080->80/tcp`, or `80/tcp` where it is not published.
fn port(port: &Port) -> String {
    let inside = format!("{}/{}", port.private, port.protocol);
    match (port.public, port.address.as_deref()) {
        (None, _) => inside,
        (Some(public), None) => format!("{public}->{inside}"),
        (Some(public), Some(address)) if address.contains(':') => {
            format!("[{address}]:{public}->{inside}")
        }
        (Some(public), Some(address)) => format!("{address}:{public}->{inside}"),
    }
}

fn samples(snapshot: &Snapshot) -> HashMap<&InstanceId, &Sample> {
    let samples = snapshot.frame.iter().flat_map(|frame| &frame.samples);
    samples.map(|sample| (&sample.instance, sample)).collect()
}

#[cfg(test)]
mod tests;
