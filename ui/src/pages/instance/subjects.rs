//! From one instance to all of its name, its service and its project, and back.

use super::known::{Everything, Known};
use crate::{charts::ChartRange, components::SwitchItem, format, route::Route, t};
use mini_aws_domain::HistorySubject;

/// What the page can be about besides `subject`, each with how many instances it has. What would be the same one instance is left out.
pub(super) fn choices(
    subject: &HistorySubject,
    members: &[Known<'_>],
    everything: &Everything<'_>,
    range: ChartRange,
) -> Vec<SwitchItem> {
    let Some(&first) = members.first() else { return Vec::new() };
    // Of many instances none is the one to go to; of one that is created anew again and again it is the newest.
    let is_one = members.iter().all(|known| known.name() == first.name());
    let mut items = Vec::new();
    let mut offer = |label: String, to: HistorySubject| {
        let is_current = to == *subject;
        let route = Route::of(to).with_range(range);
        items.push(SwitchItem { label: label.into(), route, is_current });
    };
    let mut offer_many = |what: String, to: HistorySubject| {
        let count = everything.of(&to).len();
        if count > 1 || to == *subject {
            offer(format!("{what} ({})", format::grouped(count as u64)), to);
        }
    };
    if is_one {
        offer_many(
            t!("whose-name", name = first.name()),
            HistorySubject::Name { name: first.name().to_owned() },
        );
    }
    let (project, service) = match subject {
        HistorySubject::Group { project, service } => (Some(project.as_str()), service.as_deref()),
        _ => (first.project(), first.service()),
    };
    if let Some(project) = project {
        let group = |service: Option<&str>| HistorySubject::Group {
            project: project.to_owned(),
            service: service.map(ToOwned::to_owned),
        };
        if let Some(service) = service {
            offer_many(
                t!("whose-service", project = project, service = service),
                group(Some(service)),
            );
        }
        offer_many(t!("whose-project", project = project), group(None));
    }
    if is_one {
        let is_instance = matches!(subject, HistorySubject::Instance { .. });
        let label = if is_instance { t!("whose-this") } else { t!("whose-newest") };
        let route = Route::of_instance(first.id()).with_range(range);
        items.insert(0, SwitchItem { label: label.into(), route, is_current: is_instance });
    }
    items
}
