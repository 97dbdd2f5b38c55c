//! The page of an instance before it is known.

use super::{crumbs, facts::now_to_come, output::use_strip, subject_name, tabs::Tabs};
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
    let is_overview = tab == InstanceTab::Overview;
    let strip = use_strip();
    let is_strip = tab == InstanceTab::Logs && strip.is_shown;
    html! {
        <div class={classes!("instance-page", (!is_overview).then_some("is-fitted"))}>
            <div class="instance-fold">
                <header class="page-head">
                    { crumbs(&Route::to(Page::Instances), Html::default()) }
                    <h1>{ subject_name(&props.subject, &[], &[]) }</h1>
                    <p class="count" role="status">{ t!("loading") }</p>
                </header>
                <div class="instance-summary">
                    if is_one {
                        <div class="instance-status"><ul><li class="skeleton skeleton-words" aria-hidden="true"></li></ul></div>
                    }
                    { now_to_come() }
                </div>
                if is_one {
                    <Tabs subject={props.subject.clone()} {tab} range={props.range} />
                }
                if is_overview {
                    <div class="card instance-facts" aria-busy="true"><div class="skeleton instance-facts-wait" /></div>
                }
                if is_overview || is_strip {
                    <div class={classes!("instance-charts", is_strip.then_some("is-strip"))} aria-busy="true">
                        <div class="charts"><ChartShapes metrics={Metric::ALL.to_vec()} is_paired={is_one} /></div>
                    </div>
                }
                if !is_overview {
                    <div class="card part" aria-busy="true"></div>
                }
            </div>
        </div>
    }
}
