//! Why there is no engine: what was tried, why each failed, what to do.

use super::{Countdown, Glyph, Icon};
use crate::time::Clock;
use mini_aws_domain::{EndpointAttempt, EngineStatus};
use yew::prelude::*;

/// What is known about the search for an engine.
#[derive(Properties, PartialEq)]
pub struct EngineDoctorProps {
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// The time.
    pub clock: Clock,
    /// Looks for the engine now.
    pub on_retry: Callback<()>,
    /// What else can be done: the engines that could be started.
    #[prop_or_default]
    pub children: Html,
}

/// In place of a page that needs an engine, when none was ever there. Nothing is drawn while the search is still on.
#[component]
pub fn EngineDoctor(props: &EngineDoctorProps) -> Html {
    let onclick = props.on_retry.reform(|_: MouseEvent| ());
    let EngineStatus::Away { reason, next_step, retry_at, attempts, .. } = &props.engine else {
        return Html::default();
    };
    html! {
        <section class="doctor" aria-labelledby="doctor-title">
            <h1 id="doctor-title">{ "No container engine answers" }</h1>
            <p class="lead">{ reason }</p>
            if !next_step.is_empty() {
                <p class="lead next-step">{ next_step }</p>
            }
            <div class="doctor-actions">
                <button type="button" class="button is-primary" {onclick}><Icon glyph={Glyph::Retry} />{ "Try again" }</button>
                <Countdown until={*retry_at} now={props.clock.now} />
            </div>
            { props.children.clone() }
            if !attempts.is_empty() {
                <h2>{ "What was tried, in this order" }</h2>
                <ol class="attempts">{ for attempts.iter().map(attempt) }</ol>
            }
        </section>
    }
}

fn attempt(attempt: &EndpointAttempt) -> Html {
    html! {
        <li class="card">
            <h3>
                { &attempt.found_by }
                if attempt.named {
                    <span class="tag">{ "named by you" }</span>
                }
                <code>{ &attempt.endpoint }</code>
            </h3>
            <p>{ &attempt.reason }</p>
            if !attempt.next_step.is_empty() {
                <p class="next-step">{ &attempt.next_step }</p>
            }
        </li>
    }
}
