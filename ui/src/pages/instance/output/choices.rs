//! What is chosen of a log, and kept for the next one.

use crate::{format, platform, t};
use mini_aws_domain::LogsQuery;
use yew::prelude::*;

/// With how many lines a log can begin.
pub(in crate::pages::instance) const TAILS: [u32; 3] = [1_000, 10_000, LogsQuery::MOST];

/// Under which names the choices are kept in the window.
const TIMES_KEY: &str = "mini-aws-log-times";
const TAIL_KEY: &str = "mini-aws-log-lines";

/// What is chosen.
pub(super) struct Choices {
    /// With how many lines it begins.
    pub tail: u32,
    /// Whether each line has its time before it.
    pub has_times: bool,
    on_tail: Callback<u32>,
    on_times: Callback<MouseEvent>,
}

/// The choices as they were made last.
#[hook]
pub(super) fn use_choices() -> Choices {
    let tail = use_state_eq(|| tail_of(platform::read_setting(TAIL_KEY).as_deref()));
    let has_times = use_state_eq(|| platform::read_setting(TIMES_KEY).as_deref() != Some("off"));
    let on_tail = {
        let tail = tail.setter();
        Callback::from(move |lines: u32| {
            platform::write_setting(TAIL_KEY, &lines.to_string());
            tail.set(lines);
        })
    };
    let on_times = {
        let has_times = has_times.clone();
        Callback::from(move |_: MouseEvent| {
            let on = !*has_times;
            platform::write_setting(TIMES_KEY, if on { "on" } else { "off" });
            has_times.set(on);
        })
    };
    Choices { tail: *tail, has_times: *has_times, on_tail, on_times }
}

/// The kept choice, or the fewest.
pub(super) fn tail_of(kept: Option<&str>) -> u32 {
    let lines = kept.and_then(|lines| lines.parse().ok());
    lines.filter(|lines| TAILS.contains(lines)).unwrap_or(TAILS[0])
}

impl Choices {
    /// The controls.
    pub fn draw(&self) -> Html {
        let onchange = self.on_tail.reform(|event: Event| {
            let chosen = event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
            tail_of(Some(&chosen))
        });
        html! {
            <>
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
                <button type="button" class="quiet-button" aria-pressed={self.has_times.to_string()} title={t!("logs-times-hint")}
                    onclick={self.on_times.clone()} data-testid="log-times">{ t!("logs-times") }</button>
            </>
        }
    }
}
