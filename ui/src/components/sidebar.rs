//! The way to every page.

use super::{Glyph, Icon, OwnCostLine};
use crate::{
    format,
    route::{Page, PageHref},
    t,
};
use mini_aws_domain::{OwnCost, ResourceSummary};
use yew::prelude::*;

/// What the sidebar shows.
#[derive(Properties, PartialEq)]
pub struct SidebarProps {
    /// The page that is shown.
    pub page: Page,
    /// The counts, once known.
    pub summary: Option<ResourceSummary>,
    /// What the console costs, once measured.
    pub own_cost: Option<OwnCost>,
}

/// The sidebar: brand, pages with their counts, and the console's own cost. In a narrow window only the icons are left.
#[component]
pub fn Sidebar(props: &SidebarProps) -> Html {
    html! {
        <aside class="sidebar" aria-label={t!("frame-console")}>
            <div class="brand">
                <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                    <rect width="24" height="24" rx="6.5" />
                    <path d="M7 15.500a3 3 0 0 1 .6-5.900 4.400 4.400 0 0 1 8.500-.6 3.300 3.300 0 0 1 .4 6.500" />
                    <path d="M9.500 17.500v-2.200M12 17.500v-4.600M14.500 17.500v-3.200" />
                </svg>
                <span>{ "Mini AWS" }</span>
            </div>
            <nav aria-label={t!("frame-pages")}>
                { for Page::ALL.into_iter().map(|page| link(page, props)) }
            </nav>
            <OwnCostLine cost={props.own_cost} />
        </aside>
    }
}

fn link(page: Page, props: &SidebarProps) -> Html {
    let current = (page == props.page).then_some("page");
    let count = props.summary.as_ref().and_then(|summary| count(page, summary));
    html! {
        <a href={page.href()} data-testid={format!("nav-{}", page.slug())} aria-current={current} title={page.words()}>
            <Icon glyph={Glyph::Page(page)} />
            <span>{ page.words() }</span>
            if let Some(count) = count {
                <b>{ format::grouped(count) }</b>
            }
        </a>
    }
}

fn count(page: Page, summary: &ResourceSummary) -> Option<u64> {
    match page {
        Page::Instances => Some(summary.total_instances),
        Page::Volumes => Some(summary.total_volumes),
        Page::Vpcs => Some(summary.total_vpcs),
        Page::Dashboard | Page::Activity | Page::Engine | Page::Settings => None,
    }
}
