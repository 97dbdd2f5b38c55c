//! What the dashboard's three cards say.

use super::short_network;
use crate::{
    components::{Hue, ResourceCardProps, Segment},
    format,
    route::Page,
    t,
};
use mini_aws_domain::{Instance, ResourceSummary, Volume, Vpc};
use std::collections::BTreeMap;

/// How many VPCs have a part of the bar, and a name, of their own.
const NAMED_VPCS: usize = 3;
/// Their colours: far apart, and none of the first that instances get.
const VPC_SLOTS: [usize; NAMED_VPCS] = [4, 6, 5];

/// Instances: how many run, how many do not, how many need a look.
///
/// Running and stopped count as the engine does. Failing ones are among them, so in the bar they are taken out of both.
pub(super) fn instances(summary: &ResourceSummary, instances: &[Instance]) -> ResourceCardProps {
    let failing = |stopped: bool| {
        let failing = instances
            .iter()
            .filter(|known| known.is_failing() && known.state.is_stopped() == stopped);
        failing.count() as u64
    };
    let (running_badly, stopped_badly) = (failing(false), failing(true));
    let bad = running_badly + stopped_badly;
    let running = summary.running_instances;
    let stopped = summary.stopped_instances;
    let paused = summary.total_instances.saturating_sub(running + stopped);
    let mut segments = vec![
        Segment::new(
            running.saturating_sub(running_badly),
            Hue::Ok,
            t!("card-running", n = running, figure = format::grouped(running)),
        )
        .leading_to(Page::Instances, "state:running"),
        Segment::new(
            stopped.saturating_sub(stopped_badly),
            Hue::Off,
            t!("card-stopped", figure = format::grouped(stopped)),
        )
        .leading_to(Page::Instances, "state:stopped"),
    ];
    if bad > 0 {
        segments.push(Segment {
            hint: Some(t!("card-failing.hint").into()),
            ..Segment::new(bad, Hue::Bad, t!("card-failing", figure = format::grouped(bad)))
                .leading_to(Page::Instances, "state:failing")
        });
    }
    if paused > 0 {
        segments.push(
            Segment::new(paused, Hue::Warning, t!("card-paused", figure = format::grouped(paused)))
                .leading_to(Page::Instances, "state:paused"),
        );
    }
    ResourceCardProps {
        page: Page::Instances,
        value: summary.total_instances,
        note: t!("card-running", n = running, figure = format::grouped(running)).into(),
        segments,
        trend: Vec::new(),
    }
}

/// Volumes: how many are in use, how large they are.
pub(super) fn volumes(
    summary: &ResourceSummary,
    volumes: &BTreeMap<String, Volume>,
) -> ResourceCardProps {
    let unused = summary.total_volumes.saturating_sub(summary.attached_volumes);
    let size = |wanted: fn(&Volume) -> bool| {
        let sizes =
            volumes.values().filter(|volume| wanted(volume)).filter_map(|volume| volume.size_bytes);
        sizes.reduce(|sum, size| sum + size)
    };
    let note = match size(|_| true) {
        Some(bytes) => format::size(bytes),
        None if volumes.is_empty() => String::new(),
        None => t!("card-not-measured"),
    };
    let unused_label = match size(|volume| volume.attached_to.is_empty()) {
        Some(bytes) if bytes > 0 => {
            format!("{} · {}", unused_words(unused), format::size(bytes))
        }
        Some(_) | None => unused_words(unused),
    };
    ResourceCardProps {
        page: Page::Volumes,
        value: summary.total_volumes,
        note: note.into(),
        segments: vec![
            Segment::new(
                summary.attached_volumes,
                Hue::Info,
                t!("card-attached", figure = format::grouped(summary.attached_volumes)),
            ),
            Segment::new(unused, Hue::Off, unused_label).leading_to(Page::Volumes, "unused"),
        ],
        trend: Vec::new(),
    }
}

/// VPCs: where the members are, and which have none.
pub(super) fn vpcs<'a>(
    summary: &ResourceSummary,
    vpcs: impl Iterator<Item = &'a Vpc>,
) -> ResourceCardProps {
    let (mut full, empty): (Vec<&Vpc>, Vec<&Vpc>) = vpcs.partition(|vpc| !vpc.members.is_empty());
    full.sort_by(|a, b| b.members.len().cmp(&a.members.len()).then_with(|| a.name.cmp(&b.name)));
    let members = |vpc: &&Vpc| vpc.members.len() as u64;
    let mut segments: Vec<Segment> = full
        .iter()
        .zip(VPC_SLOTS)
        .map(|(vpc, slot)| Segment {
            hint: Some(format!("{}: {}", vpc.name, members_words(members(vpc))).into()),
            ..Segment::new(
                members(vpc),
                Hue::Series(slot),
                short_network(&vpc.name, vpc.project.as_deref()).to_owned(),
            )
            .leading_to(Page::Vpcs, &vpc.name)
        })
        .collect();
    let rest = full.get(NAMED_VPCS..).unwrap_or_default();
    let without_members =
        (!empty.is_empty()).then(|| t!("card-empty", figure = format::grouped(empty.len() as u64)));
    if !rest.is_empty() {
        // With this many there is no room for a count of the empty ones too.
        let label = t!("card-more", figure = format::grouped((rest.len() + empty.len()) as u64));
        segments.push(Segment {
            hint: without_members.map(|words| t!("card-among-them", words = words).into()),
            ..Segment::new(rest.iter().map(members).sum(), Hue::Off, label)
        });
    } else if let Some(label) = without_members {
        segments.push(Segment::new(0, Hue::Off, label));
    }
    let total: u64 = full.iter().map(members).sum();
    let note = match summary.total_vpcs {
        0 => String::new(),
        _ => members_words(total),
    };
    ResourceCardProps {
        page: Page::Vpcs,
        value: summary.total_vpcs,
        note: note.into(),
        segments,
        trend: Vec::new(),
    }
}

fn unused_words(count: u64) -> String {
    t!("card-unused", figure = format::grouped(count))
}

fn members_words(count: u64) -> String {
    t!("card-members", count = count, figure = format::grouped(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{exited, instance, snapshot, volume, vpc};
    use mini_aws_domain::{Health, InstanceState};

    fn labels(card: &ResourceCardProps) -> Vec<String> {
        let labels = card.segments.iter().map(|part| part.label.replace('\u{202f}', " "));
        labels.collect()
    }

    fn weights(card: &ResourceCardProps) -> Vec<u64> {
        card.segments.iter().map(|part| part.weight).collect()
    }

    #[test]
    fn counts_are_the_engines_and_the_bar_adds_up() {
        let sick = Instance { health: Health::Unhealthy, ..instance("sick") };
        let paused = Instance { state: InstanceState::Paused, ..instance("paused") };
        let known = [instance("api"), sick, paused, exited("done", 0), exited("mailer", 1)];
        let summary = ResourceSummary {
            total_instances: 5,
            running_instances: 2,
            stopped_instances: 2,
            ..ResourceSummary::default()
        };
        let card = instances(&summary, &known);
        assert_eq!(card.value, 5);
        assert_eq!(card.note, "2 running");
        assert_eq!(labels(&card), ["2 running", "2 stopped", "2 failing", "1 paused"]);
        assert_eq!(weights(&card), [1, 1, 2, 1]);
        assert_eq!(weights(&card).iter().sum::<u64>(), card.value);
    }

    #[test]
    fn a_summary_that_is_ahead_of_the_list_breaks_nothing() {
        let card = instances(&ResourceSummary::default(), &[exited("mailer", 1)]);
        assert_eq!(card.value, 0);
        assert_eq!(weights(&card), [0, 0, 1]);
    }

    #[test]
    fn volumes_have_a_size_once_one_was_measured() {
        let snapshot = snapshot();
        let known = |list: Vec<Volume>| {
            list.into_iter().map(|volume| (volume.name.clone(), volume)).collect()
        };
        let card = volumes(&snapshot.summary, &known(snapshot.volumes));
        assert_eq!(card.note.replace('\u{202f}', " "), "6.4 GB");
        assert_eq!(labels(&card), ["2 attached", "1 unused"]);

        let unmeasured = known(vec![volume("a", &[], None)]);
        assert_eq!(volumes(&snapshot.summary, &unmeasured).note, "not measured");
        let unused = known(vec![volume("a", &[], Some(2_100_000_000))]);
        assert_eq!(labels(&volumes(&snapshot.summary, &unused))[1], "1 unused · 2.1 GB");
        assert_eq!(volumes(&ResourceSummary::default(), &BTreeMap::new()).note, "");
    }

    #[test]
    fn the_fullest_vpcs_are_named() {
        let known = [
            vpc("empty", &[]),
            vpc("edge", &["a"]),
            vpc("shop", &["a", "b", "c"]),
            vpc("analytics", &["d", "e"]),
            vpc("backup", &["a"]),
            vpc("test", &["a"]),
        ];
        let summary = ResourceSummary { total_vpcs: 6, ..ResourceSummary::default() };
        let card = vpcs(&summary, known.iter());
        assert_eq!(card.note, "8 members");
        assert_eq!(labels(&card), ["shop", "analytics", "backup", "3 more"]);
        assert_eq!(card.segments[3].hint.as_deref(), Some("1 empty among them"));
        assert_eq!(weights(&card), [3, 2, 1, 2]);
    }

    #[test]
    fn the_empty_ones_are_counted_where_there_is_room() {
        let known = [vpc("empty", &[]), vpc("edge", &["a"])];
        let card =
            vpcs(&ResourceSummary { total_vpcs: 2, ..ResourceSummary::default() }, known.iter());
        assert_eq!(labels(&card), ["edge", "1 empty"]);
    }
}
