//! The instances that the engine has.

use super::{
    cells::{self, RowContext},
    fields::{Field, PortsRoom},
    filter::Filter,
    groups::{self, GROUP},
    kept::Kept,
    menu::ColumnsButton,
    order::{Row, Rows, filtered, order},
};
use crate::{
    components::{Column, PortHost, Sort, TablePage},
    format,
    hooks::{use_element_size, use_part},
    pages::no_instances,
    platform,
    route::Route,
    state::ConsoleState,
    t,
    time::Clock,
};
use std::{ops::Range, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// How wide the table is taken to be until it is measured, and what of the page's width is none of its: in a window of 1280 px.
const WIDTH_GUESS: f64 = 1072.0;
const PADDING: f64 = 50.0;
/// The sort by a column that is not shown.
const NO_COLUMN: usize = usize::MAX;

/// What the table needs.
#[derive(Properties, PartialEq)]
pub(super) struct PresentProps {
    pub state: ConsoleState,
    pub clock: Clock,
    /// Where the page is: its filter, its groups, and which time the charts of an instance's page begin with.
    pub route: Route,
    /// The field of the filter.
    pub tools: Html,
    /// The way to the instances that are gone.
    pub switch: Html,
}

/// The table of the instances that are there.
#[component]
pub(super) fn Present(props: &PresentProps) -> Html {
    let state = &props.state;
    let kept = use_state_eq(Kept::read);
    let on_choose = {
        let setter = kept.setter();
        use_callback((), move |chosen: Kept, ()| {
            chosen.write();
            setter.set(chosen);
        })
    };
    let node = use_node_ref();
    let width = use_element_size(&node).map_or(WIDTH_GUESS, |size| size.width) - PADDING;
    let ports_room = *use_memo((state.instances.clone(), width as u32), |(instances, width)| {
        PortsRoom::of(instances, f64::from(*width))
    });
    let fields =
        use_memo((kept.fields.clone(), width as u32, ports_room), |(chosen, width, ports)| {
            chosen.clone().unwrap_or_else(|| Field::fitting(f64::from(*width), *ports))
        });
    let is_grouped = kept.is_grouped || props.route.is_grouped;
    let rows = use_rows(state, &kept, is_grouped, &props.route.filter);

    let row = {
        let (state, clock, range) = (state.clone(), props.clock, props.route.range);
        let (rows, fields) = (rows.clone(), fields.clone());
        let ports = PortHost::of(state.known_engine.as_ref());
        Callback::from(move |place: usize| {
            let context = RowContext {
                state: &state,
                clock: &clock,
                range,
                fields: &fields,
                ports: &ports,
                ports_room,
            };
            let drawn = match rows.rows.get(place) {
                Some(&Row::Group(group)) => {
                    rows.groups.get(group).map(|group| groups::row(group, &state, &fields))
                }
                Some(&Row::Instance(place)) => {
                    state.instances.get(place).map(|known| cells::row(known, &context))
                }
                None => None,
            };
            drawn.unwrap_or_default()
        })
    };
    let on_seen = use_seen(state, &rows);
    let onclick = {
        let (kept, on_choose) = (kept.clone(), on_choose.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(project) = folded(&event) {
                on_choose.emit(kept.with_toggled(&project));
            }
        })
    };
    let sort = Sort {
        column: fields.iter().position(|field| *field == kept.sorting.by).unwrap_or(NO_COLUMN),
        descending: kept.sorting.descending,
    };
    let on_sort = {
        let (kept, fields, on_choose) = (kept.clone(), fields.clone(), on_choose.clone());
        Callback::from(move |wanted: Sort| {
            if let Some(&by) = fields.get(wanted.column) {
                on_choose.emit(Kept { sorting: kept.sorting.clicked(by), ..(*kept).clone() });
            }
        })
    };
    let group = {
        let (kept, on_choose, route) = (kept.clone(), on_choose.clone(), props.route.clone());
        Callback::from(move |_: MouseEvent| {
            on_choose.emit(Kept { is_grouped: !is_grouped, ..(*kept).clone() });
            let there = Route { is_grouped: !is_grouped, ..route.clone() };
            platform::go_to(&there.to_string(), true);
        })
    };
    let tools = html! {
        <>
            { props.tools.clone() }
            <button type="button" class="button" aria-pressed={if is_grouped { "true" } else { "false" }} onclick={group}
                data-testid="group-by-project">{ t!("instances-group") }</button>
            <ColumnsButton shown={(*fields).clone()} kept={(*kept).clone()} {on_choose} />
        </>
    };
    let is_busy = state.is_awaited();
    let empty = (state.instances.is_empty() && !is_busy).then(no_instances);
    let columns: Vec<Column> = fields.iter().map(|field| field.column(ports_room)).collect();
    html! {
        // The clicks of all groups are heard here.
        <div class="instances-page" ref={node} {onclick}>
            <TablePage title={t!("instances-title")} {empty} switch={props.switch.clone()} count={count(state, &rows, is_grouped)} is_status=true {tools}
                {columns} {sort} {on_sort} rows={rows.rows.len()} {row} nothing={t!("instances-nothing")} {on_seen} {is_busy} />
        </div>
    }
}

/// The rows. A table that is sorted by load settles when the ranking does; by name it need not care for frames at all.
#[hook]
fn use_rows(state: &ConsoleState, kept: &Kept, is_grouped: bool, filter: &str) -> Rc<Rows> {
    let sorting = kept.sorting;
    let pulse = if sorting.by.metric().is_some() { state.rank_revision } else { 0 };
    let ordered = {
        let readings = state.readings.clone();
        use_memo((state.instances.clone(), sorting, pulse), move |(instances, sorting, _)| {
            order(instances, &readings, *sorting)
        })
    };
    let filter = use_memo(filter.to_owned(), |filter| Filter::read(filter));
    let grouping = is_grouped.then(|| kept.collapsed.clone());
    let readings = state.readings.clone();
    use_memo(
        (ordered, state.instances.clone(), filter, grouping, sorting),
        move |(ordered, instances, filter, grouping, sorting)| {
            let places = filtered(instances, ordered, filter);
            match grouping {
                Some(collapsed) => {
                    Rows::grouped(&places, instances, &readings, *sorting, collapsed)
                }
                None => Rows::flat(&places),
            }
        },
    )
}

/// Tells which instances can be seen.
#[hook]
fn use_seen(state: &ConsoleState, rows: &Rc<Rows>) -> Callback<Range<usize>> {
    let part = use_part();
    use_callback(
        (rows.clone(), state.instances.clone()),
        move |seen: Range<usize>, (rows, instances)| {
            let seen = rows.rows.get(seen).unwrap_or_default().iter();
            let ids = seen.filter_map(|row| match row {
                Row::Instance(place) => Some(instances.get(*place)?.id.clone()),
                Row::Group(_) => None,
            });
            if let Some(part) = part.borrow().as_ref() {
                part.show(&ids.collect::<Vec<_>>());
            }
        },
    )
}

/// The project whose group a click folds.
fn folded(event: &MouseEvent) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(&format!("button[{GROUP}]")).ok()??.get_attribute(GROUP)
}

/// How many there are, and how many of them are shown.
fn count(state: &ConsoleState, rows: &Rows, is_grouped: bool) -> String {
    let total = state.instances.len() as u64;
    let shown = if is_grouped {
        rows.groups.iter().map(|group| group.places.len()).sum::<usize>()
    } else {
        rows.rows.len()
    } as u64;
    if shown == total {
        let running = state.summary.running_instances;
        let (count, shown) = (format::grouped(total), format::grouped(running));
        t!("instances-count", count = count, n = running, running = shown)
    } else {
        t!("instances-shown", shown = format::grouped(shown), total = format::grouped(total))
    }
}
