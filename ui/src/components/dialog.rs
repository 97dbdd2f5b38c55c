//! A question that has to be answered before anything else.

use crate::platform;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// What a dialog is.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// What it asks, in a few words: its heading.
    pub title: AttrValue,
    /// Hears that it is to go: of Escape.
    pub on_close: Callback<()>,
    /// Its test id.
    #[prop_or_default]
    pub test_id: Option<&'static str>,
    /// What is in it. The first thing in it that can have the focus gets it.
    pub children: Html,
}

/// A dialog over the page. The browser keeps the focus in it and everything else out of reach for as long as it is drawn.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with((), move |()| {
            platform::show_modal(&place);
            let dialog = place.cast::<HtmlDialogElement>();
            // What had the focus before gets it back.
            move || dialog.iter().for_each(HtmlDialogElement::close)
        });
    }
    let oncancel = props.on_close.reform(|event: Event| {
        // It goes when it is drawn no longer, and not before whoever draws it knows.
        event.prevent_default();
    });
    html! {
        <dialog class="dialog" ref={place} aria-label={props.title.clone()} data-testid={props.test_id} {oncancel}>
            <h2>{ &props.title }</h2>
            { props.children.clone() }
        </dialog>
    }
}
