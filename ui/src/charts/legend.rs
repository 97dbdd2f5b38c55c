//! The legend: which line is whose, and a switch for each.

use super::SeriesView;
use crate::hooks::use_element_size;
use crate::t;
use std::rc::Rc;
use yew::prelude::*;

/// Pixels of an entry beside its name, and of a letter of it: enough for nearly all. `components.css` cuts names where they end.
const BESIDE_NAME: f64 = 29.0;
const LETTER: f64 = 6.2;
const LONGEST_NAME: f64 = 112.0;
/// Room for the button that leads to the entries that do not fit.
const MORE: f64 = 44.0;

#[derive(Properties, PartialEq)]
pub(super) struct LegendProps {
    pub entries: Rc<[Entry]>,
    pub on_toggle: Callback<AttrValue>,
    /// Hears which line is looked at.
    pub on_focus: Callback<Option<AttrValue>>,
    /// Shows all entries.
    pub on_more: Callback<()>,
}

/// One line's entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub key: AttrValue,
    pub name: AttrValue,
    pub swatch: &'static str,
    pub dashed: bool,
    pub shown: bool,
}

impl Entry {
    pub fn new(series: &SeriesView, shown: bool) -> Self {
        Self {
            key: series.key.clone().into(),
            name: series.name.clone().into(),
            swatch: series.class(),
            dashed: series.dashed,
            shown,
        }
    }

    /// The stroke that its line has.
    pub fn swatch(&self) -> Html {
        let dash = self.dashed.then_some("3 2");
        html! {
            <svg class={classes!("swatch", self.swatch)} viewBox="0 0 9 2" width="9" height="2" aria-hidden="true">
                <line x1="0" y1="1" x2="9" y2="1" stroke="currentColor" stroke-width="2" stroke-dasharray={dash} />
            </svg>
        }
    }
}

/// One line of entries: those that do not fit are counted. Drawn again only if an entry changed, and not for each frame.
#[component]
pub(super) fn Legend(props: &LegendProps) -> Html {
    let room = use_node_ref();
    let width = use_element_size(&room).map(|size| size.width);
    let fitting = fitting(&props.entries, width);
    let more = props.entries.len() - fitting;
    let on_more = props.on_more.reform(|_: MouseEvent| ());
    html! {
        <div class="legend" role="group" aria-label={t!("chart-lines-shown")} ref={room}>
            { for props.entries.iter().take(fitting).map(|entry| item(entry, props)) }
            if more > 0 {
                <button type="button" class="legend-more" aria-label={t!("chart-more-lines", count = more)} onclick={on_more}>{ format!("+{more}") }</button>
            }
        </div>
    }
}

fn item(entry: &Entry, props: &LegendProps) -> Html {
    let key = entry.key.clone();
    let onclick = props.on_toggle.reform(move |_: MouseEvent| key.clone());
    let looked_at = entry.shown.then(|| entry.key.clone());
    let onmouseenter = {
        let looked_at = looked_at.clone();
        props.on_focus.reform(move |_: MouseEvent| looked_at.clone())
    };
    let onfocus = props.on_focus.reform(move |_: FocusEvent| looked_at.clone());
    let onmouseleave = props.on_focus.reform(|_: MouseEvent| None);
    let onblur = props.on_focus.reform(|_: FocusEvent| None);
    html! {
        <button key={entry.key.to_string()} type="button" class="legend-item" title={entry.name.clone()}
            aria-pressed={if entry.shown { "true" } else { "false" }} {onclick} {onmouseenter} {onmouseleave} {onfocus} {onblur}>
            { entry.swatch() }
            <span>{ entry.name.clone() }</span>
        </button>
    }
}

/// How many entries fit into so many pixels, from the first on; all before the room was measured.
pub(super) fn fitting(entries: &[Entry], width: Option<f64>) -> usize {
    let Some(width) = width else { return entries.len() };
    let needs = |entry: &Entry| {
        let name = (entry.name.chars().count() as f64 * LETTER).min(LONGEST_NAME);
        BESIDE_NAME + name
    };
    let whole: f64 = entries.iter().map(needs).sum();
    if whole <= width {
        return entries.len();
    }
    let mut used = MORE;
    entries
        .iter()
        .take_while(|entry| {
            used += needs(entry);
            used <= width
        })
        .count()
}
