//! Which instances to look at, and which first.

use mini_aws_domain::InstanceId;
use std::collections::BTreeSet;
use std::ops::Bound::{Excluded, Unbounded};

/// How many instances are inspected at a time.
const AT_A_TIME: usize = 8;

/// The queue of inspections. An instance is in it once, however much happens to it, so it is bounded by the number of instances.
#[derive(Debug, Default)]
pub(super) struct Inspections {
    /// Something happened to them.
    touched: BTreeSet<InstanceId>,
    /// They merely lack details.
    sketchy: BTreeSet<InstanceId>,
    under_way: BTreeSet<InstanceId>,
    /// They could not be inspected, and are to be tried again.
    failed: BTreeSet<InstanceId>,
    /// The last one that was begun: the next is taken from behind it, so that in a storm everyone has a turn.
    last: Option<InstanceId>,
}

impl Inspections {
    /// Something happened to this instance. During an inspection that means another one after it.
    pub(super) fn touch(&mut self, id: InstanceId) {
        self.touched.insert(id);
    }

    /// These are known from a list only.
    pub(super) fn lack_details(&mut self, ids: impl Iterator<Item = InstanceId>) {
        self.sketchy = ids.collect();
    }

    /// The next to inspect; `None` if there is none or enough are under way.
    pub(super) fn begin(&mut self) -> Option<InstanceId> {
        if self.under_way.len() >= AT_A_TIME {
            return None;
        }
        let next = self.first_of(&self.touched).or_else(|| self.first_of(&self.sketchy))?;
        self.touched.remove(&next);
        self.sketchy.remove(&next);
        self.failed.remove(&next);
        self.under_way.insert(next.clone());
        self.last = Some(next.clone());
        Some(next)
    }

    /// An inspection came to its end; one that failed is tried again later.
    pub(super) fn end(&mut self, id: &InstanceId, failed: bool) {
        self.under_way.remove(id);
        if failed {
            self.failed.insert(id.clone());
        }
    }

    /// Tries those again that failed.
    pub(super) fn retry(&mut self) {
        self.sketchy.append(&mut self.failed);
    }

    fn first_of(&self, waiting: &BTreeSet<InstanceId>) -> Option<InstanceId> {
        let behind = self.last.as_ref().map_or(Unbounded, Excluded);
        let in_turn = waiting.range((behind, Unbounded)).chain(waiting.iter());
        in_turn.into_iter().find(|id| !self.under_way.contains(*id)).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> InstanceId {
        InstanceId::new(format!("{number:02}"))
    }

    #[test]
    fn what_happened_goes_before_what_lacks_details() {
        let mut queue = Inspections::default();
        queue.lack_details((0..3).map(id));
        queue.touch(id(9));
        assert_eq!(queue.begin(), Some(id(9)));
        assert_eq!(queue.begin(), Some(id(0)));
    }

    #[test]
    fn only_so_many_are_under_way_and_none_twice() {
        let mut queue = Inspections::default();
        queue.lack_details((0..20).map(id));
        let begun: BTreeSet<_> = std::iter::from_fn(|| queue.begin()).collect();
        assert_eq!(begun.len(), AT_A_TIME);
        queue.end(&id(0), false);
        queue.touch(id(1));
        assert_eq!(queue.begin(), Some(id(8)), "one that is under way waits for its end");
        queue.end(&id(1), false);
        assert_eq!(queue.begin(), Some(id(1)), "and is inspected again then");
    }

    #[test]
    fn in_a_storm_everyone_has_a_turn() {
        let mut queue = Inspections::default();
        let mut seen = BTreeSet::new();
        for _ in 0..20 {
            (0..20).for_each(|number| queue.touch(id(number)));
            let next = queue.begin().unwrap();
            queue.end(&next, false);
            seen.insert(next);
        }
        assert_eq!(seen.len(), 20);
    }

    #[test]
    fn a_failed_one_is_tried_again_when_it_is_time() {
        let mut queue = Inspections::default();
        queue.touch(id(1));
        queue.begin();
        queue.end(&id(1), true);
        assert_eq!(queue.begin(), None);
        queue.retry();
        assert_eq!(queue.begin(), Some(id(1)));
    }
}
