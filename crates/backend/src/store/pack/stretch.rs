//! One series over a stretch of buckets.
//!
//! The buckets' parts lie apart, for each is even in its own way: the places mostly follow each other, the counts mostly stay, the
//! averages move a little, and how far the lowest and the highest are away from them is mostly near zero. In front stands what
//! ranking needs, so that it need not unpack anything.

use super::varint::{Packer, Reader, Unpacker, fold, put, unfold};
use super::{Bucket, Damaged, Tally};

/// More buckets than any stretch has.
const MOST: u64 = 4_096;

/// Packs buckets; each has its place in the stretch, and they come in order. `None` if there are none.
pub(in crate::store) fn pack(buckets: &[(u32, Bucket)]) -> Option<Vec<u8>> {
    if buckets.is_empty() {
        return None;
    }
    let mut tally = Tally::default();
    let [mut places, mut counts, mut avgs, mut above, mut below] =
        std::array::from_fn(|_| Packer::default());
    let mut next_place = 0;
    let (mut count_before, mut avg_before) = (0_u64, 0_u64);
    for &(place, bucket) in buckets {
        tally.add(bucket);
        places.put(u64::from(place.saturating_sub(next_place)));
        next_place = place + 1;
        counts.put(fold(bucket.count.wrapping_sub(count_before).cast_signed()));
        count_before = bucket.count;
        avgs.put(fold(bucket.avg.wrapping_sub(avg_before).cast_signed()));
        avg_before = bucket.avg;
        above.put(bucket.max - bucket.avg);
        below.put(bucket.avg - bucket.min);
    }
    let mut bytes = Vec::new();
    put(&mut bytes, buckets.len() as u64);
    put(&mut bytes, tally.count);
    put(&mut bytes, tally.sum.round() as u64);
    for part in [places, counts, avgs, above, below] {
        let part = part.finish();
        put(&mut bytes, part.len() as u64);
        bytes.extend(part);
    }
    Some(bytes)
}

/// Reads a packed stretch, bucket by bucket.
pub(in crate::store) struct Stretch<'a> {
    left: u64,
    /// How many samples are in it, and their sum in the unit of storage.
    pub weight: (u64, f64),
    places: Unpacker<'a>,
    counts: Unpacker<'a>,
    avgs: Unpacker<'a>,
    above: Unpacker<'a>,
    below: Unpacker<'a>,
    next_place: u64,
    count: u64,
    avg: u64,
}

impl<'a> Stretch<'a> {
    pub(in crate::store) fn new(bytes: &'a [u8]) -> Result<Self, Damaged> {
        let mut reader = Reader::new(bytes);
        let left = reader.take()?;
        if left > MOST {
            return Err(Damaged);
        }
        let weight = (reader.take()?, reader.take()? as f64);
        let mut part = || -> Result<Unpacker<'a>, Damaged> {
            let length = reader.take()?;
            Ok(Unpacker::new(reader.split(length)?))
        };
        Ok(Self {
            left,
            weight,
            places: part()?,
            counts: part()?,
            avgs: part()?,
            above: part()?,
            below: part()?,
            next_place: 0,
            count: 0,
            avg: 0,
        })
    }

    /// The next bucket and its place.
    #[inline]
    pub(in crate::store) fn take(&mut self) -> Result<Option<(u32, Bucket)>, Damaged> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let place = self.next_place.checked_add(self.places.take()?).ok_or(Damaged)?;
        if place >= MOST {
            return Err(Damaged);
        }
        self.next_place = place + 1;
        self.count = self.count.wrapping_add(unfold(self.counts.take()?).cast_unsigned());
        self.avg = self.avg.wrapping_add(unfold(self.avgs.take()?).cast_unsigned());
        let bucket = Bucket {
            count: self.count,
            avg: self.avg,
            max: self.avg.checked_add(self.above.take()?).ok_or(Damaged)?,
            min: self.avg.checked_sub(self.below.take()?).ok_or(Damaged)?,
        };
        Ok(Some((u32::try_from(place).map_err(|_| Damaged)?, bucket)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unpack(bytes: &[u8]) -> Result<Vec<(u32, Bucket)>, Damaged> {
        let mut stretch = Stretch::new(bytes)?;
        let mut buckets = Vec::new();
        while let Some(bucket) = stretch.take()? {
            buckets.push(bucket);
        }
        Ok(buckets)
    }

    proptest! {
        #[test]
        fn a_stretch_comes_back(
            buckets in prop::collection::btree_map(
                0..800_u32,
                (1..2_000_u64, 0..1_u64 << 40, 0..1_u64 << 30, 0..1_u64 << 30),
                1..100,
            )
        ) {
            let buckets: Vec<(u32, Bucket)> = buckets
                .into_iter()
                .map(|(place, (count, min, up, more))| {
                    (place, Bucket { count, min, avg: min + up, max: min + up + more })
                })
                .collect();
            let bytes = pack(&buckets).unwrap();
            prop_assert_eq!(Stretch::new(&bytes).unwrap().weight.0, buckets.iter().map(|(_, b)| b.count).sum::<u64>());
            prop_assert_eq!(unpack(&bytes).unwrap(), buckets);
        }

        #[test]
        fn garbage_is_an_error_and_no_panic(bytes: Vec<u8>) {
            let _ = unpack(&bytes);
        }
    }

    #[test]
    fn nothing_is_nothing_and_idleness_is_cheap() {
        assert_eq!(pack(&[]), None);
        let idle: Vec<(u32, Bucket)> =
            (0..720).map(|place| (place, Bucket { count: 10, ..Bucket::of(0) })).collect();
        assert!(pack(&idle).unwrap().len() < 40);
    }
}
