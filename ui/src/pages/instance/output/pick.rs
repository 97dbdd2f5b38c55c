//! A line of the log that somebody picked, to copy it.

use crate::{
    hooks::{LogLines, Target},
    logs::{Pages, plain},
    platform, t,
};
use gloo_timers::callback::Timeout;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long it is said that a line was copied.
const SAID_MS: u32 = 2_000;
/// Where the ticks of picked lines begin: those of found ones are below.
const TICKS: u64 = 1 << 32;

/// What is picked, and how.
pub(super) struct Picked {
    /// The line to be in sight: the one that was picked or found last.
    pub target: Option<Target>,
    /// The number of the line that is picked.
    pub line: Option<u64>,
    /// What became of copying it.
    pub said: Option<String>,
    /// Picks a line by its number, and copies it.
    pub on_copy: Callback<u64>,
    /// Obeys `j`, `k` and `c`; whether it was one of them.
    pub on_key: Callback<String, bool>,
}

/// A line that was picked, among `lines`. The one that a search went to (`found`) is as good, and `top` is where one begins.
#[hook]
pub(super) fn use_picked(
    lines: &LogLines,
    found: Option<Target>,
    top: &Rc<RefCell<u64>>,
) -> Picked {
    // With the search's tick: what is found after it counts more.
    let picked = use_state_eq(|| None::<(Target, Option<u64>)>);
    let ticks = use_mut_ref(|| TICKS);
    // With the tick of the copying, so that a second one within its time is said for as long as the first.
    let said = use_state_eq(|| None::<(bool, u64)>);
    {
        let setter = said.setter();
        use_effect_with(*said, move |said| {
            let timeout = said.map(|_| Timeout::new(SAID_MS, move || setter.set(None)));
            move || drop(timeout)
        });
    }
    let found_tick = found.map(|found| found.tick);
    let own = picked.filter(|(_, tick)| *tick == found_tick).map(|(target, _)| target);
    let pick = {
        let (picked, ticks) = (picked.setter(), ticks.clone());
        move |line: u64| {
            let mut ticks = ticks.borrow_mut();
            *ticks += 1;
            picked.set(Some((Target { line, tick: *ticks }, found_tick)));
        }
    };
    let copy = {
        let (buffer, said, ticks) = (Rc::clone(&lines.buffer), said.setter(), ticks.clone());
        move |line: u64| {
            let text = buffer.borrow().line(line).map(|text| plain(&text).into_owned());
            let Some(text) = text else { return };
            let said = said.clone();
            *ticks.borrow_mut() += 1;
            let tick = *ticks.borrow();
            spawn_local(async move { said.set(Some((platform::copy(&text).await, tick))) });
        }
    };
    let on_copy = {
        let (pick, copy) = (pick.clone(), copy.clone());
        Callback::from(move |line| {
            pick(line);
            copy(line);
        })
    };
    let current = own.or(found).map(|target| target.line);
    let on_key = {
        let (buffer, top) = (Rc::clone(&lines.buffer), Rc::clone(top));
        Callback::from(move |key: String| {
            let (first, end) = (buffer.borrow().first(), buffer.borrow().end());
            match key.as_str() {
                "j" | "k" if first < end => {
                    pick(step(current, key == "k", *top.borrow(), first, end));
                }
                "c" => match current {
                    Some(line) => copy(line),
                    None => return false,
                },
                _ => return false,
            }
            true
        })
    };
    Picked {
        target: own.or(found),
        line: own.map(|target| target.line),
        said: said
            .map(|(is_done, _)| if is_done { t!("logs-copied") } else { t!("inspect-not-copied") }),
        on_copy,
        on_key,
    }
}

/// The next line, or the one before; to begin with the one at the top. Of lines that are gone the oldest that is not.
pub(super) fn step(current: Option<u64>, is_back: bool, top: u64, first: u64, end: u64) -> u64 {
    let next = match (current, is_back) {
        (Some(line), false) => line + 1,
        (Some(line), true) => line.saturating_sub(1),
        (None, _) => top,
    };
    next.clamp(first, end.saturating_sub(1).max(first))
}
