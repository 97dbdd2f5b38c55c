//! The columns of the instances' table: what each is called, how wide it is, and which leave first where there is little room.

use crate::{components::Column, t, units};
use mini_aws_domain::Metric;

/// The class of rates, and how much wider such a column is where it ends the table, whose padding is wider than that of a cell.
const RATE: &str = "i-rate";
const LAST_RATE: u32 = 10;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::pages) enum Field {
    #[default]
    Name,
    Project,
    State,
    Image,
    Cpu,
    Memory,
    NetworkRx,
    NetworkTx,
    DiskRead,
    DiskWrite,
    Ports,
    Vpcs,
}

impl Field {
    /// Every column, in the order of the table.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Project,
        Self::State,
        Self::Image,
        Self::Cpu,
        Self::Memory,
        Self::NetworkRx,
        Self::NetworkTx,
        Self::DiskRead,
        Self::DiskWrite,
        Self::Ports,
        Self::Vpcs,
    ];

    /// Those that leave while there is no room for all, the first one first. The others stay, and the table scrolls.
    const LEAVING: [Self; 8] = [
        Self::Vpcs,
        Self::DiskWrite,
        Self::DiskRead,
        Self::Ports,
        Self::NetworkTx,
        Self::NetworkRx,
        Self::Image,
        Self::Project,
    ];

    /// Under which word a choice of it is kept.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Project => "project",
            Self::State => "state",
            Self::Image => "image",
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::NetworkRx => "network-rx",
            Self::NetworkTx => "network-tx",
            Self::DiskRead => "disk-read",
            Self::DiskWrite => "disk-write",
            Self::Ports => "ports",
            Self::Vpcs => "vpcs",
        }
    }

    /// The column of that word.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.id() == id)
    }

    /// The figure in it, if it is one that changes each second.
    pub fn metric(self) -> Option<Metric> {
        match self {
            Self::Cpu => Some(Metric::Cpu),
            Self::Memory => Some(Metric::Memory),
            Self::NetworkRx => Some(Metric::NetworkRx),
            Self::NetworkTx => Some(Metric::NetworkTx),
            Self::DiskRead => Some(Metric::DiskRead),
            Self::DiskWrite => Some(Metric::DiskWrite),
            Self::Name | Self::Project | Self::State | Self::Image | Self::Ports | Self::Vpcs => {
                None
            }
        }
    }

    /// Its heading.
    pub fn title(self) -> String {
        match self {
            Self::Name => t!("instances-name"),
            Self::Project => t!("instances-project"),
            Self::State => t!("instances-state"),
            Self::Image => t!("instances-image"),
            Self::Cpu => t!("instances-cpu"),
            Self::Memory => t!("instances-memory"),
            Self::NetworkRx => t!("instances-network-rx"),
            Self::NetworkTx => t!("instances-network-tx"),
            Self::DiskRead => t!("instances-disk-read"),
            Self::DiskWrite => t!("instances-disk-write"),
            Self::Ports => t!("instances-ports"),
            Self::Vpcs => t!("instances-vpcs"),
        }
    }

    /// What the heading is short for.
    pub fn hint(self) -> Option<String> {
        match self {
            Self::Cpu if units::is_of_machine() => Some(t!("instances-cpu.of-machine")),
            Self::Cpu => Some(t!("instances-cpu.hint")),
            Self::Memory => Some(t!("instances-memory.hint")),
            Self::NetworkRx => Some(t!("instances-network-rx.hint")),
            Self::NetworkTx => Some(t!("instances-network-tx.hint")),
            Self::DiskRead => Some(t!("instances-disk-read.hint")),
            Self::DiskWrite => Some(t!("instances-disk-write.hint")),
            Self::Name | Self::Project | Self::State | Self::Image | Self::Ports | Self::Vpcs => {
                None
            }
        }
    }

    /// The whole of its name, for a list of columns.
    pub fn long_title(self) -> String {
        match self {
            Self::NetworkRx | Self::NetworkTx | Self::DiskRead | Self::DiskWrite => {
                self.hint().unwrap_or_else(|| self.title())
            }
            _ => self.title(),
        }
    }

    /// The class that sets its width, and that width in CSS pixels; `instances.css` has the same.
    fn room(self) -> (&'static str, u32) {
        match self {
            Self::Name => ("i-name", 122),
            Self::Project => ("i-project", 74),
            Self::State => ("i-state", 138),
            Self::Image => ("i-image", 106),
            Self::Cpu => ("i-cpu", 104),
            Self::Memory => ("i-memory", 112),
            Self::NetworkRx | Self::NetworkTx | Self::DiskRead | Self::DiskWrite => (RATE, 66),
            Self::Ports => ("i-ports", 98),
            Self::Vpcs => ("i-vpcs", 90),
        }
    }

    /// Its heading in the table.
    pub fn column(self) -> Column {
        let class = self.room().0;
        let column = match self.metric() {
            Some(_) => Column::number(self.title(), class),
            None => Column::text(self.title(), class),
        };
        match self.hint() {
            Some(hint) => column.hint(hint),
            None => column,
        }
    }

    /// Those that there is room for in a table of that many CSS pixels. The ones that matter most stay, even if they have to scroll.
    pub fn fitting(width: f64) -> Vec<Self> {
        let mut shown = Self::ALL.to_vec();
        for leaving in Self::LEAVING {
            let needed: u32 = shown.iter().map(|field| field.room().1).sum();
            let is_rate = shown.last().is_some_and(|last| last.room().0 == RATE);
            if f64::from(needed + if is_rate { LAST_RATE } else { 0 }) <= width {
                break;
            }
            shown.retain(|field| *field != leaving);
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_table_has_every_column_and_a_narrow_one_those_that_matter() {
        assert_eq!(Field::fitting(2000.0), Field::ALL);
        assert_eq!(
            Field::fitting(0.0),
            [Field::Name, Field::State, Field::Cpu, Field::Memory],
            "these scroll"
        );
        let mut before = Field::ALL.len();
        for width in (0..2000).rev().step_by(10) {
            let shown = Field::fitting(f64::from(width));
            assert!(shown.len() <= before, "less room, more columns at {width}");
            assert!(shown.windows(2).all(|pair| pair[0] < pair[1]), "their order is one");
            before = shown.len();
        }
    }

    #[test]
    fn a_window_of_1280_shows_the_rates() {
        let shown = Field::fitting(1022.0);
        for field in [Field::NetworkRx, Field::DiskWrite, Field::Ports, Field::Project] {
            assert!(shown.contains(&field), "{field:?}");
        }
    }

    #[test]
    fn a_column_is_found_by_its_word() {
        for field in Field::ALL {
            assert_eq!(Field::of_id(field.id()), Some(field));
        }
        assert_eq!(Field::of_id("nonsense"), None);
    }
}
