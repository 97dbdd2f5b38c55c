//! The ways to the page of an instance, and to that of a compose project or service.

use crate::{charts::ChartRange, route::Route, t};
use mini_aws_domain::{HistorySubject, InstanceId};
use yew::prelude::*;

/// An instance's name, which leads to its page. The charts there show the time that is shown here.
pub fn instance_link(id: &InstanceId, name: &str, range: ChartRange) -> Html {
    let href = Route::of_instance(id).with_range(range).to_string();
    html! { <a class="quiet-link" {href}>{ name }</a> }
}

/// A compose project's name, or that of one of its services, which leads to the page of all its instances.
pub fn group_link(project: &str, service: Option<&str>, range: ChartRange) -> Html {
    let subject = HistorySubject::Group {
        project: project.to_owned(),
        service: service.map(ToOwned::to_owned),
    };
    let href = Route::of(subject).with_range(range).to_string();
    let (name, title) = match service {
        Some(service) => (service, t!("link-service", project = project, service = service)),
        None => (project, t!("link-project", project = project)),
    };
    html! { <a class="quiet-link" {href} {title}>{ name }</a> }
}
