//! The time, as often as it is needed.

use crate::{
    platform,
    time::{Clock, Zone},
};
use chrono::{DateTime, Utc};
use gloo_timers::callback::Interval;
use yew::prelude::*;

/// How often the clock of the whole window moves on: it decides what is "today" and "3 h ago", no more.
const COARSE_MS: u32 = 30_000;

/// The person's clock, for the root of the window.
#[hook]
pub fn use_clock() -> Clock {
    let now = use_state(platform::now);
    let setter = now.setter();
    use_effect_with((), move |()| {
        let interval = Interval::new(COARSE_MS, move || setter.set(platform::now()));
        move || drop(interval)
    });
    Clock { now: *now, zone: Zone::Local }
}

/// The time at least every second, beginning with `start`, for a component that counts down.
#[hook]
pub fn use_seconds(start: DateTime<Utc>) -> DateTime<Utc> {
    let now = use_state(|| start);
    let setter = now.setter();
    use_effect_with((), move |()| {
        setter.set(platform::now());
        let interval = Interval::new(1000, move || setter.set(platform::now()));
        move || drop(interval)
    });
    *now
}
