//! The rows of the table of volumes: which, in which order, and what stands in them.

use crate::{
    charts::ChartRange,
    components::{CopyButton, Hue, Sort, instance_link, order_by},
    format,
    pages::names,
    state::ConsoleState,
    t,
    time::Clock,
};
use mini_aws_domain::{Instance, Volume};
use yew::prelude::*;

/// The word of a filter that every unused volume matches.
pub(super) const UNUSED: &str = "unused";
/// How many instances are named in a row; the others are counted.
const NAMED: usize = 3;

/// Whether a volume has every word of a filter: in its name, driver, project or place, in the names of who mounts it, or in its state.
pub(super) fn matching(volume: &Volume, instances: &[Instance], filter: &str) -> bool {
    let unused = volume.attached_to.is_empty();
    filter.split_whitespace().map(str::to_lowercase).all(|word| {
        let has = |text: &str| text.to_lowercase().contains(&word);
        let is_mounted_by = || {
            let mounts = |instance: &&Instance| volume.attached_to.contains(&instance.id);
            instances.iter().filter(mounts).any(|instance| has(&instance.name))
        };
        if word == UNUSED || word == t!("volumes-unused").to_lowercase() {
            return unused;
        }
        has(&volume.name)
            || has(&volume.driver)
            || has(&volume.mountpoint)
            || volume.project.as_deref().is_some_and(has)
            || is_mounted_by()
    })
}

pub(super) fn order(volumes: &[&Volume], sort: Sort) -> Vec<usize> {
    let is_unknown = |volume: &&Volume| match sort.column {
        1 => volume.attached_to.is_empty(),
        2 => volume.size_bytes.is_none(),
        3 => volume.created_at.is_none(),
        4 => volume.project.is_none(),
        6 => volume.mountpoint.is_empty(),
        _ => false,
    };
    order_by(
        volumes,
        sort.descending,
        |_| true,
        is_unknown,
        |a, b| match sort.column {
            1 => a.attached_to.len().cmp(&b.attached_to.len()),
            2 => a.size_bytes.cmp(&b.size_bytes),
            3 => a.created_at.cmp(&b.created_at),
            4 => a.project.cmp(&b.project),
            5 => a.driver.cmp(&b.driver),
            6 => a.mountpoint.cmp(&b.mountpoint),
            _ => a.name.cmp(&b.name),
        },
    )
}

/// The row of a volume. Its bar is as long as it is large beside the `largest`, in bytes.
pub(super) fn cells(
    volume: &Volume,
    largest: Option<u64>,
    state: &ConsoleState,
    clock: &Clock,
) -> Html {
    let created = volume.created_at;
    let name = volume.name.as_str();
    html! {
        <tr key={name} data-testid="volume-row">
            <th scope="row" title={volume.name.clone()}>{ name }</th>
            { attached(volume, state) }
            <td class="is-number has-bar" title={size_hint(volume, clock)}>
                { format::or_unknown(volume.size_bytes, format::size) }
                { bar(volume.size_bytes, largest) }
            </td>
            <td class="is-number" title={created.map(|created| clock.full(created))}>
                { format::or_unknown(created, |created| clock.moment(created)) }
            </td>
            <td title={volume.project.clone()}>{ volume.project.clone().unwrap_or_default() }</td>
            <td title={volume.driver.clone()}>{ &volume.driver }</td>
            <td title={volume.mountpoint.clone()}>
                if !volume.mountpoint.is_empty() {
                    <span class="with-copy"><span class="mono">{ &volume.mountpoint }</span>
                        <CopyButton text={volume.mountpoint.clone()} label={t!("volumes-copy", name = name)} /></span>
                }
            </td>
        </tr>
    }
}

/// A quiet bar below the figure. It is decoration: the figure says it.
fn bar(size: Option<u64>, largest: Option<u64>) -> Html {
    let (Some(size), Some(largest)) = (size, largest.filter(|largest| *largest > 0)) else {
        return Html::default();
    };
    html! {
        <svg class="size-bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
            <rect width={format!("{:.1}", share(size, largest))} height="2" />
        </svg>
    }
}

/// How long the bar is, in parts of a hundred. What is there is seen, however small it is.
fn share(size: u64, largest: u64) -> f64 {
    if size == 0 { 0.0 } else { (100.0 * size as f64 / largest as f64).clamp(1.5, 100.0) }
}

/// How many bytes it were, and when.
fn size_hint(volume: &Volume, clock: &Clock) -> Option<String> {
    let bytes = format::grouped(volume.size_bytes?);
    Some(match volume.measured_at {
        Some(at) => t!("volumes-bytes-at", bytes = bytes, at = clock.full(at)),
        None => t!("volumes-bytes", bytes = bytes),
    })
}

/// Who mounts it, running or not; the first few by name.
fn attached(volume: &Volume, state: &ConsoleState) -> Html {
    if volume.attached_to.is_empty() {
        return html! { <td><span class="kind">{ t!("volumes-unused") }</span></td> };
    }
    let title = names(state, &volume.attached_to);
    let mut known: Vec<(&str, Option<&Instance>, &mini_aws_domain::InstanceId)> = volume
        .attached_to
        .iter()
        .map(|id| {
            let instance = state.instance(id);
            (instance.map_or(id.short(), |instance| instance.name.as_str()), instance, id)
        })
        .collect();
    known.sort_unstable_by_key(|(name, _, id)| (*name, *id));
    let more = known.len().saturating_sub(NAMED);
    html! {
        <td {title}>
            { for known.into_iter().take(NAMED).map(|(name, instance, id)| {
                let hue = instance.map_or(Hue::Off, Hue::of_instance);
                let state = instance.map(|instance| crate::words::state(instance.state));
                html! {
                    <span class="attached"><i class={classes!("dot", hue.class())} aria-hidden="true"></i>{ instance_link(id, name, ChartRange::default()) }
                        if let Some(state) = state {
                            <span class="visually-hidden">{ format!(" ({state})") }</span>
                        }
                    </span>
                }
            }) }
            if more > 0 {
                <span class="faint">{ t!("volumes-more", count = more.to_string()) }</span>
            }
        </td>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_it_is_large() {
        assert_eq!([share(10, 10), share(5, 10), share(0, 10)], [100.0, 50.0, 0.0]);
        assert_eq!(share(1, u64::MAX), 1.5, "a small one is seen");
    }
}
