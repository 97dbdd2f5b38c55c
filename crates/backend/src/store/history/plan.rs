//! Which tier answers, and on what grid.

use crate::store::{
    pack::{readable, stretch::Stretch},
    rollup::made_to,
    tiers::{FRAMES, TIERS, Tier, floor},
};
use mini_aws_domain::MAX_POINTS;
use rusqlite::{Connection, OptionalExtension, params};

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Plan {
    /// The tier that most of the answer is made of.
    pub tier: Tier,
    /// Where the first bucket of the grid begins, in milliseconds since 1970.
    pub begins: i64,
    /// Length of a bucket of the grid: whole buckets of the tier.
    pub bucket_ms: i64,
    /// How many buckets the grid has.
    pub count: usize,
    /// What to read, oldest first.
    pub segments: Vec<Segment>,
}

/// A part of the range that is read from one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Segment {
    pub tier: Tier,
    pub from: i64,
    pub to: i64,
}

impl Plan {
    /// The coarsest tier that still has a bucket for each of `points`, or a coarser one if that does not reach back to `from`.
    ///
    /// Buckets begin at whole multiples of their length since 1970, so the same moment falls into the same bucket whenever it is
    /// asked for, and nothing shimmers as time passes.
    pub fn new(connection: &Connection, from: i64, to: i64, points: u32) -> rusqlite::Result<Self> {
        let points = i64::from(points.clamp(1, MAX_POINTS));
        let wanted = (to - from) / points;
        let fitting = TIERS.iter().rposition(|tier| tier.bucket_ms <= wanted).unwrap_or(0);
        let tier = reaching(connection, fitting, from)?;
        let mut buckets = ((to - from) / points / tier.bucket_ms).max(1);
        loop {
            let bucket_ms = tier.bucket_ms * buckets;
            let begins = floor(from, bucket_ms);
            let count = (to - begins - 1) / bucket_ms + 1;
            if count <= points {
                let ends = begins + count * bucket_ms;
                let segments = segments(connection, tier, begins, ends)?;
                let count = usize::try_from(count).unwrap_or(0);
                return Ok(Self { tier, begins, bucket_ms, count, segments });
            }
            buckets += 1;
        }
    }

    /// The finest tier that reaches back to `from`, bucket by bucket: for an export.
    pub fn finest(connection: &Connection, from: i64, to: i64) -> rusqlite::Result<Self> {
        let tier = reaching(connection, 0, from)?;
        let begins = if tier == FRAMES { from } else { tier.bucket_of(from) };
        let segments = segments(connection, tier, begins, to)?;
        Ok(Self { tier, begins, bucket_ms: tier.bucket_ms, count: 0, segments })
    }

    /// The place on the grid of a moment within it.
    #[inline]
    pub fn place(&self, at: i64) -> u32 {
        u32::try_from((at - self.begins) / self.bucket_ms).unwrap_or(u32::MAX)
    }
}

/// The tier at `index` or the next coarser one that reaches back to `from`: no coarser one knows anything older in the range.
fn reaching(connection: &Connection, index: usize, from: i64) -> rusqlite::Result<Tier> {
    let mut known = Vec::with_capacity(TIERS.len());
    let mut oldest = None;
    for tier in TIERS {
        let own = begins(connection, tier)?;
        // What is not in a tier yet is in the finer ones.
        oldest = earlier(oldest, own);
        known.push((tier, own, oldest));
    }
    let reaches = |place: usize| {
        let (_, _, oldest) = known[place];
        oldest.is_some_and(|oldest| {
            known[place + 1..].iter().all(|(coarser, own, _)| {
                // Compared by the coarser tier's buckets: one begins before the first sample that is in it.
                let first = own.unwrap_or(i64::MAX).max(coarser.bucket_of(from));
                coarser.bucket_of(oldest) <= first
            })
        })
    };
    let found = (index..TIERS.len()).find(|place| reaches(*place));
    Ok(TIERS[found.unwrap_or(index)])
}

/// Where a tier begins, archive and all.
pub(in crate::store) fn begins(
    connection: &Connection,
    tier: Tier,
) -> rusqlite::Result<Option<i64>> {
    let first = |sql: &str| -> rusqlite::Result<Option<i64>> {
        connection.prepare_cached(sql)?.query_row(params![tier.number], |row| row.get(0))
    };
    Ok(earlier(
        first("SELECT min(recorded_at) FROM metrics_history WHERE tier = ?1")?,
        archive_begins(connection, tier)?,
    ))
}

/// Where the archive of a tier begins: its first stretch may begin long before the first bucket in it.
pub(in crate::store) fn archive_begins(
    connection: &Connection,
    tier: Tier,
) -> rusqlite::Result<Option<i64>> {
    let first = connection
        .prepare_cached(
            "SELECT begins, coalesce(memory, cpu) FROM metrics_archive WHERE tier = ?1 ORDER BY begins, series LIMIT 1",
        )?
        .query_row(params![tier.number], |row| {
            let place = row.get_ref(1)?.as_blob_or_null()?.and_then(|bytes| {
                let (place, _) = readable(Stretch::new(bytes))?.take().ok()??;
                Some(i64::from(place))
            });
            Ok(row.get::<_, i64>(0)? + place.unwrap_or(0) * tier.bucket_ms)
        })
        .optional()?;
    Ok(first)
}

fn earlier(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// The tier as far as it has been made, and after that the finer ones.
fn segments(
    connection: &Connection,
    tier: Tier,
    from: i64,
    to: i64,
) -> rusqlite::Result<Vec<Segment>> {
    let mut segments = Vec::new();
    let mut from = from;
    for tier in TIERS.into_iter().rev().filter(|known| known.number <= tier.number) {
        let made = if tier == FRAMES { to } else { made_to(connection, tier)?.unwrap_or(from) };
        let until = made.min(to);
        if until > from {
            segments.push(Segment { tier, from, to: until });
            from = until;
        }
    }
    Ok(segments)
}
