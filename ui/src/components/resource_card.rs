//! How many of a resource there are, and how well they are.

use super::{Hue, Sparkline, SplitBar};
use crate::{
    format,
    route::{Page, PageHref, Route},
    t,
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
    /// Where its words lead: to those that it counts.
    pub href: Option<AttrValue>,
}

impl Segment {
    /// A part that is drawn and named.
    #[must_use]
    pub fn new(weight: u64, hue: Hue, label: impl Into<AttrValue>) -> Self {
        Self { weight, hue, label: label.into(), hint: None, href: None }
    }

    /// The same, leading to a page that lists what it counts.
    #[must_use]
    pub fn leading_to(self, page: Page, filter: &str) -> Self {
        Self { href: Some(Route::filtered(page, filter).to_string().into()), ..self }
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
    /// How many there were in the last day, at equal distances, the last one now; empty while that is not known.
    #[prop_or_default]
    pub trend: Vec<Option<f64>>,
}

/// The trend's size in CSS pixels.
const TREND_SIZE: (f64, f64) = (96.0, 26.0);
/// How many more or fewer fill the trend's height at least: one of a thousand is to be seen, and one of three is no cliff.
const TREND_RANGE: f64 = 6.0;

/// The trend as a line, and in words. What counts is how it changed, so it is drawn from the lowest on.
fn trend(values: &[Option<f64>], now: u64) -> Html {
    let known = || values.iter().flatten().copied();
    let Some(lowest) = known().reduce(f64::min) else { return Html::default() };
    let drawn: Vec<Option<f64>> =
        values.iter().map(|value| value.map(|value| value - lowest)).collect();
    let before = known().next().unwrap_or_default() as u64;
    let words = if before == now {
        t!("card-trend-same")
    } else if before < now {
        t!("card-trend-more", figure = format::grouped(now - before))
    } else {
        t!("card-trend-fewer", figure = format::grouped(before - now))
    };
    let (width, height) = TREND_SIZE;
    html! {
        <span class="trend" title={words.clone()} data-testid="card-trend">
            <Sparkline values={drawn} color="k-off" floor={TREND_RANGE} {width} {height} />
            <span class="visually-hidden">{ words }</span>
        </span>
    }
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
            <h2><a href={props.page.href()}>{ props.page.words() }</a></h2>
            <p class="figure">
                <span data-testid="card-value">{ format::grouped(props.value) }</span>
                if !props.note.is_empty() {
                    <small>{ &props.note }</small>
                }
                { trend(&props.trend, props.value) }
            </p>
            <SplitBar parts={parts.collect::<Vec<_>>()} />
            <ul class="keys">
                { for named.map(|part| html! {
                    <li class={is_name(part.hue).then_some("is-name")} title={part.hint.clone()}>
                        <i class={classes!("key", part.hue.class())} aria-hidden="true"></i>
                        if let Some(href) = part.href.clone() {
                            <a class="quiet-link" {href}>{ &part.label }</a>
                        } else {
                            <span>{ &part.label }</span>
                        }
                    </li>
                }) }
            </ul>
        </section>
    }
}
