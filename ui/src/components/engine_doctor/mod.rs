//! Why there is no engine: what was tried, why each failed, what to do.

mod commands;

use super::{CommandLine, Countdown, Glyph, Icon};
use crate::{t, time::Clock, words};
use mini_aws_domain::{EndpointAttempt, EngineStatus};
use yew::prelude::*;

/// What is known about the search for an engine.
#[derive(Properties, PartialEq)]
pub struct EngineDoctorProps {
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// The time.
    pub clock: Clock,
    /// Whether its heading is that of the page.
    #[prop_or(true)]
    pub is_heading: bool,
    /// Looks for the engine now.
    pub on_retry: Callback<()>,
    /// What else can be done: the engines that could be started, those that can be chosen.
    #[prop_or_default]
    pub children: Html,
}

/// What is wrong, what to do, and every endpoint that was tried. Nothing is drawn unless the engine is away.
#[component]
pub fn EngineDoctor(props: &EngineDoctorProps) -> Html {
    let onclick = props.on_retry.reform(|_: MouseEvent| ());
    let EngineStatus::Away { reason, next_step, retry_at, attempts, .. } = &props.engine else {
        return Html::default();
    };
    let heading = if props.is_heading { "h1" } else { "h2" };
    html! {
        <section class="doctor" aria-labelledby="doctor-title" data-testid="engine-doctor">
            <@{heading} id="doctor-title" class="doctor-title">{ t!("doctor-title") }</@>
            <p class="lead">{ words::away_reason(reason, attempts) }</p>
            if !next_step.is_empty() {
                <p class="lead next-step">{ words::away_next_step(reason, next_step, attempts) }</p>
            }
            { lines(next_step) }
            <div class="doctor-actions">
                <button type="button" class="button is-primary" {onclick} data-testid="engine-retry"><Icon glyph={Glyph::Retry} />{ t!("doctor-retry") }</button>
                <Countdown until={*retry_at} now={props.clock.now} />
            </div>
            { props.children.clone() }
            <Attempts attempts={attempts.clone()} />
        </section>
    }
}

/// Which endpoints were tried.
#[derive(Properties, PartialEq)]
pub struct AttemptsProps {
    /// They, in the order in which they were tried.
    pub attempts: Vec<EndpointAttempt>,
}

/// Every endpoint that was tried, with why it failed and what to do about it. Nothing is drawn if there is none.
#[component]
pub fn Attempts(props: &AttemptsProps) -> Html {
    if props.attempts.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2>{ t!("doctor-tried") }</h2>
            <ol class="attempts">{ for props.attempts.iter().map(attempt) }</ol>
        </>
    }
}

fn attempt(attempt: &EndpointAttempt) -> Html {
    let (reason, next_step) = words::attempt(attempt);
    html! {
        <li class="card" data-testid="engine-attempt">
            <h3>
                { &attempt.found_by }
                if attempt.named {
                    <span class="tag">{ t!("doctor-named") }</span>
                }
                <code>{ &attempt.endpoint }</code>
            </h3>
            <p>{ reason }</p>
            if !next_step.is_empty() {
                <p class="next-step">{ next_step }</p>
            }
            { lines(&attempt.next_step) }
        </li>
    }
}

/// What a sentence asks to type, ready to be copied.
fn lines(next_step: &str) -> Html {
    let line = |command: String| {
        let key = command.clone();
        html! { <CommandLine {key} {command} /> }
    };
    html! { <>{ for commands::commands(next_step).into_iter().map(line) }</> }
}
