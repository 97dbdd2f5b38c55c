//! A row of every series at one time: a frame, or one bucket of a tier.

use super::varint::{Reader, put};
use super::{Bucket, Damaged, METRICS, SeriesKey};

/// What a row is packed into: which series, and a column a metric, `None` where nothing was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Packed {
    pub series: Vec<u8>,
    pub columns: [Option<Vec<u8>>; METRICS],
}

/// The values of one series, a metric each.
pub(in crate::store) type Values<T> = (SeriesKey, [Option<T>; METRICS]);

/// Packs a frame. The series are put in order.
pub(in crate::store) fn pack_frame(mut row: Vec<Values<u64>>) -> Packed {
    pack(&mut row, |column, value| put(column, value.map_or(0, |value| value.saturating_add(1))))
}

/// Packs one bucket of every series. They are put in order.
pub(in crate::store) fn pack_buckets(mut row: Vec<Values<Bucket>>) -> Packed {
    pack(&mut row, |column, bucket| match bucket {
        None => put(column, 0),
        Some(Bucket { count, avg, min, max }) => {
            put(column, *count);
            put(column, *avg);
            put(column, max - avg);
            put(column, avg - min);
        }
    })
}

fn pack<T>(row: &mut [Values<T>], put_value: impl Fn(&mut Vec<u8>, Option<&T>)) -> Packed {
    row.sort_unstable_by_key(|(series, _)| *series);
    let mut series = Vec::with_capacity(row.len() + 4);
    let mut before = 0;
    for (SeriesKey(key), _) in row.iter() {
        put(&mut series, key - before);
        before = *key;
    }
    let columns = std::array::from_fn(|metric| {
        let known = row.iter().any(|(_, values)| values[metric].is_some());
        known.then(|| {
            let mut column = Vec::with_capacity(row.len() * 3);
            for (_, values) in row.iter() {
                put_value(&mut column, values[metric].as_ref());
            }
            column
        })
    });
    Packed { series, columns }
}

/// Reads which series a row has, in order.
pub(in crate::store) fn series(bytes: &[u8], into: &mut Vec<SeriesKey>) -> Result<(), Damaged> {
    into.clear();
    let mut reader = Reader::new(bytes);
    let mut key = 0_u64;
    while !reader.is_empty() {
        key = key.checked_add(reader.take()?).ok_or(Damaged)?;
        into.push(SeriesKey(key));
    }
    Ok(())
}

/// Reads a column, of a frame or of buckets: one value a series, in their order.
pub(in crate::store) struct Column<'a> {
    reader: Reader<'a>,
    is_frame: bool,
}

impl<'a> Column<'a> {
    pub(in crate::store) fn new(bytes: &'a [u8], is_frame: bool) -> Self {
        Self { reader: Reader::new(bytes), is_frame }
    }

    /// The next series' value; `None` if nothing was measured of it.
    #[inline]
    pub(in crate::store) fn take(&mut self) -> Result<Option<Bucket>, Damaged> {
        let first = self.reader.take()?;
        if first == 0 {
            return Ok(None);
        }
        if self.is_frame {
            return Ok(Some(Bucket::of(first - 1)));
        }
        let avg = self.reader.take()?;
        let max = avg.checked_add(self.reader.take()?).ok_or(Damaged)?;
        let min = avg.checked_sub(self.reader.take()?).ok_or(Damaged)?;
        Ok(Some(Bucket { count: first, avg, min, max }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unpack(packed: &Packed, is_frame: bool) -> Vec<Values<Bucket>> {
        let mut keys = Vec::new();
        series(&packed.series, &mut keys).unwrap();
        let mut row: Vec<Values<Bucket>> =
            keys.into_iter().map(|key| (key, [None; METRICS])).collect();
        for (metric, bytes) in packed.columns.iter().enumerate() {
            let Some(bytes) = bytes else { continue };
            let mut column = Column::new(bytes, is_frame);
            for (_, values) in &mut row {
                values[metric] = column.take().unwrap();
            }
            assert!(column.take().is_err(), "nothing is left over");
        }
        row
    }

    fn bucket() -> impl Strategy<Value = Bucket> + Clone {
        (1..9_u64, 0..1_u64 << 40, 0..1_u64 << 20, 0..1_u64 << 20).prop_map(
            |(count, min, up, more)| Bucket { count, avg: min + up, min, max: min + up + more },
        )
    }

    fn row<T: std::fmt::Debug + Clone>(
        value: impl Strategy<Value = T> + Clone,
    ) -> impl Strategy<Value = Vec<Values<T>>> {
        let values = prop::array::uniform6(prop::option::of(value));
        prop::collection::btree_map(0..5_000_u64, values, 0..40)
            .prop_map(|row| row.into_iter().map(|(key, values)| (SeriesKey(key), values)).collect())
    }

    proptest! {
        #[test]
        fn a_frame_comes_back(row in row(0..1_u64 << 50)) {
            let expected: Vec<Values<Bucket>> =
                row.iter().map(|(key, values)| (*key, values.map(|value| value.map(Bucket::of)))).collect();
            prop_assert_eq!(unpack(&pack_frame(row), true), expected);
        }

        #[test]
        fn buckets_come_back(row in row(bucket())) {
            prop_assert_eq!(unpack(&pack_buckets(row.clone()), false), row);
        }
    }

    #[test]
    fn a_metric_that_nobody_has_takes_no_room() {
        let packed = pack_frame(vec![(SeriesKey(4), [Some(1), None, None, None, None, None])]);
        assert_eq!(packed.columns.iter().flatten().count(), 1);
        assert!(pack_frame(Vec::new()).series.is_empty());
    }

    #[test]
    fn a_damaged_row_is_an_error() {
        assert_eq!(Column::new(&[1, 2, 0, 3], false).take(), Err(Damaged), "below zero");
        assert_eq!(series(&[0x80], &mut Vec::new()), Err(Damaged));
    }
}
