//! One file a page. A page gets the state and what may be asked of the console, and arranges components.

mod activity;
mod cards;
mod dashboard;
#[cfg(any(test, feature = "design"))]
mod design;
mod engine;
mod instance;
mod instance_rows;
mod instances;
mod kept_sort;
mod settings;
mod starters;
mod terminated;
mod volumes;
mod vpcs;

#[cfg(test)]
mod tests;

pub use activity::ActivityPage;
pub use dashboard::Dashboard;
#[cfg(any(test, feature = "design"))]
pub use design::DesignPage;
pub use engine::{EnginePage, EnginePageProps};
pub(crate) use instance::subject_name;
pub use instance::{InstancePage, InstancePageProps, SkeletonInstance, SkeletonInstanceProps};
pub use instances::InstancesPage;
pub use settings::SettingsPage;
pub use starters::Starters;
pub use volumes::VolumesPage;
pub use vpcs::VpcsPage;

use crate::{components::EmptyState, state::ConsoleState, t};
use mini_aws_domain::InstanceId;
use yew::prelude::*;

/// Names of instances, those of known ones by name and of others by their short id, sorted and joined.
fn names(state: &ConsoleState, ids: &[InstanceId]) -> String {
    let mut names: Vec<&str> = ids
        .iter()
        .map(|id| state.instance(id).map_or(id.short(), |instance| instance.name.as_str()))
        .collect();
    names.sort_unstable();
    names.join(", ")
}

/// What is said while the engine has no containers at all.
fn no_instances() -> Html {
    html! {
        <EmptyState title={t!("no-instances")} text={t!("no-instances.text")}
            command="docker run -d --name hello nginx" />
    }
}

/// A compose project's default network by the project's name: `shop` rather than `shop_default`.
fn short_network<'a>(name: &'a str, project: Option<&str>) -> &'a str {
    match name.strip_suffix("_default") {
        Some(short) if project == Some(short) => short,
        Some(_) | None => name,
    }
}
