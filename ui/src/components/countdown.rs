//! How long until something is tried again.

use crate::{hooks::use_seconds, t, time};
use chrono::{DateTime, Utc};
use yew::prelude::*;

/// What is waited for.
#[derive(Properties, PartialEq)]
pub struct CountdownProps {
    /// When it is tried.
    pub until: DateTime<Utc>,
    /// The time when this is drawn first; from then on it moves by itself.
    pub now: DateTime<Utc>,
}

/// "next try in 8 s", counting down. Not read aloud: it would never end.
#[component]
pub fn Countdown(props: &CountdownProps) -> Html {
    let now = use_seconds(props.now);
    let left = props.until - now;
    // A part of a second left is a second, not none.
    let text = if left.num_milliseconds() > 0 {
        let whole = left + chrono::TimeDelta::milliseconds(999);
        t!("next-try", time = time::duration(whole))
    } else {
        t!("trying-now")
    };
    html! { <span class="countdown" aria-live="off">{ text }</span> }
}
