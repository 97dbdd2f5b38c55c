//! The parts of the page, one of which is shown.

use crate::{
    charts::ChartRange,
    platform,
    route::{InstanceTab, Route},
    t,
};
use mini_aws_domain::HistorySubject;
use yew::prelude::*;

/// The panel's element.
pub(super) const PANEL: &str = "instance-panel";

/// What the list of parts shows.
#[derive(Properties, PartialEq)]
pub(super) struct TabsProps {
    /// Whose page it is.
    pub subject: HistorySubject,
    /// Which part is shown.
    pub tab: InstanceTab,
    /// The charts' time, which stays.
    pub range: ChartRange,
}

/// The parts side by side. Each is an address, so that it stays when the page is opened anew; arrow keys go from one to the next.
#[component]
pub(super) fn Tabs(props: &TabsProps) -> Html {
    let route = Route::of(props.subject.clone()).with_range(props.range);
    let onkeydown = {
        let (route, tab) = (route.clone(), props.tab);
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let next = match event.key().as_str() {
                "ArrowRight" => tab.neighbour(1),
                "ArrowLeft" => tab.neighbour(-1),
                "Home" => InstanceTab::Overview,
                "End" => InstanceTab::Past,
                _ => return,
            };
            event.prevent_default();
            // In place: who holds the key down does not want to go back through all of them.
            platform::go_to(&route.with_tab(next).to_string(), true);
            platform::focus(&id(next));
        })
    };
    let one = |tab: InstanceTab| {
        let is_shown = tab == props.tab;
        html! {
            <a role="tab" id={id(tab)} href={route.with_tab(tab).to_string()} aria-selected={is_shown.to_string()} aria-controls={PANEL}
                tabindex={if is_shown { "0" } else { "-1" }} data-testid={format!("tab-{}", tab.slug())}>{ words(tab) }</a>
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label={t!("instance-tabs")} data-testid="instance-tabs" {onkeydown}>
            { for InstanceTab::ALL.map(one) }
        </div>
    }
}

/// The id of a part's name.
pub(super) fn id(tab: InstanceTab) -> String {
    format!("instance-tab-{}", tab.slug())
}

/// A part's name.
pub(super) fn words(tab: InstanceTab) -> String {
    match tab {
        InstanceTab::Overview => t!("tab-overview"),
        InstanceTab::Logs => t!("tab-logs"),
        InstanceTab::Environment => t!("tab-environment"),
        InstanceTab::Mounts => t!("tab-mounts"),
        InstanceTab::Networks => t!("tab-networks"),
        InstanceTab::Labels => t!("tab-labels"),
        InstanceTab::Inspect => t!("tab-inspect"),
        InstanceTab::Activity => t!("tab-activity"),
        InstanceTab::Past => t!("tab-past"),
    }
}
