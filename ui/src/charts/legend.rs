//! The legend: which line is whose, and a switch for each.

use super::SeriesView;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct LegendProps {
    pub entries: Rc<[Entry]>,
    pub on_toggle: Callback<AttrValue>,
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
}

/// Drawn again only if an entry changed, and not for each frame.
#[component]
pub(super) fn Legend(props: &LegendProps) -> Html {
    let entry = |entry: &Entry| {
        let onclick = {
            let on_toggle = props.on_toggle.clone();
            let key = entry.key.clone();
            Callback::from(move |_: MouseEvent| on_toggle.emit(key.clone()))
        };
        let dash = entry.dashed.then_some("3 2");
        html! {
            <button key={entry.key.to_string()} type="button" class="legend-item" title={entry.name.clone()}
                aria-pressed={if entry.shown { "true" } else { "false" }} {onclick}>
                <svg class={classes!("swatch", entry.swatch)} viewBox="0 0 9 2" width="9" height="2" aria-hidden="true">
                    <line x1="0" y1="1" x2="9" y2="1" stroke="currentColor" stroke-width="2" stroke-dasharray={dash} />
                </svg>
                <span>{ entry.name.clone() }</span>
            </button>
        }
    };
    html! {
        <div class="legend" role="group" aria-label="Lines shown">
            { for props.entries.iter().map(entry) }
        </div>
    }
}
