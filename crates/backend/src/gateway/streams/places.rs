//! A bounded number of connections, counted exactly.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

/// So many connections and no more.
#[derive(Debug)]
pub(super) struct Places {
    limit: usize,
    count: Arc<Count>,
}

#[derive(Debug, Default)]
struct Count {
    taken: AtomicUsize,
    left: Notify,
}

/// One connection's place. Dropping it gives it back, however the connection ended.
#[derive(Debug)]
pub(super) struct Place(Arc<Count>);

impl Places {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, count: Arc::default() }
    }

    /// A place, if one is left.
    pub(super) fn take(&self) -> Option<Place> {
        let one_more = |taken: usize| (taken < self.limit).then_some(taken + 1);
        let taken = self.count.taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more);
        taken.ok().map(|_| Place(Arc::clone(&self.count)))
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.count.taken.load(Ordering::Acquire)
    }

    /// Waits until none is taken.
    pub(super) async fn all_left(&self) {
        loop {
            let left = self.count.left.notified();
            tokio::pin!(left);
            // Listens before it looks, so that the last one cannot leave unnoticed in between.
            left.as_mut().enable();
            if self.taken() == 0 {
                return;
            }
            left.await;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.taken.fetch_sub(1, Ordering::AcqRel);
        self.0.left.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn there_are_so_many_and_a_dropped_one_is_free_again() {
        let places = Places::new(2);
        let (first, second) = (places.take().unwrap(), places.take().unwrap());
        assert!(places.take().is_none());
        assert_eq!(places.taken(), 2);
        drop(first);
        let third = places.take().unwrap();
        assert_eq!(places.taken(), 2);
        let leaving = tokio::spawn(async move {
            tokio::task::yield_now().await;
            drop((second, third));
        });
        places.all_left().await;
        assert_eq!(places.taken(), 0);
        leaving.await.unwrap();
    }
}
