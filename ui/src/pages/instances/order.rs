//! Which instances the table shows, in which order, and in which groups.

use super::{fields::Field, filter::Filter, kept::Sorting};
use crate::{
    charts::MetricWords,
    components::{order_by, port_words},
    pages::instance_rows::natural,
    state::Reading,
};
use mini_aws_domain::{Instance, InstanceId, Metric};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// The newest sample of each running instance.
pub(super) type Readings = BTreeMap<InstanceId, Reading>;

/// The places of the instances, in the order of the sort.
pub(super) fn order(instances: &[Instance], readings: &Readings, sort: Sorting) -> Vec<usize> {
    let keep = |_: &Instance| true;
    let by_name =
        |a: &Instance, b: &Instance| natural(&a.name, &b.name).then_with(|| a.id.cmp(&b.id));
    if let Some(metric) = sort.by.metric() {
        let value = |instance: &Instance| figure(readings, &instance.id, metric);
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
    let key = |instance: &Instance| match sort.by {
        Field::Project => instance.project.clone().unwrap_or_default(),
        Field::State => instance.state.as_str().to_owned(),
        Field::Image => instance.image.clone(),
        Field::Ports => port_words(&instance.ports),
        Field::Vpcs => instance.vpcs.join(", "),
        _ => String::new(),
    };
    let is_unknown = |instance: &Instance| sort.by != Field::Name && key(instance).is_empty();
    order_by(instances, sort.descending, keep, is_unknown, |a, b| {
        natural(&key(a), &key(b)).then_with(|| by_name(a, b))
    })
}

/// Those of the places whose instances match the filter, in the order that they have. Sorting is what takes long, and typing changes
/// nothing about that.
pub(super) fn filtered(instances: &[Instance], places: &[usize], filter: &Filter) -> Vec<usize> {
    if filter.is_empty() {
        return places.to_vec();
    }
    let keep = |place: &usize| instances.get(*place).is_some_and(|known| filter.matches(known));
    places.iter().copied().filter(keep).collect()
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// The head of a group, by its place among the groups.
    Group(usize),
    /// An instance, by its place among all.
    Instance(usize),
}

/// The instances of one project that are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The project; empty for what has none.
    pub project: String,
    /// Their places among all instances, in the order of the sort.
    pub places: Vec<usize>,
    /// Whether they can be seen.
    pub is_open: bool,
}

/// The rows of the table, and the groups that they are in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rows {
    pub rows: Vec<Row>,
    pub groups: Vec<Group>,
}

impl Rows {
    /// Every place is a row, and there are no groups.
    pub fn flat(places: &[usize]) -> Self {
        Self {
            rows: places.iter().map(|&place| Row::Instance(place)).collect(),
            groups: Vec::new(),
        }
    }

    /// The places in groups by project, those in the order of the sort as well: by the sum of a figure, else by name. What has no
    /// project comes last.
    pub fn grouped(
        places: &[usize],
        instances: &[Instance],
        readings: &Readings,
        sort: Sorting,
        collapsed: &BTreeSet<String>,
    ) -> Self {
        let mut by_project: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &place in places {
            let project = instances.get(place).and_then(|known| known.project.as_deref());
            by_project.entry(project.unwrap_or_default()).or_default().push(place);
        }
        let mut groups: Vec<(Option<f64>, Group)> = by_project
            .into_iter()
            .map(|(project, places)| {
                let sum =
                    sort.by.metric().and_then(|metric| sum(instances, readings, &places, metric));
                let is_open = !collapsed.contains(project);
                (sum, Group { project: project.to_owned(), places, is_open })
            })
            .collect();
        groups.sort_by(|(left_sum, left), (right_sum, right)| {
            let names = natural(&left.project, &right.project);
            let is_last = |group: &Group| group.project.is_empty();
            is_last(left).cmp(&is_last(right)).then_with(|| match sort.by.metric() {
                Some(_) => by_figure(*left_sum, *right_sum, sort.descending).then(names),
                None if sort.descending && matches!(sort.by, Field::Name | Field::Project) => {
                    names.reverse()
                }
                None => names,
            })
        });
        let groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
        let mut rows = Vec::with_capacity(places.len() + groups.len());
        for (number, group) in groups.iter().enumerate() {
            rows.push(Row::Group(number));
            if group.is_open {
                rows.extend(group.places.iter().map(|&place| Row::Instance(place)));
            }
        }
        Self { rows, groups }
    }
}

/// What is not known comes last either way.
fn by_figure(left: Option<f64>, right: Option<f64>, descending: bool) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) if descending => right.total_cmp(&left),
        (Some(left), Some(right)) => left.total_cmp(&right),
        (left, right) => left.is_none().cmp(&right.is_none()),
    }
}

fn figure(readings: &Readings, id: &InstanceId, metric: Metric) -> Option<f64> {
    readings.get(id).and_then(|reading| metric.of(&reading.sample))
}

/// What the instances at these places use together; `None` if it is known of none of them.
pub(super) fn sum(
    instances: &[Instance],
    readings: &Readings,
    places: &[usize],
    metric: Metric,
) -> Option<f64> {
    let known = places.iter().filter_map(|&place| instances.get(place));
    known
        .filter_map(|instance| figure(readings, &instance.id, metric))
        .reduce(|sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        state::Shared,
        testing::{exited, instance, now, sample},
    };

    fn known() -> Vec<Instance> {
        vec![instance("web-10"), exited("batch", 0), instance("web-2"), instance("Api")]
    }

    fn readings() -> Readings {
        [("web-2", 10.0), ("web-10", 90.0), ("Api", 50.0)]
            .map(|(name, cpu)| {
                let reading = Reading { sample: Shared::new(sample(name, cpu, 1)), at: now() };
                (reading.sample.instance.clone(), reading)
            })
            .into()
    }

    fn names(sort: Sorting, filter: &str) -> Vec<String> {
        let instances = known();
        let ordered = order(&instances, &readings(), sort);
        let places = filtered(&instances, &ordered, &Filter::read(filter));
        places.into_iter().map(|place| instances[place].name.clone()).collect()
    }

    #[test]
    fn names_sort_as_people_count() {
        let by_name = Sorting::default();
        assert_eq!(names(by_name, ""), ["Api", "batch", "web-2", "web-10"]);
        assert_eq!(names(by_name.clicked(Field::Name), ""), ["web-10", "web-2", "batch", "Api"]);
        assert_eq!(names(by_name, "WEB"), ["web-2", "web-10"]);
    }

    #[test]
    fn what_has_no_reading_comes_last() {
        let by_cpu = Sorting::default().clicked(Field::Cpu);
        assert_eq!(names(by_cpu, ""), ["web-10", "Api", "web-2", "batch"]);
        assert_eq!(names(by_cpu.clicked(Field::Cpu), ""), ["web-2", "Api", "web-10", "batch"]);
    }

    #[test]
    fn what_has_no_project_comes_last() {
        let by_project = Sorting::default().clicked(Field::Project);
        assert_eq!(names(by_project, ""), ["Api", "web-2", "web-10", "batch"]);
    }

    fn in_project(name: &str, project: Option<&str>) -> Instance {
        Instance { project: project.map(ToOwned::to_owned), ..instance(name) }
    }

    fn projects(sort: Sorting, collapsed: &[&str]) -> (Vec<String>, Rows) {
        let instances = [
            in_project("web-2", Some("shop")),
            in_project("web-10", None),
            in_project("Api", Some("app")),
            in_project("new", Some("idle")),
        ];
        let readings = readings();
        let places = order(&instances, &readings, sort);
        let collapsed = collapsed.iter().map(|name| (*name).to_owned()).collect();
        let rows = Rows::grouped(&places, &instances, &readings, sort, &collapsed);
        (rows.groups.iter().map(|group| group.project.clone()).collect(), rows)
    }

    #[test]
    fn groups_sort_as_their_instances_do_and_no_project_comes_last() {
        let by_name = Sorting::default();
        assert_eq!(projects(by_name, &[]).0, ["app", "idle", "shop", ""]);
        assert_eq!(projects(by_name.clicked(Field::Name), &[]).0, ["shop", "idle", "app", ""]);
        let by_cpu = by_name.clicked(Field::Cpu);
        assert_eq!(projects(by_cpu, &[]).0, ["app", "shop", "idle", ""], "50, 10, not known");
        assert_eq!(projects(by_cpu.clicked(Field::Cpu), &[]).0, ["shop", "app", "idle", ""]);
        let by_image = by_name.clicked(Field::Image).clicked(Field::Image);
        assert_eq!(projects(by_image, &[]).0, ["app", "idle", "shop", ""]);
    }

    #[test]
    fn a_folded_group_is_one_row() {
        let (_, open) = projects(Sorting::default(), &[]);
        assert_eq!(open.rows.len(), 8);
        let (_, folded) = projects(Sorting::default(), &["shop", ""]);
        assert_eq!(folded.rows.len(), 6);
        assert_eq!(folded.rows[4..], [Row::Group(2), Row::Group(3)]);
        assert_eq!(folded.groups[2].places.len(), 1, "it is there, and can be counted");
    }
}
