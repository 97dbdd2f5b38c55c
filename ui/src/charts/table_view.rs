//! A chart's table, in place of its drawing.

use super::table::{ChartTable, RowContent, TableRow};
use super::{ChartModel, pair};
use crate::t;
use std::rc::Rc;
use yew::prelude::*;

/// What the table shows.
#[derive(Properties, PartialEq)]
pub(super) struct TableViewProps {
    /// The chart.
    pub model: Rc<ChartModel>,
    /// The chart in a sentence.
    pub summary: AttrValue,
}

/// The table. It has the chart's size, and is scrolled by the keyboard too.
#[component]
pub(super) fn TableView(props: &TableViewProps) -> Html {
    let table = use_memo(props.model.clone(), |model| ChartTable::new(model));
    let columns = 1 + 3 * table.spreads.len().max(1) + table.columns.len();
    let label = t!("chart-table-label", title = pair::heading(&props.model));
    html! {
        <div class="chart-table" role="region" tabindex="0" aria-label={label} data-testid="chart-table-view">
            <table>
                <caption class="visually-hidden">{ &props.summary }</caption>
                <thead>{ head(&table) }</thead>
                <tbody>
                    { for table.rows.iter().map(|shown| row(shown, columns)) }
                    if table.rows.is_empty() {
                        <tr><td colspan={columns.to_string()}>{ t!("chart-table-nothing") }</td></tr>
                    }
                </tbody>
            </table>
        </div>
    }
}

/// What the columns are. Where there are spreads of two, a line above says which of them are whose.
fn head(table: &ChartTable) -> Html {
    let spread = html! {
        <>
            <th scope="col">{ t!("chart-table-low") }</th>
            <th scope="col">{ t!("chart-table-average") }</th>
            <th scope="col">{ t!("chart-table-high") }</th>
        </>
    };
    if table.spreads.is_empty() {
        return html! {
            <tr>
                <th scope="col">{ t!("chart-table-time") }</th>
                { spread }
                { for table.columns.iter().enumerate().map(|(place, name)| html! { <th key={place} scope="col" title={name.clone()}>{ name }</th> }) }
            </tr>
        };
    }
    html! {
        <>
            <tr>
                <th scope="col" rowspan="2">{ t!("chart-table-time") }</th>
                { for table.spreads.iter().enumerate().map(|(place, name)| html! { <th key={place} scope="colgroup" colspan="3">{ name }</th> }) }
            </tr>
            <tr>{ for table.spreads.iter().map(|_| spread.clone()) }</tr>
        </>
    }
}

fn row(row: &TableRow, columns: usize) -> Html {
    let cell = |value: &String| html! { <td>{ value }</td> };
    match &row.content {
        RowContent::Values { spreads, columns } => html! {
            <tr key={row.at.to_string()}>
                <th scope="row">{ &row.when }</th>
                { for spreads.iter().flatten().chain(columns).map(cell) }
            </tr>
        },
        RowContent::Gap(reason) => html! {
            <tr key={format!("gap {}", row.at)} class="is-gap">
                <th scope="row">{ &row.when }</th>
                <td colspan={(columns - 1).to_string()}>{ reason }</td>
            </tr>
        },
    }
}

/// What the button needs.
#[derive(Properties, PartialEq)]
pub(super) struct TableButtonProps {
    /// The chart's heading.
    pub title: AttrValue,
    /// Whether the table is shown.
    pub is_on: bool,
    /// Shows it, or the drawing.
    pub on_toggle: Callback<()>,
}

/// The button that puts the table in the drawing's place, and back.
#[component]
pub(super) fn TableButton(props: &TableButtonProps) -> Html {
    let onclick = props.on_toggle.reform(|_: MouseEvent| ());
    let label = t!("chart-table-button.label", title = &*props.title);
    html! {
        <button type="button" class="quiet-button" aria-pressed={props.is_on.to_string()} aria-label={label.clone()} title={label}
            data-testid="chart-table" {onclick}>{ t!("chart-table-button") }</button>
    }
}
