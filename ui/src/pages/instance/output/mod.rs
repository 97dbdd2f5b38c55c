//! The log of an instance: its newest lines, as they come.

mod choices;
mod pick;
mod rows;
mod save;
#[cfg(test)]
mod tests;
use crate::{
    backend::Door,
    components::{LineBox, SearchBar},
    format,
    hooks::{LogPhase, LogWish, LogsHandle, use_logs, use_search},
    logs::{LogBuffer, Pages},
    platform, t,
    time::Clock,
};
use choices::Strip;
use choices::use_choices;
pub(super) use choices::use_strip;
use mini_aws_domain::Instance;
use pick::use_picked;
use rows::Rows;
use save::SaveLog;
use std::rc::Rc;
use yew::prelude::*;

/// The box with the lines.
const BOX: &str = "log-lines";

/// What the part shows.
#[derive(Properties, PartialEq)]
pub(super) struct OutputProps {
    /// Whose log.
    pub instance: Instance,
    /// What reads it.
    pub door: Door,
    /// The time.
    pub clock: Clock,
    /// Whether the console can be reached.
    pub is_reachable: bool,
    /// Whether the engine no longer has it: then these lines are all that is left.
    #[prop_or_default]
    pub is_gone: bool,
    /// The charts above it.
    pub strip: Strip,
}

/// The log: followed, searched, with or without times, and saved.
#[component]
pub(super) fn Output(props: &OutputProps) -> Html {
    let choices = use_choices();
    let is_running = !props.instance.state.is_stopped();
    let wish = LogWish {
        tail: choices.tail,
        is_running,
        started_at: props.instance.started_at,
        is_reachable: props.is_reachable,
    };
    let logs = use_logs(&props.door, &props.instance.id, wish);
    let is_following = use_state_eq(|| true);
    // How far was read when the end was left behind.
    let left_at = use_state_eq(|| 0_u64);
    let top = use_mut_ref(|| 0_u64);
    let search = use_search(&logs.lines.buffer, logs.lines.revision, &top);
    let picked = use_picked(&logs.lines, search.target, &top);
    let field = use_node_ref();
    {
        // Who goes to a place that was found or picked looks at that, and not at the end.
        let (following, left_at) = (is_following.setter(), left_at.setter());
        let (was_following, end) = (*is_following, logs.lines.buffer.borrow().end());
        use_effect_with(picked.target, move |target| {
            if target.is_some() {
                following.set(false);
                if was_following {
                    left_at.set(end);
                }
            }
        });
    }
    let buffer = logs.lines.buffer.borrow();
    let end = buffer.end();
    let on_follow = {
        let (following, left_at) = (is_following.setter(), left_at.setter());
        let was_following = *is_following;
        Callback::from(move |is: bool| {
            following.set(is);
            if was_following {
                left_at.set(end);
            }
        })
    };
    let newer = if *is_following { 0 } else { end.saturating_sub(*left_at) };
    let row = Rows {
        lines: logs.lines.clone(),
        search: search.clone(),
        picked: picked.line,
        on_copy: picked.on_copy.clone(),
        has_times: choices.has_times,
        clock: props.clock,
    };
    let wrap = choices.is_wrapped.then(|| {
        let buffer = Rc::clone(&logs.lines.buffer);
        Callback::from(move |place| buffer.borrow().width(place))
    });
    let onkeydown = {
        let (field, on_key) = (field.clone(), picked.on_key.clone());
        Callback::from(move |event: KeyboardEvent| {
            let with_command = event.ctrl_key() || event.meta_key();
            let is_find = with_command && event.key().eq_ignore_ascii_case("f");
            let is_slash = !with_command && event.key() == "/" && !is_typing(&event);
            if is_find || is_slash {
                event.prevent_default();
                event.stop_propagation();
                platform::focus_node(&field);
                platform::select_all(&field);
            } else if !with_command
                && !event.alt_key()
                && !is_typing(&event)
                && on_key.emit(event.key())
            {
                event.prevent_default();
                event.stop_propagation();
            }
        })
    };
    let follow = on_follow.reform({
        let is = *is_following;
        move |_: MouseEvent| !is
    });
    let jump = on_follow.reform(|_: MouseEvent| true);
    html! {
        <section class="card output" data-testid="logs" {onkeydown}>
            <div class="output-tools">
                <SearchBar search={search.clone()} label={t!("logs-search")} field={field} on_leave={Callback::from(|()| platform::focus(BOX))} />
                <div class="output-choices">
                    { choices.draw(&props.strip, props.is_gone) }
                    <button type="button" class="quiet-button" aria-pressed={is_following.to_string()} title={t!("logs-follow-hint")} onclick={follow} data-testid="log-follow">
                        { t!("logs-follow") }
                    </button>
                    if !props.is_gone {
                        <SaveLog door={props.door.clone()} instance={props.instance.id.clone()} />
                    }
                </div>
            </div>
            <div class="output-lines">
                <LineBox id={BOX} label={t!("logs-lines")} first={buffer.first()} count={buffer.len()} longest={buffer.longest()}
                    row={Callback::from(move |place| row.draw(place))} {wrap} is_following={*is_following} on_follow={on_follow.clone()} target={picked.target} {top} />
                if !*is_following && !buffer.is_empty() {
                    <button type="button" class="button jump" onclick={jump} data-testid="log-newest">
                        { if newer == 0 { t!("logs-newest") } else { t!("logs-newest-more", count = newer, shown = format::grouped(newer)) } }
                        { " ↓" }
                    </button>
                }
                if buffer.is_empty() {
                    { nothing(&logs) }
                }
            </div>
            if props.is_gone {
                { epilogue(&buffer, picked.said) }
            } else {
                { foot(&logs, &buffer, *is_following, is_running, picked.said) }
            }
        </section>
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    event
        .target_dyn_into::<web_sys::Element>()
        .is_some_and(|element| element.matches("input, select, textarea").unwrap_or(false))
}

/// What stands in place of lines.
fn nothing(logs: &LogsHandle) -> Html {
    match &logs.phase {
        LogPhase::Opening => html! {
            <div class="output-nothing" aria-busy="true">
                <p class="visually-hidden">{ t!("logs-opening") }</p>
                { for (0..8).map(|_| html! { <div class="skeleton skeleton-line" /> }) }
            </div>
        },
        LogPhase::Reading => {
            html! { <p class="output-nothing faint">{ t!("logs-nothing-yet") }</p> }
        }
        LogPhase::Ended => html! { <p class="output-nothing faint">{ t!("logs-nothing") }</p> },
        LogPhase::Failed(_) => Html::default(),
    }
}

/// How many lines are left of an instance that is gone. There is nothing to read any more, and nothing to try again.
fn epilogue(buffer: &LogBuffer, said: Option<String>) -> Html {
    html! {
        <div class="output-foot">
            <p class="faint" data-testid="log-state">{ counted(buffer) }{ " · " }{ t!("logs-left") }</p>
            <p class="push" role="status" data-testid="log-copied">{ said.unwrap_or_default() }</p>
        </div>
    }
}

fn counted(buffer: &LogBuffer) -> String {
    let count = buffer.len() as u64;
    t!("logs-count", count = count, shown = format::grouped(count))
}

/// How many lines there are, and how reading stands.
fn foot(
    logs: &LogsHandle,
    buffer: &LogBuffer,
    is_following: bool,
    is_running: bool,
    said: Option<String>,
) -> Html {
    let state = match &logs.phase {
        LogPhase::Opening => t!("logs-opening"),
        LogPhase::Reading if is_following => t!("logs-following"),
        LogPhase::Reading => t!("logs-paused"),
        LogPhase::Ended => t!("logs-ended"),
        LogPhase::Failed(_) => t!("logs-failed"),
    };
    let again = logs.retry.reform(|_: MouseEvent| ());
    let button =
        html! { <button type="button" class="button" onclick={again}>{ t!("try-again") }</button> };
    html! {
        <div class="output-foot">
            <p class="faint" data-testid="log-state">
                { counted(buffer) }{ " · " }{ state }
                if buffer.first() > 0 {
                    { " · " }{ t!("logs-gave-way") }
                }
            </p>
            <p class="push" role="status" data-testid="log-copied">{ said.unwrap_or_default() }</p>
            <div role="status">
                if let LogPhase::Failed(problem) = &logs.phase {
                    <p class="output-problem">
                        <i class="dot k-bad" aria-hidden="true"></i>
                        <span>{ crate::words::problem_line(problem) }</span>
                        { button }
                    </p>
                } else if logs.phase == LogPhase::Ended && is_running {
                    // What runs may write more, whatever ended the reading.
                    { button }
                }
            </div>
        </div>
    }
}
