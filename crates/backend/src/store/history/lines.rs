//! Lines while they are added up.

use crate::store::pack::{Bucket, Tally};

/// One series on the grid of an answer. Of an instance that lived for a minute there is a cell or two, not a year of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// How many samples are in it.
    pub count: u64,
    /// Their sum, in the unit of storage.
    pub sum: f64,
    /// The cells and their places. A place may come more than once, and mostly they are in order.
    cells: Vec<(u32, Tally)>,
}

impl Line {
    /// Adds a bucket that begins at that place of the grid.
    #[inline]
    pub fn add(&mut self, place: u32, bucket: Bucket) {
        self.weigh(bucket.count, bucket.avg as f64 * bucket.count as f64);
        self.draw(place, bucket);
    }

    /// Adds a bucket whose weight is known already.
    #[inline]
    pub fn draw(&mut self, place: u32, bucket: Bucket) {
        match self.cells.last_mut() {
            Some((last, cell)) if *last == place => cell.add(bucket),
            _ => {
                let mut cell = Tally::default();
                cell.add(bucket);
                self.cells.push((place, cell));
            }
        }
    }

    /// Counts samples that are not drawn.
    #[inline]
    pub fn weigh(&mut self, count: u64, sum: f64) {
        self.count = self.count.saturating_add(count);
        self.sum += sum;
    }

    /// Adds another one, which was at other times.
    pub fn join(&mut self, other: Self) {
        self.weigh(other.count, other.sum);
        self.cells.extend(other.cells);
    }

    /// A cell for each place.
    pub fn spread(&self, places: usize) -> Vec<Tally> {
        let mut cells = vec![Tally::default(); places];
        for (place, tally) in &self.cells {
            if let Some(cell) = usize::try_from(*place).ok().and_then(|place| cells.get_mut(place))
            {
                cell.count = cell.count.saturating_add(tally.count);
                cell.sum += tally.sum;
                cell.min = cell.min.min(tally.min);
                cell.max = cell.max.max(tally.max);
            }
        }
        cells
    }
}
