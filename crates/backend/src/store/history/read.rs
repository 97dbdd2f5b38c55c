//! From rows and archive to lines.

use super::{Found, Plan, Segment, Selection, lines::Line, subject::Own};
use crate::store::{
    pack::{Bucket, SeriesKey, readable, row, stretch::Stretch},
    rollup::COLUMNS,
    tiers::FRAMES,
};
use mini_aws_domain::Metric;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Reads the subject's line, and those of its `top` busiest instances and of the pinned ones.
pub(super) fn read(
    connection: &Connection,
    plan: &Plan,
    selection: &Selection,
    metric: Metric,
    top: usize,
    pinned: &[SeriesKey],
) -> rusqlite::Result<Found> {
    let mut reading = Reading {
        connection,
        plan,
        selection,
        column: column(metric),
        lines: HashMap::new(),
        own: Line::default(),
        rows_at: Vec::new(),
        told: BTreeSet::new(),
    };
    for segment in &plan.segments {
        reading.rows(*segment)?;
    }
    let single = matches!(selection.own, Own::Series(_)) && selection.members.is_some();
    if !single {
        reading.weigh()?;
    }
    let mut ranked: Vec<(SeriesKey, f64)> = reading
        .lines
        .iter()
        .filter(|(series, line)| selection.has(**series) && line.count > 0)
        .map(|(series, line)| (*series, line.sum))
        .collect();
    let instances = if single { 1 } else { ranked.len() };
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.truncate(top);
    let mut named: Vec<SeriesKey> = ranked.into_iter().map(|(series, _)| series).collect();
    for series in pinned {
        if !named.contains(series) {
            named.push(*series);
        }
    }
    reading.unpack(&named)?;
    let mut subject = reading.own;
    if selection.own == Own::Members {
        for line in reading.lines.values() {
            subject.join(line.clone());
        }
    }
    let mut lines = reading.lines;
    let top = named.into_iter().map(|series| {
        let line = lines.remove(&series).unwrap_or_default();
        (series, line)
    });
    Ok(Found { subject, top: top.collect(), instances })
}

/// The column of a metric.
pub(in crate::store) fn column(metric: Metric) -> &'static str {
    let place = Metric::ALL.iter().position(|known| *known == metric).unwrap_or(0);
    COLUMNS[place]
}

struct Reading<'a> {
    connection: &'a Connection,
    plan: &'a Plan,
    selection: &'a Selection,
    column: &'static str,
    /// The instances' lines.
    lines: HashMap<SeriesKey, Line>,
    /// The subject's, unless it is its members'.
    own: Line,
    /// The times of the rows that were read: the archive may have something older there, if the clock was set back.
    rows_at: Vec<i64>,
    /// The buckets of the archive in which a group is told by itself.
    told: BTreeSet<i64>,
}

impl Reading<'_> {
    /// Adds up a part of the range that is not archived, every series of it.
    fn rows(&mut self, segment: Segment) -> rusqlite::Result<()> {
        let is_frame = segment.tier == FRAMES;
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT recorded_at, series, {column} FROM metrics_history \
             WHERE tier = ?1 AND recorded_at >= ?2 AND recorded_at < ?3 AND {column} IS NOT NULL ORDER BY recorded_at",
            column = self.column
        ))?;
        let mut rows = select.query(params![segment.tier.number, segment.from, segment.to])?;
        let mut series = Vec::new();
        let mut roles: Vec<Role> = Vec::new();
        let mut lines: Vec<Line> = Vec::new();
        let mut owners = Owners::default();
        let mut packed = Vec::new();
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(0)?;
            let names = row.get_ref(1)?.as_blob()?;
            // From tick to tick it is mostly the same ones.
            if names != packed {
                packed = names.to_vec();
                if readable(row::series(names, &mut series)).is_none() {
                    series.clear();
                }
                roles = series.iter().map(|series| self.role(*series, &mut owners)).collect();
                lines.resize_with(owners.series.len(), Line::default);
            }
            if !is_frame {
                self.rows_at.push(at);
            }
            let place = self.plan.place(at);
            let mut values = row::Column::new(row.get_ref(2)?.as_blob()?, is_frame);
            let (mut told, mut sum) = (None, None);
            for role in &roles {
                let Some(value) = readable(values.take()) else { break };
                let Some(bucket) = value else { continue };
                match *role {
                    Role::Nothing => {}
                    Role::Own => told = Some(bucket),
                    Role::Member(line) => {
                        lines[line].add(place, bucket);
                        sum = Some(plus(sum, bucket));
                    }
                }
            }
            let own = match self.selection.own {
                Own::Members => None,
                Own::Series(_) => told,
                Own::Group(_) => told.or(sum),
            };
            if let Some(own) = own {
                self.own.add(place, own);
            }
        }
        for (series, line) in owners.series.into_iter().zip(lines) {
            self.lines.entry(series).or_default().join(line);
        }
        Ok(())
    }

    fn role(&self, series: SeriesKey, owners: &mut Owners) -> Role {
        match self.selection.own {
            Own::Series(own) if own == series => Role::Own,
            Own::Group(own) if own == series => Role::Own,
            _ if self.selection.has(series) => Role::Member(owners.place_of(series)),
            _ => Role::Nothing,
        }
    }

    /// Weighs what the archive has of the subject's instances, mostly by what stands in front.
    fn weigh(&mut self) -> rusqlite::Result<()> {
        let everybody = Vec::new();
        let members = self.selection.members.as_ref().unwrap_or(&everybody);
        let mut weights: BTreeMap<SeriesKey, (u64, f64)> = BTreeMap::new();
        for segment in self.archived() {
            each_stretch(
                self.connection,
                segment,
                self.column,
                members,
                |series, begins, bytes| {
                    if !self.selection.has(series) {
                        return Ok(());
                    }
                    let weight = weights.entry(series).or_default();
                    let Some(mut stretch) = readable(Stretch::new(bytes)) else { return Ok(()) };
                    let ends = begins + segment.tier.stretch_ms;
                    let is_whole = begins >= segment.from && ends <= segment.to;
                    if is_whole && !self.has_rows_within(begins, ends) {
                        weight.0 = weight.0.saturating_add(stretch.weight.0);
                        weight.1 += stretch.weight.1;
                        return Ok(());
                    }
                    while let Some((place, bucket)) = readable(stretch.take()).flatten() {
                        let at = begins + i64::from(place) * segment.tier.bucket_ms;
                        if (segment.from..segment.to).contains(&at) && !self.has_row_at(at) {
                            weight.0 = weight.0.saturating_add(bucket.count);
                            weight.1 += bucket.avg as f64 * bucket.count as f64;
                        }
                    }
                    Ok(())
                },
            )?;
        }
        for (series, (count, sum)) in weights {
            self.lines.entry(series).or_default().weigh(count, sum);
        }
        Ok(())
    }

    /// Unpacks what the archive has of the subject, and of the instances that are named.
    fn unpack(&mut self, named: &[SeriesKey]) -> rusqlite::Result<()> {
        let members = self.selection.members.clone().unwrap_or_default();
        for segment in self.archived() {
            match self.selection.own {
                Own::Series(own) => {
                    self.unpack_into(segment, &[own], |reading, _, at, bucket| {
                        reading.own.add(reading.plan.place(at), bucket);
                    })?;
                }
                Own::Group(own) => {
                    self.unpack_into(segment, &[own], |reading, _, at, bucket| {
                        reading.told.insert(at);
                        reading.own.add(reading.plan.place(at), bucket);
                    })?;
                    self.unpack_into(segment, &members, |reading, _, at, bucket| {
                        if !reading.told.contains(&at) {
                            reading.own.add(reading.plan.place(at), bucket);
                        }
                    })?;
                }
                Own::Members => {}
            }
            let drawn = if self.selection.own == Own::Members { &members } else { named };
            self.unpack_into(segment, drawn, |reading, series, at, bucket| {
                // Its weight is known already.
                reading.lines.entry(series).or_default().draw(reading.plan.place(at), bucket);
            })?;
        }
        Ok(())
    }

    fn unpack_into(
        &mut self,
        segment: Segment,
        wanted: &[SeriesKey],
        mut add: impl FnMut(&mut Self, SeriesKey, i64, Bucket),
    ) -> rusqlite::Result<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let (connection, column) = (self.connection, self.column);
        each_stretch(connection, segment, column, wanted, |series, begins, bytes| {
            let Some(mut stretch) = readable(Stretch::new(bytes)) else { return Ok(()) };
            while let Some((place, bucket)) = readable(stretch.take()).flatten() {
                let at = begins + i64::from(place) * segment.tier.bucket_ms;
                let inside = (segment.from..segment.to).contains(&at);
                if inside && !self.has_row_at(at) {
                    add(self, series, at, bucket);
                }
            }
            Ok(())
        })
    }

    /// Whether a row stands for what the archive has of that time as well: one made anew after the clock was set back.
    fn has_row_at(&self, at: i64) -> bool {
        self.rows_at.binary_search(&at).is_ok()
    }

    fn has_rows_within(&self, from: i64, to: i64) -> bool {
        let next = self.rows_at.partition_point(|at| *at < from);
        self.rows_at.get(next).is_some_and(|at| *at < to)
    }

    fn archived(&self) -> Vec<Segment> {
        self.plan.segments.iter().copied().filter(|segment| segment.tier != FRAMES).collect()
    }
}

/// The instances of the rows that were read, in the order in which they came.
#[derive(Debug, Default)]
struct Owners {
    series: Vec<SeriesKey>,
    places: HashMap<SeriesKey, usize>,
}

impl Owners {
    fn place_of(&mut self, series: SeriesKey) -> usize {
        *self.places.entry(series).or_insert_with(|| {
            self.series.push(series);
            self.series.len() - 1
        })
    }
}

/// What a series of a row is to the answer.
#[derive(Debug, Clone, Copy)]
enum Role {
    /// Nothing.
    Nothing,
    /// The subject itself.
    Own,
    /// One of its instances, and which line it has.
    Member(usize),
}

/// How many series are asked for one by one; of more the whole stretch is read, and what is not wanted passed over.
const ONE_BY_ONE: usize = 32;

/// Hands out the packed stretches that overlap a segment, of the series that are wanted; of all if none is named.
pub(in crate::store) fn each_stretch(
    connection: &Connection,
    segment: Segment,
    column: &str,
    wanted: &[SeriesKey],
    mut take: impl FnMut(SeriesKey, i64, &[u8]) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let first = segment.tier.stretch_of(segment.from);
    if wanted.is_empty() || wanted.len() > ONE_BY_ONE {
        let all = wanted.is_empty();
        let wanted: HashSet<SeriesKey> = wanted.iter().copied().collect();
        let mut select = connection.prepare_cached(&format!(
            "SELECT series, begins, {column} FROM metrics_archive \
             WHERE tier = ?1 AND begins >= ?2 AND begins < ?3 AND {column} IS NOT NULL ORDER BY begins"
        ))?;
        let mut rows = select.query(params![segment.tier.number, first, segment.to])?;
        while let Some(row) = rows.next()? {
            let series = SeriesKey::from_sql(row.get(0)?);
            if all || wanted.contains(&series) {
                take(series, row.get(1)?, row.get_ref(2)?.as_blob()?)?;
            }
        }
        return Ok(());
    }
    let mut select = connection.prepare_cached(&format!(
        "SELECT {column} FROM metrics_archive \
         WHERE tier = ?1 AND begins = ?2 AND series = ?3 AND {column} IS NOT NULL"
    ))?;
    let stretches = (segment.to - first - 1) / segment.tier.stretch_ms + 1;
    for index in 0..stretches {
        let begins = first + index * segment.tier.stretch_ms;
        for series in wanted {
            let mut rows = select.query(params![segment.tier.number, begins, series.to_sql()])?;
            while let Some(row) = rows.next()? {
                take(*series, begins, row.get_ref(0)?.as_blob()?)?;
            }
        }
    }
    Ok(())
}

/// Two instances of a group at the same time: exact for the samples of a frame; of buckets there is only ever one.
fn plus(sum: Option<Bucket>, more: Bucket) -> Bucket {
    sum.map_or(more, |sum| Bucket {
        count: sum.count.max(more.count),
        avg: sum.avg.saturating_add(more.avg),
        min: sum.min.saturating_add(more.min),
        max: sum.max.saturating_add(more.max),
    })
}
