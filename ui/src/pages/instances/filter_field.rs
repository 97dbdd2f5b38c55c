//! Where one types what to find.

use super::filter::LONGEST;
use crate::{platform, route::Route, t};
use gloo_timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How long nothing is typed before the address says what was.
const SETTLE_MS: u32 = 300;

/// What is typed, and how to type. It begins with what the address of `route` asks for, follows it, and is put into it.
#[hook]
pub(super) fn use_filter(route: &Route) -> (AttrValue, Callback<String>) {
    let typed = use_state_eq(|| route.filter.clone());
    let told = use_mut_ref(|| route.filter.clone());
    let waiting = use_mut_ref(|| None::<Timeout>);
    {
        let (typed, told, waiting) = (typed.setter(), told.clone(), waiting.clone());
        use_effect_with(route.filter.clone(), move |wanted| {
            // What this field itself said is old by the time that it comes back: more may be typed already.
            if *told.borrow() != *wanted {
                drop(waiting.take());
                told.replace(wanted.clone());
                typed.set(wanted.clone());
            }
        });
    }
    {
        let waiting = waiting.clone();
        use_effect_with((), move |()| move || drop(waiting.take()));
    }
    let on_type = {
        let setter = typed.setter();
        use_callback(route.clone(), move |text: String, route| {
            setter.set(text.clone());
            let (route, told) = (route.clone(), told.clone());
            let timeout = Timeout::new(SETTLE_MS, move || {
                told.replace(text.clone());
                platform::go_to(&Route { filter: text, ..route }.to_string(), true);
            });
            // The one before is called off.
            waiting.replace(Some(timeout));
        })
    };
    (AttrValue::from((*typed).clone()), on_type)
}

/// What the field shows.
#[derive(Properties, PartialEq)]
pub(super) struct FilterFieldProps {
    /// What is typed.
    pub filter: AttrValue,
    /// Types.
    pub on_filter: Callback<String>,
}

/// A field with a button that empties it, as Escape does.
#[component]
pub(super) fn FilterField(props: &FilterFieldProps) -> Html {
    let node = use_node_ref();
    let oninput = {
        let on_filter = props.on_filter.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_filter.emit(input.value());
            }
        })
    };
    let is_empty = props.filter.is_empty();
    let onkeydown = {
        let on_filter = props.on_filter.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !is_empty && !event.is_composing() {
                event.prevent_default();
                event.stop_propagation();
                on_filter.emit(String::new());
            }
        })
    };
    let clear = {
        let (on_filter, node) = (props.on_filter.clone(), node.clone());
        Callback::from(move |_: MouseEvent| {
            on_filter.emit(String::new());
            platform::focus_node(&node);
        })
    };
    html! {
        <div class="filter-field push">
            <input type="search" ref={node} aria-label={t!("instances-filter")} placeholder={t!("instances-filter.example")}
                title={t!("instances-filter.hint")} maxlength={LONGEST.to_string()} value={&props.filter} {oninput} {onkeydown}
                autocomplete="off" spellcheck="false" data-shortcut="filter" data-testid="instances-filter" />
            if !is_empty {
                <button type="button" aria-label={t!("instances-filter.clear")} title={t!("instances-filter.clear")} onclick={clear}
                    data-testid="clear-filter">{ "×" }</button>
            }
        </div>
    }
}
