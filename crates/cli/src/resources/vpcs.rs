//! VPCs as a table and as lines.

use super::{ago, by_id, field, moment, names, none};
use crate::terminal::{Cell, Column, Paint, Style, Table, separated};
use chrono::{DateTime, Utc};
use mini_aws_domain::{Snapshot, Vpc};

/// The table for people at `now`.
pub fn table(snapshot: &Snapshot, now: DateTime<Utc>, style: &Style) -> String {
    if snapshot.vpcs.is_empty() {
        return none("VPCs");
    }
    let mut table = Table::new(&[
        Column::new("NAME").shrinks_to(12),
        Column::new("SUBNETS").shrinks_to(18),
        Column::new("MEMBERS").shrinks_to(20),
        Column::new("REACH").spare(1),
        Column::new("DRIVER").shrinks_to(6).spare(3),
        Column::new("AGE").right().spare(2),
        Column::new("ID").spare(4),
    ]);
    let instances = by_id(&snapshot.instances);
    for vpc in &snapshot.vpcs {
        let members = match vpc.members.is_empty() {
            true => Cell::new("none", Paint::Faint),
            false => names(&vpc.members, &instances).into(),
        };
        table.push(vec![
            Cell::from(&vpc.name),
            Cell::from(vpc.subnets.join(", ")),
            members,
            Cell::from(if vpc.internal { "internal" } else { "outside" }),
            Cell::from(&vpc.driver),
            ago(vpc.created_at, now).into(),
            Cell::new(vpc.id.short(), Paint::Faint),
        ]);
    }
    table.draw(style)
}

/// The lines for programs.
pub fn lines(snapshot: &Snapshot) -> String {
    let instances = by_id(&snapshot.instances);
    let row = |vpc: &Vpc| {
        vec![
            vpc.id.to_string(),
            vpc.name.clone(),
            vpc.subnets.join(","),
            names(&vpc.members, &instances).replace(", ", ","),
            vpc.driver.clone(),
            vpc.internal.to_string(),
            field(vpc.project.as_ref()),
            moment(vpc.created_at),
        ]
    };
    let names = ["id", "name", "subnets", "members", "driver", "internal", "project", "created_at"];
    separated(&names, snapshot.vpcs.iter().map(row))
}
