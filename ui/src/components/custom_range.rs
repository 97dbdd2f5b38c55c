//! A time range by its two ends.

use super::Popover;
use crate::{
    charts::{ChartRange, custom},
    platform, t,
    time::Clock,
};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the form needs.
#[derive(Properties, PartialEq)]
pub struct CustomRangeProps {
    /// The range that is shown: its ends are there to begin with.
    pub range: ChartRange,
    /// The time.
    pub clock: Clock,
    /// Hears of the range.
    pub on_range: Callback<ChartRange>,
    /// Closes the form.
    pub on_close: Callback<()>,
}

/// The form. What is no range is said in a sentence, and what was written stays.
#[component]
pub fn CustomRange(props: &CustomRangeProps) -> Html {
    // The clock of the window is up to half a minute old, and what ends "now" must not end in the future.
    let clock = Clock { now: platform::now().max(props.clock.now), ..props.clock };
    let span = props.range.span(clock.now);
    let begin = use_state(|| custom::written(span.from, clock));
    let end = use_state(|| custom::written(span.to, clock));
    let error = use_state_eq(|| None);
    let first = use_node_ref();
    {
        let first = first.clone();
        use_effect_with((), move |()| platform::focus_node(&first));
    }
    let onsubmit = {
        let (begin, end, error) = (begin.clone(), end.clone(), error.clone());
        let (range, on_range, on_close) =
            (props.range, props.on_range.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match custom::parse(range, &begin, &end, clock) {
                Ok(range) => {
                    on_range.emit(range);
                    on_close.emit(());
                }
                Err(why) => error.set(Some(why)),
            }
        })
    };
    let latest = custom::written(clock.now, clock);
    let field = |label: String, value: &UseStateHandle<String>, node: NodeRef| {
        let oninput = written_to(value);
        html! {
            <label>
                <span>{ label }</span>
                <input type="datetime-local" ref={node} step="1" value={(**value).clone()} max={latest.clone()} {oninput}
                    aria-describedby="custom-range-error" />
            </label>
        }
    };
    html! {
        <Popover class="custom-range" label={t!("range-form")} on_close={props.on_close.clone()}>
            <form novalidate=true {onsubmit}>
                { field(t!("range-from"), &begin, first) }
                { field(t!("range-to"), &end, NodeRef::default()) }
                <p class="form-error" id="custom-range-error" role="alert">{ error.map(custom::CustomError::words) }</p>
                <button type="submit" class="button is-primary">{ t!("range-show") }</button>
            </form>
        </Popover>
    }
}

fn written_to(value: &UseStateHandle<String>) -> Callback<InputEvent> {
    let setter = value.setter();
    Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target().and_then(|e| e.dyn_into::<HtmlInputElement>().ok()) {
            setter.set(field.value());
        }
    })
}
