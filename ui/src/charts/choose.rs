//! Which lines a chart has: the busiest, and those that one wants to see besides.

use super::legend::Entry;
use crate::components::Popover;
use crate::{format, platform, t};
use mini_aws_domain::InstanceId;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How many instances are listed at most besides the lines that there are: to find one of many there is the search.
const LISTED: usize = 50;

/// An instance that could have a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The engine's id.
    pub id: InstanceId,
    /// Its name.
    pub name: AttrValue,
}

#[derive(Properties, PartialEq)]
pub(super) struct ChooseProps {
    /// Whose lines they are: the chart's heading.
    pub title: AttrValue,
    pub entries: Rc<[Entry]>,
    /// The instances without a line.
    pub others: Rc<[Choice]>,
    pub is_open: bool,
    pub on_open: Callback<bool>,
    pub on_toggle: Callback<AttrValue>,
    pub on_pin: Callback<InstanceId>,
    /// All lines of the busiest, and no other.
    pub on_top: Callback<()>,
    /// No lines.
    pub on_none: Callback<()>,
}

/// A button, and the list that it opens.
#[component]
pub(super) fn Choose(props: &ChooseProps) -> Html {
    let opener = use_node_ref();
    let is_open = props.is_open;
    let close = {
        let (on_open, opener) = (props.on_open.clone(), opener.clone());
        Callback::from(move |()| {
            on_open.emit(false);
            platform::focus_node(&opener);
        })
    };
    let onclick = props.on_open.reform(move |_: MouseEvent| !is_open);
    html! {
        <div class="choose">
            <button type="button" class="quiet-button" ref={opener} {onclick} aria-haspopup="dialog"
                aria-expanded={if is_open { "true" } else { "false" }} aria-label={t!("chart-choose-lines", title = props.title.as_str())}>{ t!("chart-lines") }<i aria-hidden="true">{ " ▾" }</i></button>
            if is_open {
                <Chooser title={props.title.clone()} entries={props.entries.clone()} others={props.others.clone()} on_toggle={props.on_toggle.clone()}
                    on_pin={props.on_pin.clone()} on_top={props.on_top.clone()} on_none={props.on_none.clone()} on_close={close} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ChooserProps {
    title: AttrValue,
    entries: Rc<[Entry]>,
    others: Rc<[Choice]>,
    on_toggle: Callback<AttrValue>,
    on_pin: Callback<InstanceId>,
    on_top: Callback<()>,
    on_none: Callback<()>,
    on_close: Callback<()>,
}

#[component]
fn Chooser(props: &ChooserProps) -> Html {
    let search = use_state(String::new);
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with((), move |()| platform::focus_node(&field));
    }
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target().and_then(|e| e.dyn_into::<HtmlInputElement>().ok())
            {
                search.set(field.value());
            }
        })
    };
    let wanted = search.trim().to_lowercase();
    let matches = |name: &str| wanted.is_empty() || name.to_lowercase().contains(&wanted);
    let entries: Vec<&Entry> = props.entries.iter().filter(|entry| matches(&entry.name)).collect();
    let others: Vec<&Choice> = props.others.iter().filter(|other| matches(&other.name)).collect();
    let is_none = entries.is_empty() && others.is_empty();
    let unlisted = others.len().saturating_sub(LISTED);
    let on_pin = {
        let (on_pin, field) = (props.on_pin.clone(), field.clone());
        Callback::from(move |id| {
            on_pin.emit(id);
            // The box goes elsewhere, with the focus that it had.
            platform::focus_node(&field);
        })
    };
    let on_top = props.on_top.reform(|_: MouseEvent| ());
    let on_none = props.on_none.reform(|_: MouseEvent| ());
    html! {
        <Popover class="chooser" label={t!("chart-lines-of", title = props.title.as_str())} on_close={props.on_close.clone()}>
                <input type="search" ref={field} placeholder={t!("chart-find")} aria-label={t!("chart-find")} value={(*search).clone()} {oninput} />
                <div class="chooser-buttons">
                    <button type="button" class="quiet-button" onclick={on_top}>{ t!("chart-lines-top") }</button>
                    <button type="button" class="quiet-button" onclick={on_none}>{ t!("chart-lines-none") }</button>
                </div>
                <ul>
                    { for entries.into_iter().map(|entry| shown(entry, &props.on_toggle)) }
                    { for others.into_iter().take(LISTED).map(|other| unshown(other, &on_pin)) }
                </ul>
                if is_none {
                    <p class="faint">{ t!("chart-find-none") }</p>
                }
                if unlisted > 0 {
                    <p class="faint">{ t!("chart-find-more", figure = format::grouped(unlisted as u64)) }</p>
                }
        </Popover>
    }
}

fn shown(entry: &Entry, on_toggle: &Callback<AttrValue>) -> Html {
    let key = entry.key.clone();
    let onchange = on_toggle.reform(move |_: Event| key.clone());
    html! {
        <li key={entry.key.to_string()}>
            <label><input type="checkbox" checked={entry.shown} {onchange} />{ entry.swatch() }<span>{ entry.name.clone() }</span></label>
        </li>
    }
}

fn unshown(other: &Choice, on_pin: &Callback<InstanceId>) -> Html {
    let id = other.id.clone();
    let onchange = on_pin.reform(move |_: Event| id.clone());
    html! {
        <li key={format!("other-{}", other.id)}>
            <label><input type="checkbox" checked=false {onchange} /><i class="swatch-room" /><span>{ other.name.clone() }</span></label>
        </li>
    }
}
