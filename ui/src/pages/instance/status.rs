//! How an instance is, below its name.

use super::{known::Known, words};
use crate::{components::Hue, hooks::DetailHandle, t, time::Clock};
use mini_aws_domain::{HealthProbe, HealthReport, InstanceDetail};
use yew::prelude::*;

/// How many of the health check's runs are listed.
const MOST_PROBES: usize = 5;

/// The lines below the name: how it is and why, and what is wrong with it.
pub(super) fn draw(known: Known<'_>, detail: &DetailHandle, is_left: bool, clock: &Clock) -> Html {
    let instance = match known {
        Known::Past(past) => return gone(clock.since(past.last_seen), is_left),
        Known::Present(instance) => instance,
    };
    let hue = Hue::of_instance(instance);
    let class = (hue == Hue::Bad).then_some("is-bad");
    let told = detail.detail.as_deref();
    let health = words::health(instance, told);
    html! {
        <div class="instance-status" data-testid="instance-status">
            <ul>
                <li {class}>{ words::state(instance, clock) }</li>
                if let Some(health) = health {
                    <li>{ health }</li>
                }
                { match told {
                    Some(told) => html! {
                        <>
                            <li>{ words::restarts(told) }</li>
                            if told.privileged {
                                <li class="is-warning" title={t!("instance-privileged-hint")}>{ t!("instance-privileged") }</li>
                            }
                        </>
                    },
                    None if detail.problem.is_none() => html! { <li class="skeleton skeleton-words" aria-hidden="true"></li> },
                    None => Html::default(),
                } }
            </ul>
            { error(told) }
        </div>
    }
}

/// What the engine says went wrong when it was to start.
fn error(detail: Option<&InstanceDetail>) -> Html {
    let Some(detail) = detail.filter(|detail| !detail.error.is_empty()) else {
        return Html::default();
    };
    html! {
        <p class="instance-error" data-testid="instance-error">
            <i class="dot k-bad" aria-hidden="true"></i>
            <span>{ t!("instance-start-error") }{ " " }<code>{ &detail.error }</code></span>
        </p>
    }
}

fn gone(time: String, is_left: bool) -> Html {
    let words = if is_left { t!("instance-left") } else { t!("instance-gone", time = time) };
    html! {
        <div class="instance-status" data-testid="instance-status" role="status">
            <ul><li>{ words }</li></ul>
        </div>
    }
}

/// What the health check found lately; nothing without one.
pub(super) fn probes(report: Option<&HealthReport>, clock: &Clock) -> Html {
    let Some(report) = report.filter(|report| !report.probes.is_empty()) else {
        return Html::default();
    };
    html! {
        <section class="card probes" data-testid="health-probes">
            <h2>{ t!("checked-title") }</h2>
            <ol>{ for report.probes.iter().take(MOST_PROBES).map(|known| probe(known, clock)) }</ol>
        </section>
    }
}

fn probe(probe: &HealthProbe, clock: &Clock) -> Html {
    let (hue, words) = match probe.exit_code {
        0 => (Hue::Ok, t!("checked-passed")),
        code => (Hue::Bad, t!("checked-failed", code = code.to_string())),
    };
    let at = probe.at.map_or_else(String::new, |at| clock.moment(at));
    // May be anything, and long.
    let output = crate::logs::plain(probe.output.trim()).into_owned();
    html! {
        <li>
            <i class={classes!("dot", hue.class())} aria-hidden="true"></i>
            <time>{ at }</time>
            <span>{ words }</span>
            <code title={output.clone()}>{ output.chars().take(200).collect::<String>() }</code>
        </li>
    }
}
