//! A line of a log.

use crate::{
    components::LineText,
    hooks::{LogLines, SearchHandle},
    logs::{Level, Pages, pieces, plain},
    t,
    time::Clock,
};
use mini_aws_domain::{LogLine, LogStream};
use yew::prelude::*;

/// What draws lines. Each is read for its colours only when it is drawn.
#[derive(Clone)]
pub(super) struct Rows {
    pub lines: LogLines,
    pub search: SearchHandle,
    /// The number of the line that is picked.
    pub picked: Option<u64>,
    /// Copies the line of a number.
    pub on_copy: Callback<u64>,
    pub has_times: bool,
    pub clock: Clock,
}

impl Rows {
    /// The line at a place.
    pub fn draw(&self, place: usize) -> Html {
        let buffer = self.lines.buffer.borrow();
        let Some(line) = buffer.get(place) else { return Html::default() };
        let number = buffer.first() + place as u64;
        let text = LineText {
            pieces: pieces(&line.text),
            needle: self.search.needle.clone(),
            line: number,
            current: self.search.current,
        };
        let is_err = line.stream == LogStream::Err;
        // What the line itself says counts for more than the way that it took: many programs write everything to the standard error.
        let edge = match Level::of(&plain(&line.text)) {
            Some(Level::Error) => Some("says-error"),
            Some(Level::Warn) => Some("says-warn"),
            Some(Level::Other) => None,
            None => is_err.then_some("has-failed"),
        };
        html! {
            <div key={number} class={classes!("line", is_err.then_some("is-err"), edge, (self.picked == Some(number)).then_some("is-picked"))} data-testid="log-line">
                // Of two ways to be written to one is marked, by a letter as well as by its colour.
                <i class="line-stream" title={is_err.then(|| t!("logs-err"))} aria-hidden={(!is_err).then_some("true")}>{ if is_err { "E" } else { "" } }</i>
                if self.has_times {
                    { self.time(line, number) }
                }
                <span class="line-text">{ text.draw() }</span>
                if line.is_cut {
                    <span class="line-cut" title={t!("logs-cut")}>{ "…" }</span>
                }
            </div>
        }
    }

    fn time(&self, line: &LogLine, number: u64) -> Html {
        let Some(at) = line.at else { return html! { <span class="line-time"></span> } };
        let local = self.clock.zone.at(at);
        // By keyboard it is done by `c`: a stop of the Tab key on each line would be in the way.
        let onclick = self.on_copy.reform(move |_: MouseEvent| number);
        let title = t!("logs-time-hint", time = self.clock.full(at));
        html! {
            <time class="line-time" datetime={at.to_rfc3339()} {title} {onclick}>{ local.format("%m-%d %H:%M:%S%.3f ").to_string() }</time>
        }
    }
}
