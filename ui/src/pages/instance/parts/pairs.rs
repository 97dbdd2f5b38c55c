//! Names and values, one pair a line: an environment, or labels.

use crate::{format, platform, t};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What stands for a secret, whatever its length.
const MASK: &str = "••••••";

/// A name and what it is set to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    pub name: AttrValue,
    /// Its value; absent for a secret that was not asked for.
    pub value: Option<AttrValue>,
    /// Whether its value is one that others should not read over the shoulder.
    pub is_secret: bool,
}

/// What the list shows.
#[derive(Properties, PartialEq)]
pub(super) struct PairsProps {
    pub pairs: Vec<Pair>,
    /// What they are.
    pub label: AttrValue,
    /// What the field that filters them says.
    pub filter: AttrValue,
    /// What is said if there are none.
    pub nothing: AttrValue,
    pub test_id: &'static str,
    /// What else can be done.
    #[prop_or_default]
    pub tools: Html,
}

/// The list, with a field to filter by and a button to copy each value.
#[component]
pub(super) fn Pairs(props: &PairsProps) -> Html {
    let filter = use_state_eq(AttrValue::default);
    let copied = use_state_eq(|| None::<(AttrValue, bool)>);
    let oninput = {
        let filter = filter.setter();
        Callback::from(move |event: InputEvent| {
            filter.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value().into());
        })
    };
    let copy = {
        let copied = copied.setter();
        Callback::from(move |pair: Pair| {
            let copied = copied.clone();
            spawn_local(async move {
                let is_done = platform::copy(pair.value.as_deref().unwrap_or_default()).await;
                copied.set(Some((pair.name, is_done)));
            });
        })
    };
    let shown: Vec<(usize, &Pair)> =
        props.pairs.iter().enumerate().filter(|(_, pair)| matches(pair, &filter)).collect();
    let count = format::grouped(shown.len() as u64);
    let all = format::grouped(props.pairs.len() as u64);
    html! {
        <section class="card part">
            <div class="part-tools">
                <input type="search" value={(*filter).clone()} placeholder={props.filter.clone()} aria-label={props.filter.clone()} autocomplete="off"
                    spellcheck="false" data-testid="pairs-filter" {oninput} />
                <span class="faint" role="status">{ t!("pairs-shown", shown = count, all = all) }</span>
                <span class="faint" role="status">
                    { match &*copied {
                        Some((name, true)) => t!("pairs-copied", name = name.to_string()),
                        Some((name, false)) => t!("pairs-not-copied", name = name.to_string()),
                        None => String::new(),
                    } }
                </span>
                <span class="push">{ props.tools.clone() }</span>
            </div>
            if shown.is_empty() {
                <p class="part-nothing faint">{ if props.pairs.is_empty() { props.nothing.to_string() } else { t!("pairs-none-match") } }</p>
            } else {
                // A list that is a group is no list any more, so the box around it is the group.
                <div class="pairs" tabindex="0" role="group" aria-label={props.label.clone()}>
                    <dl>{ for shown.into_iter().map(|(place, pair)| row(place, pair, props.test_id, &copy)) }</dl>
                </div>
            }
        </section>
    }
}

/// `place` is its own among all: an environment may name a variable twice.
fn row(place: usize, pair: &Pair, test_id: &'static str, copy: &Callback<Pair>) -> Html {
    let onclick = {
        let pair = pair.clone();
        copy.reform(move |_: MouseEvent| pair.clone())
    };
    html! {
        <div key={format!("{place} {}", pair.name)} data-testid={test_id}>
            <dt><code>{ &pair.name }</code></dt>
            <dd>
                { match &pair.value {
                    Some(value) => html! { <code>{ value }</code> },
                    None => html! { <><code aria-hidden="true">{ MASK }</code><span class="visually-hidden">{ t!("environment-masked") }</span></> },
                } }
                if pair.value.is_some() {
                    <button type="button" class="quiet-button" aria-label={t!("pairs-copy-of", name = pair.name.to_string())} {onclick}>{ t!("pairs-copy") }</button>
                }
            </dd>
        </div>
    }
}

/// Whether every word is in the name, or in a value that is no secret.
fn matches(pair: &Pair, filter: &str) -> bool {
    let name = pair.name.to_lowercase();
    let value = pair.value.as_ref().filter(|_| !pair.is_secret).map(|value| value.to_lowercase());
    filter
        .to_lowercase()
        .split_whitespace()
        .all(|word| name.contains(word) || value.as_ref().is_some_and(|value| value.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_somewhere_and_secrets_are_not_searched() {
        let pair = |is_secret| Pair {
            name: "DB_URL".into(),
            value: Some("postgres://ada:lovelace@db".into()),
            is_secret,
        };
        assert!(matches(&pair(false), "db postgres"));
        assert!(matches(&pair(true), "db"));
        assert!(!matches(&pair(true), "lovelace"), "one could guess it letter by letter");
        assert!(matches(&pair(false), ""));
        assert!(!matches(&pair(false), "db redis"));
    }
}
