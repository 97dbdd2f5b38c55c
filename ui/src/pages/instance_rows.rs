//! The columns of the instances' table: what stands in them, and how they sort.

use super::short_network;
use crate::{
    charts::{ChartRange, MetricWords},
    components::{
        Column, Sort, StateBadge, StateBadgeProps, group_link, instance_link, order_by, why,
    },
    format,
    state::{ConsoleState, Reading},
    time::Clock,
};
use mini_aws_domain::{Instance, InstanceId, Metric, Port, Sample};
use std::{cmp::Ordering, collections::BTreeMap};
use yew::prelude::*;

/// The columns, in their order.
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::text("Name", "w-name"),
        Column::text("Project", "w-project"),
        Column::text("State", "w-state"),
        Column::text("Image", "w-image"),
        Column::number("CPU", "w-cpu").hint("Percent of one core"),
        Column::number("Memory", "w-memory").hint("In use, as docker stats counts it"),
        Column::number("Net ↓", "w-number").hint("Network, received"),
        Column::number("Net ↑", "w-number").hint("Network, sent"),
        Column::number("Disk r", "w-number").hint("Disk, read"),
        Column::number("Disk w", "w-number").hint("Disk, written"),
        Column::text("Ports", "w-ports"),
        Column::text("VPCs", "w-vpcs"),
    ]
}

/// The figures, from the first of their columns on.
const FIRST_FIGURE: usize = 4;
const FIGURES: [Metric; 6] = [
    Metric::Cpu,
    Metric::Memory,
    Metric::NetworkRx,
    Metric::NetworkTx,
    Metric::DiskRead,
    Metric::DiskWrite,
];

/// Whether a sort follows what changes each second.
pub(super) fn is_live(sort: Sort) -> bool {
    columns().get(sort.column).is_some_and(|column| column.is_number)
}

/// Those of the places whose instances match the filter, in the order that they have. Sorting is what takes long, and typing changes
/// nothing about that.
pub(super) fn filtered(instances: &[Instance], places: &[usize], filter: &str) -> Vec<usize> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let keep = |place: &usize| instances.get(*place).is_some_and(|known| matches(known, &words));
    places.iter().copied().filter(keep).collect()
}

/// The places of the instances, in the order of the sort.
pub(super) fn order(
    instances: &[Instance],
    readings: &BTreeMap<InstanceId, Reading>,
    sort: Sort,
) -> Vec<usize> {
    let keep = |_: &Instance| true;
    let by_name =
        |a: &Instance, b: &Instance| natural(&a.name, &b.name).then_with(|| a.id.cmp(&b.id));
    if let Some(figure) = sort.column.checked_sub(FIRST_FIGURE).and_then(|place| FIGURES.get(place))
    {
        let value = |instance: &Instance| {
            readings.get(&instance.id).and_then(|reading| figure.of(&reading.sample))
        };
        return order_by(
            instances,
            sort.descending,
            keep,
            |instance| value(instance).is_none(),
            |a, b| {
                let (left, right) = (value(a).unwrap_or(0.0), value(b).unwrap_or(0.0));
                // Names rise whichever way the figures go.
                let names = by_name(a, b);
                left.total_cmp(&right).then(if sort.descending { names.reverse() } else { names })
            },
        );
    }
    let key = |instance: &Instance| match sort.column {
        1 => instance.project.clone().unwrap_or_default(),
        2 => instance.state.as_str().to_owned(),
        3 => instance.image.clone(),
        10 => ports(&instance.ports),
        11 => instance.vpcs.join(", "),
        _ => String::new(),
    };
    let is_unknown = |instance: &Instance| sort.column != 0 && key(instance).is_empty();
    order_by(instances, sort.descending, keep, is_unknown, |a, b| {
        natural(&key(a), &key(b)).then_with(|| by_name(a, b))
    })
}

/// Every word is in the name, the image, the state, the project, a VPC or the id.
fn matches(instance: &Instance, words: &[String]) -> bool {
    words.iter().all(|word| {
        let has = |text: &str| text.to_lowercase().contains(word.as_str());
        has(&instance.name)
            || has(&instance.image)
            || has(instance.state.as_str())
            || instance.project.as_deref().is_some_and(has)
            || instance.vpcs.iter().any(|vpc| has(vpc))
            || instance.id.as_str().starts_with(word.as_str())
    })
}

/// Compares so that `web-2` comes before `web-10`, and case counts only between equals.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let order = digits(&mut left).cmp(&digits(&mut right));
                if order != Ordering::Equal {
                    return order;
                }
            }
            // As mostly: names have beginnings in common.
            (Some(x), Some(y)) if x == y => {
                left.next();
                right.next();
            }
            (Some(x), Some(y)) => {
                let order = x.to_lowercase().cmp(y.to_lowercase());
                if order != Ordering::Equal {
                    return order;
                }
                left.next();
                right.next();
            }
        }
    }
}

/// A run of digits as something to compare by: how many there are without leading zeros, and which.
fn digits(text: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (usize, String) {
    let mut run = String::new();
    while let Some(digit) = text.next_if(char::is_ascii_digit) {
        run.push(digit);
    }
    let run = run.trim_start_matches('0').to_owned();
    (run.len(), run)
}

/// `8080→80, 443`: published ports first, each once though it be published on IPv4 and IPv6.
pub(super) fn ports(ports: &[Port]) -> String {
    let mut shown: Vec<String> = Vec::new();
    let (published, exposed): (Vec<&Port>, Vec<&Port>) =
        ports.iter().partition(|port| port.public.is_some());
    for port in published.into_iter().chain(exposed) {
        let inside = match port.protocol.as_str() {
            "tcp" => port.private.to_string(),
            other => format!("{}/{other}", port.private),
        };
        let text = match port.public {
            Some(public) => format!("{public}→{inside}"),
            None => inside,
        };
        if !shown.contains(&text) {
            shown.push(text);
        }
    }
    shown.join(", ")
}

/// An image without the place that it comes from: what tells images apart stands at the end.
pub(super) fn short_image(image: &str) -> &str {
    if let Some(digest) = image.strip_prefix("sha256:") {
        return digest.get(..12).unwrap_or(digest);
    }
    image.rsplit('/').next().unwrap_or(image)
}

fn short_vpcs(instance: &Instance) -> String {
    let project = instance.project.as_deref();
    let names: Vec<&str> = instance.vpcs.iter().map(|name| short_network(name, project)).collect();
    names.join(", ")
}

/// The project, which leads to the page of all its instances.
pub(super) fn project_link(project: Option<&str>, range: ChartRange) -> Html {
    project.map(|project| group_link(project, None, range)).unwrap_or_default()
}

/// One row.
pub(super) fn cells(
    instance: &Instance,
    state: &ConsoleState,
    clock: &Clock,
    range: ChartRange,
) -> Html {
    let sample = state.readings.get(&instance.id).map(|reading| &*reading.sample);
    let badge = StateBadgeProps::of(instance, clock);
    let words = |text: String| html! { <td title={text.clone()}>{ text }</td> };
    let figure = |text: String| html! { <td class="is-number">{ text }</td> };
    let rate = |value: fn(&Sample) -> Option<f64>| {
        figure(format::or_unknown(sample.and_then(value), format::rate))
    };
    html! {
        <tr key={instance.id.as_str()} data-testid="instance-row">
            <th scope="row" title={format!("{} ({})", instance.name, instance.id.short())}>{ instance_link(&instance.id, &instance.name, range) }</th>
            <td>{ project_link(instance.project.as_deref(), range) }</td>
            <td><StateBadge ..badge /></td>
            <td title={instance.image.clone()}>{ short_image(&instance.image) }</td>
            <td class="is-number">{ why::figure(state, instance, Metric::Cpu) }</td>
            <td class="is-number">{ why::figure(state, instance, Metric::Memory) }</td>
            { rate(|sample| sample.network_rx_rate) }
            { rate(|sample| sample.network_tx_rate) }
            { rate(|sample| sample.disk_read_rate) }
            { rate(|sample| sample.disk_write_rate) }
            { words(ports(&instance.ports)) }
            <td title={instance.vpcs.join(", ")}>{ short_vpcs(instance) }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        state::Shared,
        testing::{exited, instance, now, sample},
    };

    fn names(instances: &[Instance], sort: Sort, filter: &str) -> Vec<String> {
        let readings = [("web-2", 10.0), ("web-10", 90.0), ("Api", 50.0)]
            .map(|(name, cpu)| {
                let reading = Reading { sample: Shared::new(sample(name, cpu, 1)), at: now() };
                (reading.sample.instance.clone(), reading)
            })
            .into();
        let places = filtered(instances, &order(instances, &readings, sort), filter);
        places.into_iter().map(|place| instances[place].name.clone()).collect()
    }

    fn known() -> Vec<Instance> {
        vec![instance("web-10"), exited("batch", 0), instance("web-2"), instance("Api")]
    }

    #[test]
    fn names_sort_as_people_count() {
        let by_name = Sort::default();
        assert_eq!(names(&known(), by_name, ""), ["Api", "batch", "web-2", "web-10"]);
        let turned = by_name.clicked(0, false);
        assert_eq!(names(&known(), turned, ""), ["web-10", "web-2", "batch", "Api"]);
    }

    #[test]
    fn what_has_no_reading_comes_last() {
        let by_cpu = Sort { column: 4, descending: true };
        assert_eq!(names(&known(), by_cpu, ""), ["web-10", "Api", "web-2", "batch"]);
        let rising = Sort { column: 4, descending: false };
        assert_eq!(names(&known(), rising, ""), ["web-2", "Api", "web-10", "batch"]);
    }

    #[test]
    fn what_has_no_project_comes_last() {
        let by_project = Sort { column: 1, descending: false };
        assert_eq!(names(&known(), by_project, ""), ["Api", "web-2", "web-10", "batch"]);
    }

    #[test]
    fn every_word_of_the_filter_has_to_be_somewhere() {
        let by_name = Sort::default();
        assert_eq!(names(&known(), by_name, "WEB"), ["web-2", "web-10"]);
        assert_eq!(names(&known(), by_name, "shop 10"), ["web-10"]);
        assert_eq!(names(&known(), by_name, "exited"), ["batch"]);
        assert!(names(&known(), by_name, "web nowhere").is_empty());
    }

    #[test]
    fn a_port_published_twice_is_one_port() {
        let port = |private, public, protocol: &str| Port {
            private,
            public,
            address: None,
            protocol: protocol.to_owned(),
        };
        let list = [
            port(443, None, "tcp"),
            port(80, Some(8080), "tcp"),
            port(80, Some(8080), "tcp"),
            port(53, Some(53), "udp"),
        ];
        assert_eq!(ports(&list), "8080→80, 53→53/udp, 443");
        assert_eq!(ports(&[]), "");
    }

    #[test]
    fn an_image_is_told_by_its_end() {
        assert_eq!(short_image("nginx"), "nginx");
        assert_eq!(short_image("ghcr.io/org/app:1.4"), "app:1.4");
        assert_eq!(short_image("localhost:5000/app@sha256:abc"), "app@sha256:abc");
        assert_eq!(short_image("sha256:0123456789abcdef"), "0123456789ab");
    }

    #[test]
    fn names_that_differ_in_case_or_zeros_have_one_order() {
        assert_eq!(natural("web-01", "web-1"), Ordering::Less);
        assert_eq!(natural("a", "a"), Ordering::Equal);
        assert_eq!(natural("A", "b"), Ordering::Less);
        assert_eq!(natural("web", "web-1"), Ordering::Less);
    }
}
