//! One of several, side by side.

use yew::prelude::*;

/// One of what can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceItem {
    /// Tells it apart from the others, in every language.
    pub value: &'static str,
    /// What it is called.
    pub label: AttrValue,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Hears that it was chosen.
    pub on_choose: Callback<()>,
}

/// What there is to choose.
#[derive(Properties, PartialEq)]
pub struct ChoiceLineProps {
    /// What the choice is about.
    pub label: AttrValue,
    /// What the choice is called in the page: each item's id begins with it.
    pub name: &'static str,
    /// What can be chosen.
    pub items: Vec<ChoiceItem>,
}

/// The id of an item of the choice `name`, to give the focus back to it.
#[must_use]
pub fn choice_id(name: &str, value: &str) -> String {
    format!("{name}-{value}")
}

/// A choice that counts as soon as it is made; it looks like that of the time range. By keyboard it is one stop, and the arrows choose:
/// they are the browser's own radio buttons.
#[component]
pub fn ChoiceLine(props: &ChoiceLineProps) -> Html {
    let label = format!("{}-label", props.name);
    let item = |item: &ChoiceItem| {
        let onchange = item.on_choose.reform(|_: Event| ());
        html! {
            <label key={item.value}>
                <input id={choice_id(props.name, item.value)} type="radio" name={props.name} value={item.value} checked={item.is_chosen} {onchange} />
                <span>{ &item.label }</span>
            </label>
        }
    };
    html! {
        <div class="choice-line" role="radiogroup" aria-labelledby={label.clone()} data-testid={format!("choice-{}", props.name)}>
            <span id={label}>{ &props.label }</span>
            <div class="segments">{ for props.items.iter().map(item) }</div>
        </div>
    }
}
