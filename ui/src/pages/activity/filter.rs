//! What the log is narrowed to: words, and a menu for each of the other things.

use super::words::Choice;
use crate::{
    components::{FilterBox, Popover},
    platform,
    route::{AuditFilter, Route, slug},
    t,
};
use serde::Serialize;
use yew::prelude::*;

/// What the filter shows.
#[derive(Properties, PartialEq)]
pub(super) struct FilterProps {
    /// The page as it is narrowed now.
    pub route: Route,
}

/// The filter. What is chosen becomes the address, and the address what is looked for.
#[component]
pub(super) fn Filter(props: &FilterProps) -> Html {
    let (route, audit) = (&props.route, &props.route.audit);
    let narrowed = |audit: AuditFilter| Route { audit, ..route.clone() };
    let is_narrowed = !audit.is_empty() || !route.filter.is_empty();
    let clear = Callback::from(|_: MouseEvent| {
        go(&Route::to(crate::route::Page::Activity));
        // The button goes with what it cleared. A page without the field has nothing to go to.
        let _ = platform::focus_found("[data-testid=activity-search]");
    });
    html! {
        <div class="filters" role="search" aria-label={t!("activity-filter")}>
            <FilterBox route={route.clone()} label={t!("activity-search")} hint={t!("activity-search-hint")} test_id="activity-search" />
            { menu(t!("activity-kinds"), "activity-kinds", &audit.kinds, |kinds| narrowed(AuditFilter { kinds, ..audit.clone() })) }
            { menu(t!("activity-subjects"), "activity-subjects", &audit.subjects, |subjects| narrowed(AuditFilter { subjects, ..audit.clone() })) }
            { menu(t!("activity-outcomes"), "activity-outcomes", &audit.outcomes, |outcomes| narrowed(AuditFilter { outcomes, ..audit.clone() })) }
            { menu(t!("activity-sources"), "activity-sources", &audit.sources, |sources| narrowed(AuditFilter { sources, ..audit.clone() })) }
            if is_narrowed {
                <button type="button" class="quiet-button" onclick={clear} data-testid="activity-clear">{ t!("activity-clear") }</button>
            }
        </div>
    }
}

fn go(route: &Route) {
    // In place: who goes back wants the page before, not each letter of the filter.
    platform::go_to(&route.to_string(), true);
}

/// One thing that can be chosen.
#[derive(Debug, Clone, PartialEq)]
struct Item {
    label: String,
    test_id: String,
    is_on: bool,
    /// The page with it, or without it if it is on.
    route: Route,
}

fn menu<T: Choice + Serialize>(
    label: String,
    test_id: &'static str,
    chosen: &[T],
    narrowed: impl Fn(Vec<T>) -> Route,
) -> Html {
    let items: Vec<Item> = T::all()
        .into_iter()
        .map(|choice| Item {
            label: choice.words(),
            test_id: format!("{test_id}-{}", slug(&choice)),
            is_on: chosen.contains(&choice),
            route: narrowed(toggled(chosen, choice)),
        })
        .collect();
    let value = match chosen {
        [] => None,
        [only] => Some(only.words()),
        several => Some(several.len().to_string()),
    };
    html! { <Menu {label} {test_id} value={value.map(AttrValue::from)} {items} none={narrowed(Vec::new())} /> }
}

/// With it, or without it if it was among them; in the order in which they are offered.
fn toggled<T: Choice>(chosen: &[T], choice: T) -> Vec<T> {
    let is_on = |other: &T| chosen.contains(other) != (*other == choice);
    T::all().into_iter().filter(is_on).collect()
}

#[derive(Properties, PartialEq)]
struct MenuProps {
    label: AttrValue,
    test_id: &'static str,
    /// What is chosen, in short; absent while that is everything.
    value: Option<AttrValue>,
    items: Vec<Item>,
    /// The page without any of them.
    none: Route,
}

#[component]
fn Menu(props: &MenuProps) -> Html {
    let is_open = use_state_eq(|| false);
    let opener = use_node_ref();
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    let on_close = {
        let (setter, opener) = (is_open.setter(), opener.clone());
        Callback::from(move |()| {
            setter.set(false);
            platform::focus_node(&opener);
        })
    };
    html! {
        <div class="filter">
            <button type="button" ref={opener} class={classes!("button", props.value.is_some().then_some("is-set"))} data-testid={props.test_id}
                aria-haspopup="dialog" aria-expanded={if *is_open { "true" } else { "false" }} onclick={toggle}>
                { &props.label }
                if let Some(value) = &props.value {
                    <b>{ value }</b>
                }
                <i aria-hidden="true">{ "▾" }</i>
            </button>
            if *is_open {
                <Popover class="filter-menu" label={props.label.clone()} {on_close}>
                    <Items items={props.items.clone()} none={props.value.is_some().then(|| props.none.clone())} />
                </Popover>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ItemsProps {
    items: Vec<Item>,
    none: Option<Route>,
}

#[component]
fn Items(props: &ItemsProps) -> Html {
    let first = use_node_ref();
    {
        let first = first.clone();
        use_effect_with((), move |()| platform::focus_node(&first));
    }
    html! {
        <>
            <ul class={classes!((props.items.len() > 10).then_some("is-long"))}>
                { for props.items.iter().enumerate().map(|(place, item)| {
                    let route = item.route.clone();
                    let onchange = Callback::from(move |_: Event| go(&route));
                    let node = if place == 0 { first.clone() } else { NodeRef::default() };
                    html! {
                        <li key={item.test_id.as_str()}><label>
                            <input type="checkbox" ref={node} checked={item.is_on} {onchange} data-testid={item.test_id.clone()} />
                            { &item.label }
                        </label></li>
                    }
                }) }
            </ul>
            if let Some(none) = props.none.clone() {
                <button type="button" class="quiet-button" onclick={Callback::from(move |_: MouseEvent| go(&none))}>{ t!("activity-all") }</button>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::Outcome;

    #[test]
    fn choosing_again_takes_it_away() {
        let failed = toggled(&[], Outcome::Failed);
        assert_eq!(failed, [Outcome::Failed]);
        let both = toggled(&failed, Outcome::Ok);
        assert_eq!(both, [Outcome::Ok, Outcome::Failed], "in the order of the menu");
        assert_eq!(toggled(&both, Outcome::Failed), [Outcome::Ok]);
    }
}
