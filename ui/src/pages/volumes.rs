//! Every Docker volume, in a table.

use super::names;
use crate::{
    components::{Column, EmptyState, Sort, TablePage, order_by, use_sort},
    format,
    state::ConsoleState,
    time::Clock,
};
use mini_aws_domain::Volume;
use yew::prelude::*;

fn columns() -> Vec<Column> {
    vec![
        Column::text("Name", "w-name"),
        Column::text("Project", "w-project"),
        Column::text("Driver", "w-project"),
        Column::text("Attached to", "w-wide"),
        Column::number("Size", "w-number"),
        Column::number("Created", "w-time"),
    ]
}

/// What the page of volumes shows.
#[derive(Properties, PartialEq)]
pub struct VolumesPageProps {
    /// The state of the window.
    pub state: ConsoleState,
    /// The time.
    pub clock: Clock,
    /// Has the volumes measured.
    pub on_measure: Callback<()>,
}

/// The volumes: attached to whom, how large.
#[component]
pub fn VolumesPage(props: &VolumesPageProps) -> Html {
    let state = &props.state;
    let (sort, on_sort) = use_sort();
    let places = use_memo((state.volumes.clone(), sort), |(volumes, sort)| {
        let volumes: Vec<&Volume> = volumes.values().collect();
        let places = order(&volumes, *sort);
        places.into_iter().map(|place| volumes[place].name.clone()).collect::<Vec<_>>()
    });
    let empty = state.volumes.is_empty().then(|| html! {
        <EmptyState title="No volumes yet" text="A volume keeps data when its container goes. Make one, and it shows up here by itself:"
            command="docker volume create data" />
    });
    let row = {
        let (state, clock, places) = (state.clone(), props.clock, places.clone());
        Callback::from(move |place: usize| {
            let volume = places.get(place).and_then(|name| state.volumes.get(name));
            volume.map_or_else(Html::default, |volume| cells(volume, &state, &clock))
        })
    };
    let measure = props.on_measure.reform(|_: MouseEvent| ());
    let tools = html! {
        <button type="button" class="button push" title="Asks the engine for the size of every volume, which can take it a while" onclick={measure}>
            { "Measure sizes" }
        </button>
    };
    let unused =
        state.volumes.values().filter(|volume| volume.attached_to.is_empty()).count() as u64;
    let count = format!(
        "{} · {} unused",
        format::grouped(state.volumes.len() as u64),
        format::grouped(unused)
    );
    html! {
        <TablePage title="Volumes" {empty} {count} {tools} columns={columns()} {sort} {on_sort} rows={places.len()} {row} />
    }
}

fn order(volumes: &[&Volume], sort: Sort) -> Vec<usize> {
    let is_unknown = |volume: &&Volume| match sort.column {
        1 => volume.project.is_none(),
        3 => volume.attached_to.is_empty(),
        4 => volume.size_bytes.is_none(),
        5 => volume.created_at.is_none(),
        _ => false,
    };
    order_by(
        volumes,
        sort.descending,
        |_| true,
        is_unknown,
        |a, b| match sort.column {
            1 => a.project.cmp(&b.project),
            2 => a.driver.cmp(&b.driver),
            3 => a.attached_to.len().cmp(&b.attached_to.len()),
            4 => a.size_bytes.cmp(&b.size_bytes),
            5 => a.created_at.cmp(&b.created_at),
            _ => a.name.cmp(&b.name),
        },
    )
}

fn cells(volume: &Volume, state: &ConsoleState, clock: &Clock) -> Html {
    let attached = names(state, &volume.attached_to);
    let created = volume.created_at;
    html! {
        <tr key={volume.name.as_str()} data-testid="volume-row">
            <th scope="row" title={volume.name.clone()}>{ &volume.name }</th>
            <td title={volume.project.clone()}>{ volume.project.clone().unwrap_or_default() }</td>
            <td title={volume.driver.clone()}>{ &volume.driver }</td>
            <td title={attached.clone()}>
                if attached.is_empty() { <span class="faint">{ "unused" }</span> } else { { attached } }
            </td>
            <td class="is-number" title={volume.size_bytes.map(|bytes| format!("{} bytes", format::grouped(bytes)))}>
                { format::or_unknown(volume.size_bytes, format::size) }
            </td>
            <td class="is-number" title={created.map(|created| clock.full(created))}>
                { format::or_unknown(created, |created| clock.moment(created)) }
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::volume;

    #[test]
    fn volumes_sort_by_size_with_the_unmeasured_last() {
        let known = [volume("a", &[], None), volume("b", &[], Some(1)), volume("c", &[], Some(9))];
        let known: Vec<&Volume> = known.iter().collect();
        assert_eq!(order(&known, Sort { column: 4, descending: true }), [2, 1, 0]);
        assert_eq!(order(&known, Sort { column: 4, descending: false }), [1, 2, 0]);
    }
}
