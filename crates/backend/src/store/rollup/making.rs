//! One bucket of every series, while it is made of rows of the tier below.

use super::Groups;
use crate::store::pack::{Bucket, METRICS, SeriesKey, Tally, row::Values};
use rusqlite::Connection;
use std::collections::BTreeMap;

type Tallies = [Tally; METRICS];

/// Adds rows up.
///
/// A group has a value of its own in a bucket only if more than one of its instances were in it; else it is what its instance is,
/// and need not be told twice. At one time the group is the sum of its instances, and over time the mean of that, so its
/// lowest and highest are those of the sum: the highest sum is not the sum of each instance's highest.
pub(super) struct Making<'a> {
    memberships: &'a mut Groups,
    series: BTreeMap<SeriesKey, Tallies>,
    groups: BTreeMap<SeriesKey, Group>,
    /// The groups of one row, before they are added; here only so that its memory is used again.
    row: BTreeMap<SeriesKey, Together>,
}

/// A group over the bucket.
#[derive(Debug, Default)]
struct Group {
    tallies: Tallies,
    /// An instance that was in it; the first one.
    member: Option<SeriesKey>,
    /// Whether another one was as well.
    several: bool,
}

/// A group in one row.
#[derive(Debug, Default)]
struct Together {
    values: [Option<Bucket>; METRICS],
    /// Whether the row told them by itself.
    told: bool,
}

impl<'a> Making<'a> {
    pub fn new(memberships: &'a mut Groups) -> Self {
        Self { memberships, series: BTreeMap::new(), groups: BTreeMap::new(), row: BTreeMap::new() }
    }

    /// Adds a row of the tier below.
    pub fn add(&mut self, connection: &Connection, row: &[Values<Bucket>]) -> rusqlite::Result<()> {
        self.row.clear();
        for (series, values) in row {
            if series.is_group() {
                let told = Together { values: *values, told: true };
                self.row.insert(*series, told);
                continue;
            }
            add_all(self.series.entry(*series).or_default(), values);
        }
        for (series, values) in row {
            for group in self.memberships.of(connection, *series)? {
                let together = self.row.entry(*group).or_default();
                if !together.told {
                    for (sum, value) in together.values.iter_mut().zip(values) {
                        *sum = plus(*sum, *value);
                    }
                }
                let group = self.groups.entry(*group).or_default();
                let first = *group.member.get_or_insert(*series);
                group.several |= first != *series;
            }
        }
        for (group, together) in &self.row {
            let group = self.groups.entry(*group).or_default();
            group.several |= together.told;
            add_all(&mut group.tallies, &together.values);
        }
        Ok(())
    }

    /// The bucket, series by series; what comes next is another one's.
    pub fn take(&mut self) -> Vec<Values<Bucket>> {
        let series = std::mem::take(&mut self.series);
        let groups = std::mem::take(&mut self.groups);
        let several = groups.into_iter().filter(|(_, group)| group.several);
        series
            .into_iter()
            .chain(several.map(|(series, group)| (series, group.tallies)))
            .map(|(series, tallies)| (series, tallies.map(|tally| tally.bucket())))
            .collect()
    }
}

fn add_all(tallies: &mut Tallies, values: &[Option<Bucket>; METRICS]) {
    for (tally, value) in tallies.iter_mut().zip(values) {
        if let Some(value) = value {
            tally.add(*value);
        }
    }
}

/// Two instances at the same time. Exact for single samples; buckets are only ever added here to nothing.
fn plus(a: Option<Bucket>, b: Option<Bucket>) -> Option<Bucket> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Bucket {
            count: a.count.max(b.count),
            avg: a.avg.saturating_add(b.avg),
            min: a.min.saturating_add(b.min),
            max: a.max.saturating_add(b.max),
        }),
        (one, other) => one.or(other),
    }
}
