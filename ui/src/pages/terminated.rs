//! The instances that the engine no longer has, in a table.

use super::instance::{Known, terminated};
use super::instance_rows::{natural, project_link, short_image};
use crate::{
    charts::ChartRange,
    components::{Column, EmptyState, SkeletonRows, Sort, StateBadge, TablePage, order_by},
    format,
    hooks::PastHandle,
    route::{Page, PageHref, Route},
    state::Shared,
    t,
    time::{self, Clock},
    words,
};
use mini_aws_domain::{Metric, PastInstance};
use yew::prelude::*;

/// The columns: the first ones as in the table of the instances that are there, so that nothing moves between the two.
fn columns() -> Vec<Column> {
    vec![
        Column::text(t!("terminated-name"), "w-name"),
        Column::text(t!("terminated-project"), "w-project"),
        Column::text(t!("terminated-state"), "w-state"),
        Column::text(t!("terminated-image"), "w-image"),
        Column::number(words::metric(Metric::Cpu), "w-cpu").hint(t!("terminated-uses-none")),
        Column::number(words::metric(Metric::Memory), "w-memory").hint(t!("terminated-uses-none")),
        Column::number(t!("terminated-first-seen"), "w-when"),
        Column::number(t!("terminated-last-seen"), "w-when"),
        Column::number(t!("terminated-known-for"), "w-length")
            .hint(t!("terminated-known-for.hint")),
        Column::text(t!("terminated-id"), "w-id"),
    ]
}
const LAST_SEEN: usize = 7;

/// What the table shows.
#[derive(Properties, PartialEq)]
pub(super) struct TerminatedProps {
    pub past: PastHandle,
    pub clock: Clock,
    /// Which time the page's charts would show, were there any: the way back leads to it.
    pub range: ChartRange,
    /// The text to filter by.
    pub filter: AttrValue,
    /// The field for that.
    pub tools: Html,
    /// The way to the instances that are there.
    pub switch: Html,
}

/// The instances that are gone as long as there is history of them, those seen last first.
#[component]
pub(super) fn Terminated(props: &TerminatedProps) -> Html {
    let sort = use_state_eq(|| Sort { column: LAST_SEEN, descending: true });
    let on_sort = {
        let setter = sort.setter();
        use_callback((), move |wanted, ()| setter.set(wanted))
    };
    let list = props.past.list.clone();
    let deps = (list.clone(), *sort, props.filter.clone());
    let places = use_memo(deps, |(list, sort, filter)| {
        list.as_ref().map(|list| order(list, *sort, filter)).unwrap_or_default()
    });
    let row = {
        let (list, places) = (list.clone().unwrap_or_default(), places.clone());
        let (clock, range) = (props.clock, props.range);
        Callback::from(move |place: usize| {
            let past = places.get(place).and_then(|&index| list.get(index));
            past.map_or_else(Html::default, |past| cells(past, &clock, range))
        })
    };
    let total = list.as_ref().map_or(0, |list| list.len());
    let count = match places.len() {
        // The switch says how many there are.
        shown if shown == total => String::new(),
        shown => t!(
            "terminated-shown",
            shown = format::grouped(shown as u64),
            total = format::grouped(total as u64)
        ),
    };
    let onclick = props.past.retry.reform(|_: MouseEvent| ());
    let outdated = props.past.problem.as_ref().map(|problem| {
        let (message, next_step) = words::problem(problem);
        html! {
            <p class="count" role="status" title={next_step}>
                { message }{ " " }<button type="button" class="quiet-button" {onclick}>{ t!("try-again") }</button>
            </p>
        }
    });
    let tools = html! { <>{ outdated.unwrap_or_default() }{ props.tools.clone() }</> };
    let empty = instead(&props.past, list.as_ref());
    html! {
        <TablePage title={Page::Instances.words()} {empty} switch={props.switch.clone()} {count} is_status=true {tools} columns={columns()} sort={*sort} {on_sort}
            rows={places.len()} {row} nothing={t!("terminated-none-matches")} />
    }
}

/// What is shown in place of the table, if there is nothing to put into it.
fn instead(past: &PastHandle, list: Option<&Shared<Vec<PastInstance>>>) -> Option<Html> {
    match (list, &past.problem) {
        (Some(list), _) if !list.is_empty() => None,
        (Some(_), _) => Some(html! {
            <EmptyState title={t!("terminated-none")} text={t!("terminated-none.text")} />
        }),
        (None, Some(problem)) => {
            let onclick = past.retry.reform(|_: MouseEvent| ());
            let (title, text) = words::problem(problem);
            Some(html! {
                <EmptyState {title} {text}>
                    <button type="button" class="button" {onclick}>{ t!("try-again") }</button>
                </EmptyState>
            })
        }
        (None, None) => Some(html! {
            <SkeletonRows />
        }),
    }
}

/// The places of the instances that match the filter, in the order of the sort.
fn order(list: &[PastInstance], sort: Sort, filter: &str) -> Vec<usize> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let keep = |past: &PastInstance| words.iter().all(|word| matches(past, word));
    let is_unknown = |past: &PastInstance| match sort.column {
        1 => past.project.is_none(),
        3 => past.image.is_empty(),
        _ => false,
    };
    order_by(list, sort.descending, keep, is_unknown, |a, b| {
        let order = match sort.column {
            1 => a.project.cmp(&b.project),
            3 => natural(&a.image, &b.image),
            6 => a.first_seen.cmp(&b.first_seen),
            LAST_SEEN => a.last_seen.cmp(&b.last_seen),
            8 => (a.last_seen - a.first_seen).cmp(&(b.last_seen - b.first_seen)),
            9 => a.id.cmp(&b.id),
            _ => natural(&a.name, &b.name),
        };
        order.then_with(|| natural(&a.name, &b.name)).then_with(|| a.id.cmp(&b.id))
    })
}

/// A word is in the name, the image, the state, the project, the service, or begins the id.
fn matches(past: &PastInstance, word: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(word);
    has(&past.name)
        || has(&past.image)
        || has("terminated")
        || past.project.as_deref().is_some_and(has)
        || past.service.as_deref().is_some_and(has)
        || past.id.as_str().starts_with(word)
}

fn cells(past: &PastInstance, clock: &Clock, range: ChartRange) -> Html {
    let known = Known::Past(past);
    let page = Route::of_instance(&past.id).with_range(known.range(range, clock.now));
    let unknown = || html! { <td class="is-number faint">{ format::UNKNOWN } </td> };
    let moment =
        |at| html! { <td class="is-number" title={clock.full(at)}>{ clock.moment(at) }</td> };
    html! {
        <tr key={past.id.as_str()} data-testid="terminated-row">
            <th scope="row" title={format!("{} ({})", past.name, past.id.short())}>
                <a class="quiet-link" href={page.to_string()}>{ &past.name }</a>
            </th>
            <td>{ project_link(past.project.as_deref(), range) }</td>
            <td><StateBadge ..terminated(clock, past.last_seen) /></td>
            <td title={past.image.clone()}>{ short_image(&past.image) }</td>
            { unknown() }
            { unknown() }
            { moment(past.first_seen) }
            { moment(past.last_seen) }
            <td class="is-number">{ time::duration(past.last_seen - past.first_seen) }</td>
            <td><code title={past.id.as_str().to_owned()}>{ past.id.short() }</code></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ago, past_instance};

    fn names(sort: Sort, filter: &str) -> Vec<String> {
        let list = [
            past_instance("web-10", 5_000, 3_000),
            PastInstance { project: None, ..past_instance("batch", 90_000, 80_000) },
            past_instance("web-2", 9_000, 4_000),
        ];
        order(&list, sort, filter).into_iter().map(|place| list[place].name.clone()).collect()
    }

    #[test]
    fn those_seen_last_come_first() {
        let newest = Sort { column: LAST_SEEN, descending: true };
        assert_eq!(names(newest, ""), ["web-10", "web-2", "batch"]);
        assert_eq!(names(newest.clicked(8, true), ""), ["batch", "web-2", "web-10"]);
        assert_eq!(names(newest.clicked(0, false), ""), ["batch", "web-2", "web-10"]);
    }

    #[test]
    fn what_has_no_project_comes_last() {
        let by_project = Sort { column: 1, descending: false };
        assert_eq!(names(by_project, ""), ["web-2", "web-10", "batch"]);
    }

    #[test]
    fn every_word_of_the_filter_has_to_be_somewhere() {
        let by_name = Sort::default();
        assert_eq!(names(by_name, "WEB shop"), ["web-2", "web-10"]);
        assert_eq!(names(by_name, "terminated batch"), ["batch"]);
        assert!(names(by_name, "running").is_empty());
    }

    #[test]
    fn a_row_leads_to_the_whole_life() {
        let clock = crate::testing::clock();
        let past = past_instance("web", 9_000, 4_000);
        let range = Known::Past(&past).range(ChartRange::default(), clock.now);
        let span = range.span(clock.now);
        assert_eq!((span.from, span.to), (ago(9_000), ago(4_000)));
    }
}
