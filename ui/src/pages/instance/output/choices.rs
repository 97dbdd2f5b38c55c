//! What is chosen of a log, and kept for the next one.

use crate::{format, platform, t};
use mini_aws_domain::LogsQuery;
use yew::prelude::*;

/// With how many lines a log can begin.
pub(in crate::pages::instance) const TAILS: [u32; 3] = [1_000, 10_000, LogsQuery::MOST];

/// Under which names the choices are kept in the window.
const TIMES_KEY: &str = "mini-aws-log-times";
const TAIL_KEY: &str = "mini-aws-log-lines";
const WRAP_KEY: &str = "mini-aws-log-wrap";
const CHARTS_KEY: &str = "mini-aws-log-charts";

/// The charts above a log, which can be hidden.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::pages::instance) struct Strip {
    /// Whether they are there.
    pub is_shown: bool,
    /// Shows or hides them.
    pub on_toggle: Callback<MouseEvent>,
}

/// The charts above a log as they were left.
#[hook]
pub(in crate::pages::instance) fn use_strip() -> Strip {
    let (is_shown, on_toggle) = use_kept_switch(CHARTS_KEY, true);
    Strip { is_shown, on_toggle }
}

/// A switch that stays as it was put, also in the next window.
#[hook]
fn use_kept_switch(key: &'static str, at_first: bool) -> (bool, Callback<MouseEvent>) {
    let is_on = use_state_eq(|| switch_of(platform::read_setting(key).as_deref(), at_first));
    let on_toggle = {
        let is_on = is_on.clone();
        Callback::from(move |_: MouseEvent| {
            let next = !*is_on;
            platform::write_setting(key, if next { "on" } else { "off" });
            is_on.set(next);
        })
    };
    (*is_on, on_toggle)
}

/// How a switch was left, or how it is `at_first`.
pub(super) fn switch_of(kept: Option<&str>, at_first: bool) -> bool {
    match kept {
        Some("on") => true,
        Some("off") => false,
        _ => at_first,
    }
}

/// What is chosen.
pub(super) struct Choices {
    /// With how many lines it begins.
    pub tail: u32,
    /// Whether each line has its time before it.
    pub has_times: bool,
    /// Whether a line that is too long goes on below itself.
    pub is_wrapped: bool,
    on_tail: Callback<u32>,
    on_times: Callback<MouseEvent>,
    on_wrap: Callback<MouseEvent>,
}

/// The choices as they were made last.
#[hook]
pub(super) fn use_choices() -> Choices {
    let tail = use_state_eq(|| tail_of(platform::read_setting(TAIL_KEY).as_deref()));
    let (has_times, on_times) = use_kept_switch(TIMES_KEY, true);
    let (is_wrapped, on_wrap) = use_kept_switch(WRAP_KEY, false);
    let on_tail = {
        let tail = tail.setter();
        Callback::from(move |lines: u32| {
            platform::write_setting(TAIL_KEY, &lines.to_string());
            tail.set(lines);
        })
    };
    Choices { tail: *tail, has_times, is_wrapped, on_tail, on_times, on_wrap }
}

/// The kept choice, or the fewest.
pub(super) fn tail_of(kept: Option<&str>) -> u32 {
    let lines = kept.and_then(|lines| lines.parse().ok());
    lines.filter(|lines| TAILS.contains(lines)).unwrap_or(TAILS[0])
}

impl Choices {
    /// The controls. With how many lines the log begins cannot be chosen once it `is_gone`: to read it anew would be to lose it.
    pub fn draw(&self, strip: &Strip, is_gone: bool) -> Html {
        let onchange = self.on_tail.reform(|event: Event| {
            let chosen = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
            tail_of(Some(&chosen))
        });
        html! {
            <>
                if !is_gone {
                    <label class="output-tail">
                        <span class="visually-hidden">{ t!("logs-tail") }</span>
                        <select title={t!("logs-tail")} {onchange} data-testid="log-tail">
                            { for TAILS.map(|lines| html! {
                                <option value={lines.to_string()} selected={lines == self.tail}>
                                    { t!("logs-tail-lines", lines = format::grouped(u64::from(lines))) }
                                </option>
                            }) }
                        </select>
                    </label>
                }
                { switch(t!("logs-charts"), t!("logs-charts-hint"), strip.is_shown, &strip.on_toggle, "log-charts") }
                { switch(t!("logs-times"), t!("logs-times-hint"), self.has_times, &self.on_times, "log-times") }
                { switch(t!("logs-wrap"), t!("logs-wrap-hint"), self.is_wrapped, &self.on_wrap, "log-wrap") }
            </>
        }
    }
}

fn switch(
    words: String,
    hint: String,
    is_on: bool,
    onclick: &Callback<MouseEvent>,
    test_id: &'static str,
) -> Html {
    html! {
        <button type="button" class="quiet-button" aria-pressed={is_on.to_string()} title={hint} {onclick} data-testid={test_id}>{ words }</button>
    }
}
