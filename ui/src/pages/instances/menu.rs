//! The choice of the columns.

use super::{fields::Field, kept::Kept};
use crate::{components::Popover, platform, t};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the choice needs.
#[derive(Properties, PartialEq)]
pub(super) struct ColumnsButtonProps {
    /// The columns that are shown now.
    pub shown: Vec<Field>,
    pub kept: Kept,
    /// Takes what was chosen.
    pub on_choose: Callback<Kept>,
}

/// A button, and beside it a list of the columns to tick.
#[component]
pub(super) fn ColumnsButton(props: &ColumnsButtonProps) -> Html {
    let is_open = use_state_eq(|| false);
    let opener = use_node_ref();
    let close = {
        let (setter, opener) = (is_open.setter(), opener.clone());
        use_callback((), move |(), ()| {
            setter.set(false);
            platform::focus_node(&opener);
        })
    };
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(!*is_open))
    };
    html! {
        <div class="columns-choice">
            <button type="button" class="button" ref={opener} onclick={toggle} aria-haspopup="dialog"
                aria-expanded={if *is_open { "true" } else { "false" }} data-testid="columns">{ t!("instances-columns") }</button>
            if *is_open {
                <Columns shown={props.shown.clone()} kept={props.kept.clone()} on_choose={&props.on_choose} on_close={close} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ColumnsProps {
    shown: Vec<Field>,
    kept: Kept,
    on_choose: Callback<Kept>,
    on_close: Callback<()>,
}

#[component]
fn Columns(props: &ColumnsProps) -> Html {
    let first = use_node_ref();
    {
        let first = first.clone();
        use_effect_with((), move |()| platform::focus_node(&first));
    }
    let choice = |field: Field| {
        let is_shown = props.shown.contains(&field);
        let (shown, kept, on_choose) =
            (props.shown.clone(), props.kept.clone(), props.on_choose.clone());
        let onchange = Callback::from(move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            if let Some(input) = input {
                on_choose.emit(kept.with_column(&shown, field, input.checked()));
            }
        });
        let node = if field == Field::Project { first.clone() } else { NodeRef::default() };
        html! {
            <label key={field.id()}>
                <input type="checkbox" ref={node} checked={is_shown} disabled={field == Field::Name} {onchange}
                    data-testid={format!("column-{}", field.id())} />
                { field.long_title() }
            </label>
        }
    };
    let reset = {
        let kept = props.kept.clone();
        props.on_choose.reform(move |_: MouseEvent| Kept { fields: None, ..kept.clone() })
    };
    html! {
        <Popover class="columns-menu" label={t!("instances-columns.list")} on_close={props.on_close.clone()}>
            <fieldset>
                <legend class="visually-hidden">{ t!("instances-columns.list") }</legend>
                { for Field::ALL.into_iter().map(choice) }
            </fieldset>
            <p class="faint">
                { if props.kept.fields.is_some() { t!("instances-columns.chosen") } else { t!("instances-columns.fitting") } }
            </p>
            <button type="button" class="button" onclick={reset} aria-disabled={props.kept.fields.is_none().then_some("true")}
                data-testid="columns-reset">{ t!("instances-columns.reset") }</button>
        </Popover>
    }
}
