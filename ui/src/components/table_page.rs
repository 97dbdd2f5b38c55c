//! A page that is one table.

use super::{Column, DataTable, Sort};
use crate::t;
use std::ops::Range;
use yew::prelude::*;

/// What a page with a table shows.
#[derive(Properties, PartialEq)]
pub struct TablePageProps {
    /// What there is in the table, as the page's heading and the table's name.
    pub title: AttrValue,
    /// What is said in place of everything else while there is nothing at all.
    pub empty: Option<Html>,
    /// Which of several tables it is, if there are several: it stays while there is nothing in this one.
    #[prop_or_default]
    pub switch: Html,
    /// How many there are, in words.
    pub count: AttrValue,
    /// Whether the count answers what the person does, and so is read out when it changes.
    #[prop_or_default]
    pub is_status: bool,
    /// What can be done, on the right of the heading.
    #[prop_or_default]
    pub tools: Html,
    /// The columns.
    pub columns: Vec<Column>,
    /// By which the table is sorted.
    pub sort: Sort,
    /// Sorts it otherwise.
    pub on_sort: Callback<Sort>,
    /// How many rows there are.
    pub rows: usize,
    /// The row at a place: a `<tr>` with a key.
    pub row: Callback<usize, Html>,
    /// What is said in place of rows if none of those that there are is shown.
    #[prop_or_default]
    pub nothing: AttrValue,
    /// What stands below the table, in a line of its own that is always there.
    #[prop_or_default]
    pub foot: Option<Html>,
    /// Whether it is not known yet what there is. Everything but the rows is in its place, and the count says that they are on their way.
    #[prop_or_default]
    pub is_busy: bool,
    /// Hears which rows can be seen.
    #[prop_or_default]
    pub on_seen: Callback<Range<usize>>,
}

/// A heading with a count, and the table below it; or what to do while there is nothing to list.
#[component]
pub fn TablePage(props: &TablePageProps) -> Html {
    let title = &props.title;
    if let Some(empty) = &props.empty {
        return html! {
            <div class="table-page">
                <div class="page-head"><h1>{ title }</h1>{ props.switch.clone() }</div>
                { empty.clone() }
            </div>
        };
    }
    let count = if props.is_busy { t!("loading").into() } else { props.count.clone() };
    html! {
        <div class="table-page">
            <div class="page-head">
                <h1>{ title }</h1>
                { props.switch.clone() }
                <p class="count" role={props.is_status.then_some("status")}>{ count }</p>
                { props.tools.clone() }
            </div>
            <div class="card fill">
                <DataTable label={title} columns={props.columns.clone()} sort={props.sort} on_sort={props.on_sort.clone()}
                    rows={props.rows} row={props.row.clone()} nothing={&props.nothing} on_seen={props.on_seen.clone()} is_busy={props.is_busy} />
                if let Some(foot) = &props.foot {
                    <div class="table-foot">{ foot.clone() }</div>
                }
            </div>
        </div>
    }
}
