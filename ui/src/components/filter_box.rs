//! The words that a page is narrowed to, as one types.

use crate::{platform, route::Route};
use gloo_timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How long the keyboard rests before what was typed is looked for.
const SETTLE_MS: u32 = 250;

/// What the field is for.
#[derive(Properties, PartialEq)]
pub struct FilterBoxProps {
    /// The page as it is narrowed now.
    pub route: Route,
    /// What is typed here, in a few words.
    pub label: AttrValue,
    /// What stands in it while it is empty.
    pub hint: AttrValue,
    /// Its test id.
    pub test_id: &'static str,
}

/// A field whose words become the address, and the address what is listed: links lead to what is filtered.
#[component]
pub fn FilterBox(props: &FilterBoxProps) -> Html {
    let typed = use_state_eq(|| props.route.filter.clone());
    // What the address was last changed to by typing here: that must not come back over what was typed since.
    let sent = use_mut_ref(|| props.route.filter.clone());
    let pending = use_mut_ref(|| None::<Timeout>);
    {
        let (typed, sent, pending) = (typed.setter(), sent.clone(), pending.clone());
        use_effect_with(props.route.filter.clone(), move |wanted| {
            if *sent.borrow() != *wanted {
                pending.replace(None);
                sent.replace(wanted.clone());
                typed.set(wanted.clone());
            }
        });
    }
    // What else the page is narrowed to may change while the words rest.
    let latest = use_mut_ref(|| props.route.clone());
    latest.replace(props.route.clone());
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let text = input.value();
            typed.set(text.clone());
            let (sent, latest) = (sent.clone(), latest.clone());
            let settled = Timeout::new(SETTLE_MS, move || {
                sent.replace(text.clone());
                let route = Route { filter: text, ..latest.borrow().clone() };
                // In place: who goes back wants the page before, not each letter of the filter.
                platform::go_to(&route.to_string(), true);
            });
            pending.replace(Some(settled));
        })
    };
    html! {
        <input type="search" aria-label={&props.label} placeholder={&props.hint} value={(*typed).clone()} {oninput} maxlength="200"
            data-testid={props.test_id} />
    }
}
