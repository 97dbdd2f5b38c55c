//! Which time the charts show.

use super::custom_range::CustomRange;
use crate::{
    charts::{ChartRange, Preset, RangeChange, span_words},
    platform, t,
    time::Clock,
};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// What the choice of a time range needs.
#[derive(Properties, PartialEq)]
pub struct TimeRangeProps {
    /// The range that is shown.
    pub range: ChartRange,
    /// The time.
    pub clock: Clock,
    /// Hears of another range.
    pub on_range: Callback<RangeChange>,
}

/// The presets side by side, a range by its ends, and the way back from one that stands still.
#[component]
pub fn TimeRange(props: &TimeRangeProps) -> Html {
    let range = props.range;
    let is_open = use_state_eq(|| false);
    let opener = use_node_ref();
    let (way_back, chosen) = (use_node_ref(), use_node_ref());
    let go = use_callback(props.on_range.clone(), |range, on_range| {
        on_range.emit(RangeChange { range, in_place: false });
    });
    let reset = {
        let (go, way_back, chosen) = (go.clone(), way_back.clone(), chosen.clone());
        use_callback((range, go), move |(), (range, go)| {
            go.emit(range.reset());
            // The way back goes once it is gone, and what had the focus then would be nothing.
            if platform::has_focus(&way_back) {
                platform::focus_node(&chosen);
            }
        })
    };
    use_escape(range, &reset);

    let preset = |preset: Preset| {
        let is_shown = range == ChartRange::live(preset);
        let onclick = go.reform(move |_: MouseEvent| ChartRange::live(preset));
        let node = if preset == range.preset { chosen.clone() } else { NodeRef::default() };
        html! {
            <button type="button" ref={node} aria-pressed={pressed(is_shown)} title={capitalised(&preset.words())} {onclick}>{ preset.label() }</button>
        }
    };
    let (label, title) = match range.fixed {
        Some(span) => (span_words(span, props.clock), t!("range-custom.another")),
        None => (t!("range-custom"), t!("range-custom.hint")),
    };
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    let on_close = {
        let (setter, opener) = (is_open.setter(), opener.clone());
        Callback::from(move |()| {
            setter.set(false);
            platform::focus_node(&opener);
        })
    };
    let onreset = reset.reform(|_: MouseEvent| ());
    html! {
        <div class="time-range" data-testid="time-range">
            if !range.is_live() {
                <button type="button" class="quiet-button" ref={way_back} data-testid="time-range-reset" title={t!("range-reset.hint", range = range.preset.words())} onclick={onreset}>{ t!("range-reset") }</button>
            }
            <div class="segments" role="group" aria-label={t!("range-label")}>
                { for Preset::ALL.into_iter().map(preset) }
                <button type="button" ref={opener} aria-pressed={pressed(!range.is_live())} aria-haspopup="dialog"
                    aria-expanded={pressed(*is_open)} {title} onclick={toggle}>{ label }</button>
            </div>
            if *is_open {
                <CustomRange {range} clock={props.clock} on_range={go.clone()} {on_close} />
            }
        </div>
    }
}

/// Escape goes back from a range that stands still, unless it closes something that is open.
#[hook]
fn use_escape(range: ChartRange, reset: &Callback<()>) {
    // Whoever hears of it knows which page it is for, so another page's is another one.
    use_effect_with((range, reset.clone()), move |(range, reset)| {
        let reset = reset.clone();
        let document = web_sys::window().and_then(|window| window.document());
        let listener = document.filter(|_| !range.is_live()).map(|document| {
            let place = document.clone();
            EventListener::new(&document, "keydown", move |event| {
                let is_escape =
                    event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
                let is_free = || matches!(place.query_selector("[role=dialog]"), Ok(None));
                if is_escape && !event.default_prevented() && is_free() {
                    reset.emit(());
                }
            })
        });
        move || drop(listener)
    });
}

fn pressed(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
