//! What the engine says about an instance, a part at a time.

mod environment;
mod inspect;
mod mounts;
mod networks;
mod pairs;
mod reveal;
#[cfg(test)]
mod tests;

use crate::{
    backend::Door,
    components::{CopyButton, PortHost},
    hooks::DetailHandle,
    route::InstanceTab,
    t,
    time::Clock,
};
use environment::Environment;
use inspect::Inspect;
use mini_aws_domain::{Instance, InstanceDetail};
use pairs::{Pair, Pairs};
use yew::prelude::*;

/// What the parts are drawn from.
pub(super) struct Parts<'a> {
    /// The instance, if the engine still has it.
    pub instance: Option<&'a Instance>,
    /// What is known of it.
    pub detail: &'a DetailHandle,
    /// Where its published ports are reached.
    pub ports: &'a PortHost,
    /// What knows its secrets.
    pub door: &'a Door,
    /// The time.
    pub clock: Clock,
}

impl Parts<'_> {
    /// The part `tab`: what is known, even if it is not the newest; or why there is nothing.
    pub fn draw(&self, tab: InstanceTab) -> Html {
        match (&self.detail.detail, &self.detail.problem, self.instance) {
            (Some(detail), problem, present) => html! {
                <>
                    if present.is_none() {
                        <p class="part-note" role="status">{ t!("part-left", time = self.clock.moment(detail.read_at)) }</p>
                    } else if let Some(problem) = problem {
                        <p class="part-note" role="status">
                            { t!("part-old", time = self.clock.moment(detail.read_at)) }{ " " }{ crate::words::problem(problem).0 }{ " " }
                            { self.again() }
                        </p>
                    }
                    { self.part(tab, detail) }
                </>
            },
            (None, Some(problem), Some(_)) => html! {
                <section class="card part">
                    <div class="part-nothing" role="status" data-testid="part-problem">
                        <p>{ crate::words::problem_line(problem) }</p>
                        { self.again() }
                    </div>
                </section>
            },
            (None, None, Some(_)) => html! {
                <section class="card part" aria-busy="true">
                    <p class="visually-hidden">{ t!("part-loading") }</p>
                    { for (0..10).map(|_| html! { <div class="skeleton skeleton-row" /> }) }
                </section>
            },
            (None, _, None) => gone(),
        }
    }

    fn again(&self) -> Html {
        let onclick = self.detail.retry.reform(|_: MouseEvent| ());
        html! { <button type="button" class="button" {onclick}>{ t!("try-again") }</button> }
    }

    fn part(&self, tab: InstanceTab, detail: &crate::state::Shared<InstanceDetail>) -> Html {
        match tab {
            InstanceTab::Environment => html! {
                <Environment detail={detail.clone()} door={self.door.clone()} can_reveal={self.instance.is_some()} />
            },
            InstanceTab::Mounts => mounts::draw(detail),
            InstanceTab::Networks => networks::draw(detail, self.instance, self.ports),
            InstanceTab::Labels => {
                let pairs = detail.labels.iter().map(|(name, value)| Pair {
                    name: name.clone().into(),
                    value: Some(value.clone().into()),
                    is_secret: false,
                });
                html! {
                    <Pairs pairs={pairs.collect::<Vec<_>>()} label={t!("tab-labels")} filter={t!("labels-filter")} nothing={t!("labels-nothing")} test_id="label-row" />
                }
            }
            InstanceTab::Inspect => html! {
                <Inspect detail={detail.clone()} door={self.door.clone()} can_reveal={self.instance.is_some()} />
            },
            InstanceTab::Overview
            | InstanceTab::Logs
            | InstanceTab::Activity
            | InstanceTab::Past => Html::default(),
        }
    }
}

/// A value, with a button to copy it.
fn copied(value: &str) -> Html {
    html! {
        <span class="with-copy"><code>{ value }</code><CopyButton text={value.to_owned()} label={t!("part-copy", value = value)} /></span>
    }
}

/// What is said of an instance of which only metrics and events are kept.
pub(super) fn gone() -> Html {
    html! {
        <section class="card part">
            <div class="part-nothing" data-testid="part-gone">
                <h2>{ t!("part-gone") }</h2>
                <p>{ t!("part-gone-text") }</p>
            </div>
        </section>
    }
}
