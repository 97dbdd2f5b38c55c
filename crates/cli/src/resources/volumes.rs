//! Volumes as a table and as lines.

use super::{ago, by_id, field, moment, names, none};
use crate::terminal::{Cell, Column, Paint, Style, Table, figures, separated};
use chrono::{DateTime, Utc};
use mini_aws_domain::{Snapshot, Volume};

/// The table for people at `now`.
pub fn table(snapshot: &Snapshot, now: DateTime<Utc>, style: &Style) -> String {
    if snapshot.volumes.is_empty() {
        return none("volumes");
    }
    let mut table = Table::new(&[
        Column::new("NAME").shrinks_to(16),
        Column::new("SIZE").right(),
        Column::new("ATTACHED TO").shrinks_to(12),
        Column::new("PROJECT").shrinks_to(8).spare(2),
        Column::new("DRIVER").shrinks_to(6).spare(3),
        Column::new("AGE").right().spare(1),
    ]);
    let instances = by_id(&snapshot.instances);
    for volume in &snapshot.volumes {
        let size = volume.size_bytes.map_or_else(
            || Cell::new(figures::UNKNOWN, Paint::Faint),
            |bytes| figures::size(bytes).into(),
        );
        let attached = match volume.attached_to.is_empty() {
            true => Cell::new("not attached", Paint::Faint),
            false => names(&volume.attached_to, &instances).into(),
        };
        table.push(vec![
            Cell::from(&volume.name),
            size,
            attached,
            Cell::from(volume.project.as_deref().unwrap_or_default()),
            Cell::from(&volume.driver),
            ago(volume.created_at, now).into(),
        ]);
    }
    table.draw(style)
}

/// The lines for programs.
pub fn lines(snapshot: &Snapshot) -> String {
    let instances = by_id(&snapshot.instances);
    let row = |volume: &Volume| {
        vec![
            volume.name.clone(),
            field(volume.size_bytes),
            names(&volume.attached_to, &instances).replace(", ", ","),
            volume.driver.clone(),
            field(volume.project.as_ref()),
            moment(volume.created_at),
        ]
    };
    let names = ["name", "size_bytes", "attached_to", "driver", "project", "created_at"];
    separated(&names, snapshot.volumes.iter().map(row))
}
