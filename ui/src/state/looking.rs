//! What is on the screen, gathered from the parts of the page that show instances.

use mini_aws_domain::{Attention, InstanceId};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use yew::Callback;

/// What all parts of the page show together. A clone is another handle on the same.
#[derive(Debug, Clone, Default)]
pub struct Looking(Rc<Parts>);

#[derive(Debug, Default)]
struct Parts {
    shown: RefCell<BTreeMap<u64, Vec<InstanceId>>>,
    next: Cell<u64>,
    on_change: RefCell<Callback<()>>,
}

impl PartialEq for Looking {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Looking {
    /// A part of the page, which shows nothing yet.
    #[must_use]
    pub fn part(&self) -> Part {
        let number = self.0.next.get();
        self.0.next.set(number + 1);
        Part { looking: self.clone(), number }
    }

    /// `hear` is told each time that something else is on the screen.
    pub fn on_change(&self, hear: Callback<()>) {
        self.0.on_change.replace(hear);
    }

    /// What is on the screen: of more than may be told, what the parts show that came first.
    #[must_use]
    pub fn attention(&self) -> Attention {
        let mut known = BTreeSet::new();
        let shown = self.0.shown.borrow();
        let instances = shown.values().flatten().filter(|id| known.insert((*id).clone()));
        Attention { instances: instances.take(Attention::MOST).cloned().collect() }
    }

    fn set(&self, number: u64, instances: &[InstanceId]) {
        let before = if instances.is_empty() {
            self.0.shown.borrow_mut().remove(&number)
        } else {
            self.0.shown.borrow_mut().insert(number, instances.to_vec())
        };
        if before.unwrap_or_default() != instances {
            // Who hears it may ask what is on the screen.
            let hear = self.0.on_change.borrow().clone();
            hear.emit(());
        }
    }
}

/// A part of the page. Dropping it takes what it shows off the screen.
#[derive(Debug)]
pub struct Part {
    looking: Looking,
    number: u64,
}

impl Part {
    /// Shows these instances, in place of those before.
    pub fn show(&self, instances: &[InstanceId]) {
        self.looking.set(self.number, instances.get(..Attention::MOST).unwrap_or(instances));
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.looking.set(self.number, &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(names: &[&str]) -> Vec<InstanceId> {
        names.iter().map(|name| InstanceId::new(*name)).collect()
    }

    fn looking() -> (Looking, Rc<Cell<u32>>) {
        let looking = Looking::default();
        let heard = Rc::new(Cell::new(0));
        looking.on_change({
            let heard = Rc::clone(&heard);
            Callback::from(move |()| heard.set(heard.get() + 1))
        });
        (looking, heard)
    }

    #[test]
    fn the_parts_of_a_page_are_told_together_and_each_instance_once() {
        let (looking, _) = looking();
        let (table, chart) = (looking.part(), looking.part());
        assert_eq!(looking.attention(), Attention::default());
        chart.show(&ids(&["a", "c"]));
        table.show(&ids(&["b", "a"]));
        assert_eq!(looking.attention().instances, ids(&["b", "a", "c"]));
        drop(table);
        assert_eq!(looking.attention().instances, ids(&["a", "c"]));
    }

    #[test]
    fn only_what_changes_is_news() {
        let (looking, heard) = looking();
        let part = looking.part();
        part.show(&ids(&["a"]));
        part.show(&ids(&["a"]));
        assert_eq!(heard.get(), 1);
        part.show(&ids(&["a", "b"]));
        assert_eq!(heard.get(), 2);
        drop(part);
        assert_eq!(heard.get(), 3, "it left the screen");
        drop(looking.part());
        assert_eq!(heard.get(), 3, "a part that showed nothing takes nothing along");
    }

    #[test]
    fn no_more_is_told_than_may_be() {
        let (looking, _) = looking();
        let many = |from: usize| (from..from + 100).map(|n| InstanceId::new(format!("{n:04}")));
        let (first, second) = (looking.part(), looking.part());
        first.show(&many(0).chain(many(100)).collect::<Vec<_>>());
        second.show(&many(500).collect::<Vec<_>>());
        let told = looking.attention().instances;
        assert_eq!(told.len(), Attention::MOST);
        assert_eq!(told.last(), Some(&InstanceId::new("0127")));
    }
}
