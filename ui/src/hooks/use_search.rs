//! Finds text in lines while they come, some in each frame of the window.

use crate::{
    logs::{Hit, Pages, Search},
    platform,
};
use std::{cell::RefCell, rc::Rc};
use yew::prelude::*;

/// How many lines are looked through at once.
const SLICE: u64 = 2_000;

/// A line to be brought into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Its number.
    pub line: u64,
    /// Rises each time that it is asked for.
    pub tick: u64,
}

/// What is looked for, and what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHandle {
    /// What was typed.
    pub text: AttrValue,
    /// What is looked for, in the form that [`crate::logs::marked`] takes.
    pub needle: Rc<[char]>,
    /// In how many places it was found.
    pub count: usize,
    /// Which of these is looked at, from 1.
    pub position: Option<usize>,
    /// The place that is looked at.
    pub current: Option<Hit>,
    /// Whether there is more to look through.
    pub is_busy: bool,
    /// The line of the place that was asked for last.
    pub target: Option<Target>,
    /// Looks for something else.
    pub on_text: Callback<String>,
    /// Goes to the next place, or the one before (`true`).
    pub on_go: Callback<bool>,
}

/// Searches `pages`, and again what is added to them (`revision`). The first place to go to is the one nearest to the line `from`.
#[hook]
pub fn use_search<T: Pages + 'static>(
    pages: &Rc<RefCell<T>>,
    revision: u64,
    from: &Rc<RefCell<u64>>,
) -> SearchHandle {
    let search = use_mut_ref(Search::default);
    let text = use_state_eq(AttrValue::default);
    let round = use_state_eq(|| 0_u64);
    let found = use_state_eq(|| (0_usize, false));
    let target = use_state_eq(|| None::<Target>);
    let ticks = use_mut_ref(|| 0);
    {
        let (search, pages, found) = (search.clone(), Rc::clone(pages), found.setter());
        let rounds = round.setter();
        use_effect_with((text.clone(), revision, *round), move |&(_, _, round)| {
            let mut search = search.borrow_mut();
            let is_more = search.step(&*pages.borrow(), SLICE);
            found.set((search.count(), is_more));
            if is_more {
                platform::next_frame(move || rounds.set(round + 1));
            }
        });
    }
    let on_text = {
        let (search, text, target) = (search.clone(), text.setter(), target.setter());
        use_callback((), move |typed: String, ()| {
            search.replace(Search::of(&typed));
            target.set(None);
            text.set(typed.into());
        })
    };
    let on_go = {
        let (search, target, from) = (search.clone(), target.setter(), Rc::clone(from));
        let ticks = ticks.clone();
        Callback::from(move |is_back| {
            let hit = search.borrow_mut().go(is_back, *from.borrow());
            if let Some(hit) = hit {
                // One more than ever before: what was looked for last may be forgotten and asked for anew before anything is drawn.
                *ticks.borrow_mut() += 1;
                target.set(Some(Target { line: hit.line, tick: *ticks.borrow() }));
            }
        })
    };
    let search = search.borrow();
    SearchHandle {
        text: (*text).clone(),
        needle: search.needle().into(),
        count: search.count(),
        position: search.position(),
        current: search.current(),
        is_busy: found.1,
        target: *target,
        on_text,
        on_go,
    }
}
