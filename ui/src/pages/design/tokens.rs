//! The tokens, read from the very style sheet that names them.

use crate::{format, t};
use yew::prelude::*;

/// What shows a size of type.
const LETTERS: &str = "0123 Aa";
const TOKENS: &str = include_str!("../../../style/tokens.css");
/// Where the values of a theme begin.
pub(super) const THEMES: [(&str, &str); 2] =
    [("dark", "[data-theme=\"dark\"]"), ("light", "[data-theme=\"light\"]")];
/// What text stands on.
pub(super) const SURFACES: [&str; 3] = ["bg", "surface", "raised"];
/// The tokens of a rule, in their order: name and value.
pub(super) fn of_rule(selector: &str) -> Vec<(&'static str, &'static str)> {
    let body = TOKENS.split_once(selector).and_then(|(_, rest)| rest.split_once('{'));
    let body = body.and_then(|(_, rest)| rest.split_once('}')).map_or("", |(body, _)| body);
    body.split(';')
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect()
}

/// The contrast between two colours, 1 … 21, as WCAG counts it; `None` if one is none that covers what is below it.
pub(super) fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

fn luminance(color: &str) -> Option<f64> {
    let hex = color.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let part = |place: usize| {
        let value = f64::from(u8::from_str_radix(hex.get(place..place + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

/// The colours of both themes, with the contrast of each against what text stands on.
pub(super) fn colors() -> Html {
    html! { <div class="design-themes">{ for THEMES.into_iter().map(|(name, selector)| theme(name, selector)) }</div> }
}

fn theme(name: &'static str, selector: &str) -> Html {
    let tokens = of_rule(selector);
    let value =
        |wanted: &str| tokens.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let row = |&(token, color): &(&'static str, &'static str)| {
        let against = SURFACES.map(|surface| {
            let ratio = value(surface).and_then(|surface| contrast(color, surface));
            html! { <td class="is-number">{ format::or_unknown(ratio, |ratio| format::decimal(ratio, 1)) }</td> }
        });
        html! {
            <tr>
                <th scope="row"><svg width="28" height="14" aria-hidden="true"><rect width="28" height="14" rx="3" fill={color} stroke="currentColor" stroke-opacity="0.3" /></svg>{ token }</th>
                <td><code>{ color }</code></td>
                { for against }
            </tr>
        }
    };
    html! {
        <table class="design-colors">
            <caption>{ t!("design-theme", name = name) }</caption>
            <thead><tr>
                <th scope="col">{ t!("design-token") }</th>
                <th scope="col">{ t!("design-value") }</th>
                { for SURFACES.into_iter().map(|surface| html! { <th scope="col" class="is-number">{ t!("design-on", surface = surface) }</th> }) }
            </tr></thead>
            <tbody>{ for tokens.iter().filter(|(_, value)| value.starts_with('#')).map(row) }</tbody>
        </table>
    }
}

/// The distances as bars, and the sizes of type as text of that size.
pub(super) fn sizes() -> Html {
    let tokens = of_rule(":root");
    let pixels = |value: &str| value.strip_suffix("px").map(ToOwned::to_owned);
    let bar = |(name, value): &(&'static str, &'static str)| {
        let width = pixels(value)?;
        let is_distance = name.starts_with('s') && name.len() == 2;
        is_distance.then(|| html! {
            <li><svg {width} height="10" aria-hidden="true"><rect width="100%" height="10" fill="currentColor" /></svg><code>{ *name }</code>{ *value }</li>
        })
    };
    let text = |(name, value): &(&'static str, &'static str)| {
        let size = pixels(value)?;
        name.starts_with("t-").then(|| html! {
            <li><svg height="32" width="150" aria-hidden="true"><text y="26" fill="currentColor" font-size={size}>{ LETTERS }</text></svg><code>{ *name }</code>{ *value }</li>
        })
    };
    html! {
        <div class="design-themes">
            <ul class="design-sizes">{ for tokens.iter().filter_map(bar) }</ul>
            <ul class="design-sizes">{ for tokens.iter().filter_map(text) }</ul>
        </div>
    }
}
