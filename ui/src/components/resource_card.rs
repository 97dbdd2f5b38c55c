//! How many of a resource there are, and how well they are.

use super::{Hue, SplitBar};
use crate::{
    format,
    route::{Page, PageHref},
};
use yew::prelude::*;

/// One part of the whole that a card counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// How much of the bar it takes; nothing for what is named and not drawn.
    pub weight: u64,
    /// Its colour.
    pub hue: Hue,
    /// Its words below the bar; empty for what is drawn and not named.
    pub label: AttrValue,
    /// What is to be known beyond the words.
    pub hint: Option<AttrValue>,
}

impl Segment {
    /// A part that is drawn and named.
    #[must_use]
    pub fn new(weight: u64, hue: Hue, label: impl Into<AttrValue>) -> Self {
        Self { weight, hue, label: label.into(), hint: None }
    }
}

/// What a card shows.
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct ResourceCardProps {
    /// The page that it leads to, which also names it.
    pub page: Page,
    /// How many there are.
    pub value: u64,
    /// The most important word beside the number; may be empty.
    #[prop_or_default]
    pub note: AttrValue,
    /// The parts of the whole.
    #[prop_or_default]
    pub segments: Vec<Segment>,
}

/// Parts that only have to be told apart have names, which may be long.
fn is_name(hue: Hue) -> bool {
    matches!(hue, Hue::Series(_))
}

/// A card: a number, what it is made of, and the way to its page.
#[component]
pub fn ResourceCard(props: &ResourceCardProps) -> Html {
    let parts = props.segments.iter().map(|part| (part.weight, part.hue));
    let named = props.segments.iter().filter(|part| !part.label.is_empty());
    html! {
        <section class="card resource-card" data-testid={format!("card-{}", props.page.slug())}>
            <h2><a href={props.page.href()}>{ props.page.title() }</a></h2>
            <p class="figure">
                <span data-testid="card-value">{ format::grouped(props.value) }</span>
                if !props.note.is_empty() {
                    <small>{ &props.note }</small>
                }
            </p>
            <SplitBar parts={parts.collect::<Vec<_>>()} />
            <ul class="keys">
                { for named.map(|part| html! {
                    <li class={is_name(part.hue).then_some("is-name")} title={part.hint.clone()}>
                        <i class={classes!("key", part.hue.class())} aria-hidden="true"></i>
                        <span>{ &part.label }</span>
                    </li>
                }) }
            </ul>
        </section>
    }
}
