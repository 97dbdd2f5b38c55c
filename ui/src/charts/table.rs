//! A chart as a table: the same range in at most [`MAX_ROWS`] rows, newest first.

use super::moment::Moments;
use super::{ChartModel, Gap, MetricWords, SeriesRole, SeriesView, pair};
use crate::words;
use std::{cmp::Reverse, collections::BTreeMap};

/// How many rows there are at most.
pub(super) const MAX_ROWS: usize = 60;
/// How many of the rows can be gaps: the longest of them.
const MAX_GAPS: usize = MAX_ROWS / 2;
/// How many instances have a column.
const MAX_COLUMNS: usize = 4;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Over how long a row can be: lengths that clocks are divided into.
const LENGTHS: [i64; 22] = [
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    30 * DAY,
    90 * DAY,
];

/// A chart as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChartTable {
    /// Of what the lowest, the average and the highest are: nothing to be named of all together, and both of a chart of two.
    pub spreads: Vec<String>,
    /// The instances that have a column of their own, busiest first.
    pub columns: Vec<String>,
    /// The rows, newest first.
    pub rows: Vec<TableRow>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableRow {
    /// Tells it apart from the others.
    pub at: i64,
    /// From when until when.
    pub when: String,
    /// What is known.
    pub content: RowContent,
}

/// What is known of a row's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowContent {
    /// The lowest, the average and the highest of all together, or of each of two, and the averages of the columns.
    Values { spreads: Vec<[String; 3]>, columns: Vec<String> },
    /// Nothing, and why.
    Gap(String),
}

/// What was measured within a row.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    count: u32,
    sum: f64,
    low: Option<f64>,
    high: Option<f64>,
}

impl Sum {
    fn add(&mut self, series: &SeriesView, place: usize) {
        let Some(value) = series.values.get(place).copied().flatten() else { return };
        let bound = |bounds: &[Option<f64>]| bounds.get(place).copied().flatten().unwrap_or(value);
        self.count += 1;
        self.sum += value;
        let (low, high) = (bound(&series.low), bound(&series.high));
        self.low = Some(self.low.map_or(low, |known| known.min(low)));
        self.high = Some(self.high.map_or(high, |known| known.max(high)));
    }

    fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / f64::from(self.count))
    }
}

impl ChartTable {
    /// `model` as a table.
    pub fn new(model: &ChartModel) -> Self {
        let second = pair::second(model);
        let spreads: Vec<&SeriesView> = model.total().into_iter().chain(second).collect();
        let mut instances: Vec<&SeriesView> = model
            .series
            .iter()
            .filter(|series| series.role == SeriesRole::Instance && second.is_none())
            .collect();
        instances.sort_by(|a, b| b.mean.total_cmp(&a.mean));
        instances.truncate(MAX_COLUMNS);
        let mut gaps: Vec<&Gap> = model.gaps.iter().collect();
        gaps.sort_by_key(|gap| Reverse(gap.to - gap.from));
        gaps.truncate(MAX_GAPS);
        let length = length(model, MAX_ROWS - gaps.len());
        let none = vec![Sum::default(); spreads.len() + instances.len()];
        let mut sums: BTreeMap<i64, Vec<Sum>> = BTreeMap::new();
        for (place, time) in model.times.iter().enumerate() {
            // By the person's clock, so that a day begins where theirs does.
            let local = time + model.utc_offset_ms;
            let begins = local - local.rem_euclid(length) - model.utc_offset_ms;
            let row = sums.entry(begins).or_insert_with(|| none.clone());
            for (sum, series) in row.iter_mut().zip(spreads.iter().chain(&instances)) {
                sum.add(series, place);
            }
        }
        let moments = Moments::of(model);
        let value = |value: Option<f64>| match value {
            Some(value) => model.metric.format(value),
            None => crate::format::UNKNOWN.to_owned(),
        };
        let measured = sums.into_iter().filter_map(|(at, sums)| {
            let (all, columns) = sums.split_at(spreads.len());
            all.iter().find_map(Sum::mean)?;
            let content = RowContent::Values {
                spreads: all.iter().map(|sum| [sum.low, sum.mean(), sum.high].map(value)).collect(),
                columns: columns.iter().map(|column| value(column.mean())).collect(),
            };
            Some(TableRow { at, when: moments.bucket(at, at + length), content })
        });
        let gaps = gaps.into_iter().map(|gap| TableRow {
            at: gap.from,
            when: moments.gap(gap.from.max(model.start), gap.to.min(model.end)),
            content: RowContent::Gap(words::gap(gap.reason)),
        });
        let mut rows: Vec<TableRow> = measured.chain(gaps).collect();
        rows.sort_by_key(|row| Reverse(row.at));
        rows.truncate(MAX_ROWS);
        let names = |series: &[&SeriesView]| series.iter().map(|one| one.name.clone()).collect();
        let spreads = if second.is_some() { names(&spreads) } else { Vec::new() };
        Self { spreads, columns: names(&instances), rows }
    }
}

/// Over how long a row is, in milliseconds: as short as there is room for in `rows`, and never shorter than what is known.
fn length(model: &ChartModel, rows: usize) -> i64 {
    let room = (model.end - model.start) / (rows as i64 - 1).max(1);
    let least = room.max(model.bucket_ms.unwrap_or(0)).max(SECOND);
    LENGTHS.into_iter().find(|length| *length >= least).unwrap_or(least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::{GapReason, Metric};

    fn series(role: SeriesRole, name: &str, mean: f64, values: Vec<Option<f64>>) -> SeriesView {
        SeriesView {
            role,
            key: name.to_owned(),
            id: None,
            name: name.to_owned(),
            color: None,
            dashed: false,
            latest: None,
            mean,
            values,
            low: Vec::new(),
            high: Vec::new(),
        }
    }

    /// A sample a second for as long, of a total that counts the seconds.
    fn model(seconds: i64) -> ChartModel {
        let times: Vec<i64> = (0..seconds).map(|second| second * SECOND).collect();
        let counted = times.iter().map(|time| Some((time / SECOND) as f64)).collect();
        ChartModel {
            metric: Metric::Cpu,
            start: 0,
            end: seconds * SECOND,
            times,
            bucket_ms: None,
            series: vec![series(SeriesRole::Total, "total", 1.0, counted)],
            focus: None,
            gaps: Vec::new(),
            markers: Vec::new(),
            utc_offset_ms: 0,
        }
    }

    fn percent(value: f64) -> String {
        Metric::Cpu.format(value)
    }

    #[test]
    fn a_row_has_the_lowest_the_average_and_the_highest() {
        let table = ChartTable::new(&model(590));
        assert_eq!(table.rows[0].at, 580 * SECOND, "newest first");
        assert!(table.spreads.is_empty(), "they are of all, which needs no name");
        let RowContent::Values { spreads, .. } = &table.rows[58].content else { panic!("a gap") };
        assert_eq!(*spreads, [[percent(0.0), percent(4.5), percent(9.0)]]);
    }

    #[test]
    fn a_band_counts_and_the_busiest_have_columns() {
        let mut model = model(50);
        model.series[0].low = vec![Some(0.0); 50];
        model.series[0].high = vec![Some(90.0); 50];
        for (place, name) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            let mean = place as f64;
            model.series.push(series(SeriesRole::Instance, name, mean, vec![Some(mean); 50]));
        }
        let table = ChartTable::new(&model);
        assert_eq!(table.columns, ["e", "d", "c", "b"]);
        let RowContent::Values { spreads, columns } = &table.rows[0].content else {
            panic!("a gap")
        };
        assert_eq!(*spreads, [[percent(0.0), percent(49.0), percent(90.0)]]);
        assert_eq!(columns[0], percent(4.0));
    }

    #[test]
    fn a_gap_says_why() {
        let mut model = model(50);
        for value in &mut model.series[0].values[10..40] {
            *value = None;
        }
        let (from, to) = (9 * SECOND, 40 * SECOND);
        model.gaps.push(Gap { from, to, reason: GapReason::Asleep });
        let table = ChartTable::new(&model);
        let gaps: Vec<_> =
            table.rows.iter().filter(|row| matches!(row.content, RowContent::Gap(_))).collect();
        assert_eq!(gaps.len(), 1);
        assert_eq!(gaps[0].content, RowContent::Gap(words::gap(GapReason::Asleep)));
        assert_eq!(table.rows.len(), 21, "and no row for what is not known");
    }

    #[test]
    fn however_long_it_is_the_rows_are_bounded() {
        for seconds in [1, 59, 61, 3_600, 20_000] {
            assert!(ChartTable::new(&model(seconds)).rows.len() <= MAX_ROWS, "{seconds}");
        }
        let mut long = model(10);
        long.end = 4_000 * DAY;
        assert_eq!(length(&long, MAX_ROWS), 90 * DAY);
    }

    #[test]
    fn gaps_do_not_push_the_oldest_out() {
        for count in [1, 12, 100] {
            let mut model = model(590);
            for gap in 0..count {
                let from = (gap * 5 + 3) * SECOND;
                model.gaps.push(Gap { from, to: from + SECOND, reason: GapReason::Asleep });
            }
            let table = ChartTable::new(&model);
            assert_eq!(table.rows.last().unwrap().at, 0, "{count} gaps");
            assert!(table.rows.len() <= MAX_ROWS, "{count} gaps");
        }
    }
}
