//! The page of an instance before it is known.

use super::{crumbs, subject_name, tabs::Tabs};
use crate::{
    charts::{ChartRange, ChartShapes},
    route::{InstanceTab, Page, Route},
    t,
};
use mini_aws_domain::{HistorySubject, Metric};
use yew::prelude::*;

/// What is known of it by its address alone.
#[derive(Properties, PartialEq)]
pub struct SkeletonInstanceProps {
    /// Whose page it is.
    pub subject: HistorySubject,
    /// Which part is shown.
    #[prop_or_default]
    pub tab: InstanceTab,
    /// The charts' time.
    #[prop_or_default]
    pub range: ChartRange,
}

/// Heading, tabs and the charts' names in their places; the rest in its size.
#[component]
pub fn SkeletonInstance(props: &SkeletonInstanceProps) -> Html {
    let is_one = matches!(props.subject, HistorySubject::Instance { .. });
    let tab = if is_one { props.tab } else { InstanceTab::Overview };
    let charts = classes!("instance-charts", (tab != InstanceTab::Overview).then_some("is-strip"));
    html! {
        <div class="instance-page">
            <header class="page-head">
                { crumbs(&Route::to(Page::Instances), Html::default()) }
                <h1>{ subject_name(&props.subject, &[], &[]) }</h1>
                <p class="count" role="status">{ t!("loading") }</p>
            </header>
            if is_one {
                <div class="instance-status"><ul><li class="skeleton skeleton-words" aria-hidden="true"></li></ul></div>
            }
            <div class="card instance-facts" aria-busy="true"><div class="skeleton instance-facts-wait" /></div>
            if is_one {
                <Tabs subject={props.subject.clone()} {tab} range={props.range} />
            }
            <div class={charts} aria-busy="true"><div class="charts"><ChartShapes metrics={Metric::ALL.to_vec()} is_paired={is_one} /></div></div>
        </div>
    }
}
