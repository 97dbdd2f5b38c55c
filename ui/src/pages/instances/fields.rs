//! The columns of the instances' table: what each is called, how wide it is, and which leave first where there is little room.

use crate::{
    components::{Column, port_lengths},
    t, units,
};
use mini_aws_domain::{Instance, Metric};

/// How much wider a column of figures or ports is where it ends the table, whose padding is wider than that of a cell.
const LAST: u32 = 10;

/// How much room the column of ports has: no more than what stands in it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::pages) enum PortsRoom {
    /// For one number.
    #[default]
    One,
    /// For a short pair: `8080→80`.
    Pair,
    /// For any pair, or a short one and how many more there are.
    LongPair,
    /// For two pairs.
    Pairs,
}

impl PortsRoom {
    const ALL: [Self; 4] = [Self::One, Self::Pair, Self::LongPair, Self::Pairs];

    /// How many characters there is room for.
    pub fn characters(self) -> usize {
        match self {
            Self::One => 6,
            Self::Pair => 7,
            Self::LongPair => 11,
            Self::Pairs => 19,
        }
    }

    /// The class that sets its width, and that width in CSS pixels; `instances.css` has the same.
    fn room(self) -> (&'static str, u32) {
        match self {
            Self::One => ("i-ports-one", 58),
            Self::Pair => ("i-ports-pair", 74),
            Self::LongPair => ("i-ports-long-pair", 106),
            Self::Pairs => ("i-ports-pairs", 162),
        }
    }

    /// The least in which every instance has its first port, and how many more it has; or all of its ports, where every column has room
    /// beside them in so many CSS pixels.
    pub fn of(instances: &[Instance], width: f64) -> Self {
        let lengths = instances.iter().map(|instance| port_lengths(&instance.ports));
        let (all, first) = lengths
            .fold((0, 0), |(all, first), (its, short)| (its.max(all), short.min(its).max(first)));
        let least = |characters: usize| {
            let fits = |room: &Self| room.characters() >= characters;
            Self::ALL.into_iter().find(fits).unwrap_or(Self::Pairs)
        };
        let wanted = least(all);
        if f64::from(width_of(&Field::ALL, wanted)) <= width { wanted } else { least(first) }
    }
}

/// How much room columns take, in CSS pixels.
fn width_of(fields: &[Field], ports: PortsRoom) -> u32 {
    let needed: u32 = fields.iter().map(|field| field.room(ports).1).sum();
    let is_wider =
        fields.last().is_some_and(|last| *last == Field::Ports || last.metric().is_some());
    needed + if is_wider { LAST } else { 0 }
}

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

    /// Those that leave while there is no room for all, the first ones first, and what belongs together at once. The others stay, and the
    /// table scrolls.
    const LEAVING: [&[Self]; 6] = [
        &[Self::Vpcs],
        &[Self::DiskRead, Self::DiskWrite],
        &[Self::NetworkRx, Self::NetworkTx],
        &[Self::Ports],
        &[Self::Image],
        &[Self::Project],
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
    fn room(self, ports: PortsRoom) -> (&'static str, u32) {
        match self {
            Self::Name => ("i-name", 118),
            Self::Project => ("i-project", 68),
            Self::State => ("i-state", 156),
            Self::Image => ("i-image", 100),
            Self::Cpu => ("i-cpu", 104),
            Self::Memory => ("i-memory", 112),
            Self::NetworkRx | Self::NetworkTx | Self::DiskRead | Self::DiskWrite => ("i-rate", 70),
            Self::Ports => ports.room(),
            Self::Vpcs => ("i-vpcs", 90),
        }
    }

    /// Its heading in the table.
    pub fn column(self, ports: PortsRoom) -> Column {
        let class = self.room(ports).0;
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
    pub fn fitting(width: f64, ports: PortsRoom) -> Vec<Self> {
        let mut shown = Self::ALL.to_vec();
        for leaving in Self::LEAVING {
            if f64::from(width_of(&shown, ports)) <= width {
                break;
            }
            shown.retain(|field| !leaving.contains(field));
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::instance;
    use mini_aws_domain::Port;

    #[test]
    fn a_wide_table_has_every_column_and_a_narrow_one_those_that_matter() {
        assert_eq!(Field::fitting(2000.0, PortsRoom::Pairs), Field::ALL);
        assert_eq!(
            Field::fitting(0.0, PortsRoom::One),
            [Field::Name, Field::State, Field::Cpu, Field::Memory],
            "these scroll"
        );
        let mut before = Field::ALL.len();
        for width in (0..2000).rev().step_by(10) {
            let shown = Field::fitting(f64::from(width), PortsRoom::LongPair);
            assert!(shown.len() <= before, "less room, more columns at {width}");
            assert!(shown.windows(2).all(|pair| pair[0] < pair[1]), "their order is one");
            before = shown.len();
        }
    }

    #[test]
    fn a_window_of_1280_shows_the_rates() {
        let shown = Field::fitting(1022.0, PortsRoom::Pair);
        for field in [Field::NetworkRx, Field::DiskWrite, Field::Ports, Field::Project] {
            assert!(shown.contains(&field), "{field:?}");
        }
    }

    #[test]
    fn a_window_of_900_keeps_what_can_be_opened_and_no_half_of_a_pair() {
        let shown = Field::fitting(762.0, PortsRoom::Pair);
        assert!(shown.contains(&Field::Ports) && shown.contains(&Field::Image));
        for width in (0..2000).step_by(10) {
            let shown = Field::fitting(f64::from(width), PortsRoom::Pair);
            let has = |field| shown.contains(&field);
            assert_eq!(has(Field::NetworkRx), has(Field::NetworkTx), "at {width}");
            assert_eq!(has(Field::DiskRead), has(Field::DiskWrite), "at {width}");
        }
    }

    #[test]
    fn ports_take_the_room_that_they_need() {
        let port =
            |private, public| Port { private, public, address: None, protocol: "tcp".to_owned() };
        let with =
            |name: &str, ports: &[Port]| Instance { ports: ports.to_vec(), ..instance(name) };
        let one = with("one", &[port(80, Some(80))]);
        let pair = with("pair", &[port(80, Some(8080))]);
        let several = with("several", &[port(80, Some(8080)), port(443, Some(8443))]);
        let room = |instances: &[Instance], width| PortsRoom::of(instances, width);
        assert_eq!(room(&[], 1022.0), PortsRoom::One);
        assert_eq!(room(&[one.clone(), pair.clone()], 1022.0), PortsRoom::Pair, "8080→80");
        let all = [one, pair, several];
        assert_eq!(room(&all, 1022.0), PortsRoom::LongPair, "8080→80 +1");
        assert_eq!(room(&all, 1660.0), PortsRoom::Pairs, "8080→80, 8443→443");
    }

    #[test]
    fn a_column_is_found_by_its_word() {
        for field in Field::ALL {
            assert_eq!(Field::of_id(field.id()), Some(field));
        }
        assert_eq!(Field::of_id("nonsense"), None);
    }
}
