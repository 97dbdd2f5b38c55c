//! Which engine the person wants to see: the first that answers, one of the Docker CLI's contexts, or one at an endpoint.

mod endpoint;
#[cfg(test)]
mod tests;

use self::endpoint::EndpointForm;
use super::{Glyph, Icon, said::said};
use crate::{hooks::KeptHandle, platform, t};
use mini_aws_domain::{DockerContext, EngineOptions, EnginePick, Transport};
use yew::prelude::*;

const HEADING: &str = "engine-choice-heading";
const CHOSEN: &str = "engine-chosen";

/// The engines, and how to choose one.
pub type EnginesHandle = KeptHandle<EngineOptions, EnginePick>;

/// What the card shows.
#[derive(Properties, PartialEq)]
pub struct EngineChoiceProps {
    /// The engines.
    pub engines: EnginesHandle,
}

/// The card with everything that can be chosen. What is chosen counts at once, and is kept.
#[component]
pub fn EngineChoice(props: &EngineChoiceProps) -> Html {
    let engines = &props.engines;
    // The button that chose goes away: what says that it is chosen follows it.
    use_effect_with((engines.outcome.clone(), engines.task.is_some()), |(outcome, is_busy)| {
        if matches!(outcome, Some(Ok(_))) && !is_busy && platform::is_focus_lost() {
            platform::focus(CHOSEN);
        }
    });
    let content = match &engines.value {
        None => html! {
            <>
                <p class="visually-hidden">{ t!("engine-choice-waiting") }</p>
                <div class="skeleton engine-choice-wait" />
            </>
        },
        Some(Err(problem)) => html! {
            <div class="card-line">
                { said(problem) }
                <button type="button" class="button" onclick={engines.retry.reform(|_: MouseEvent| ())}>{ t!("engine-choice-retry") }</button>
            </div>
        },
        Some(Ok(options)) => choices(options, engines),
    };
    html! {
        <section class="card engine-choice" aria-labelledby={HEADING} aria-busy={engines.value.is_none().then_some("true")} data-testid="engine-choice">
            <h2 id={HEADING}>{ t!("engine-choice-title") }</h2>
            { content }
            // It is there before there is something in it: only then that is read out.
            <div role="status" class="card-note">{ outcome(engines) }</div>
        </section>
    }
}

fn choices(options: &EngineOptions, engines: &EnginesHandle) -> Html {
    let known = |pick: &EnginePick| match pick {
        EnginePick::Automatic => true,
        EnginePick::Context { name } => options.contexts.iter().any(|it| it.name == *name),
        EnginePick::Endpoint { .. } => false,
    };
    html! {
        <>
            if let Some(why) = &options.overruled {
                <p class="engine-overruled"><Icon glyph={Glyph::Attention} /><span>{ why }{ " " }{ t!("engine-overruled") }</span></p>
            }
            <ul class="engine-choices">
                { choice(&Choice::automatic(), options, engines) }
                { for options.contexts.iter().map(|context| choice(&Choice::of_context(context), options, engines)) }
                if !known(&options.pick) {
                    { choice(&Choice::of_pick(&options.pick), options, engines) }
                }
            </ul>
            <EndpointForm engines={engines.clone()} />
        </>
    }
}

/// One thing that can be chosen.
struct Choice {
    pick: EnginePick,
    name: String,
    /// What it is, in a few words; may be empty.
    about: String,
    endpoint: String,
    transport: Option<Transport>,
    is_current: bool,
    problem: Option<String>,
}

impl Choice {
    fn automatic() -> Self {
        Self {
            pick: EnginePick::Automatic,
            name: t!("engine-automatic"),
            about: t!("engine-automatic.meaning"),
            endpoint: String::new(),
            transport: None,
            is_current: false,
            problem: None,
        }
    }

    fn of_context(context: &DockerContext) -> Self {
        Self {
            pick: EnginePick::Context { name: context.name.clone() },
            name: context.name.clone(),
            about: context.description.clone(),
            endpoint: context.endpoint.clone(),
            transport: Some(context.transport),
            is_current: context.is_current,
            problem: context.problem.clone(),
        }
    }

    /// What was chosen before, and is not among the contexts.
    fn of_pick(pick: &EnginePick) -> Self {
        let (name, endpoint, problem) = match pick {
            EnginePick::Automatic => return Self::automatic(),
            EnginePick::Context { name } => {
                (name.clone(), String::new(), Some(t!("engine-no-context")))
            }
            EnginePick::Endpoint { endpoint } => {
                (t!("engine-endpoint-chosen"), endpoint.clone(), None)
            }
        };
        let transport = (!endpoint.is_empty()).then(|| endpoint::transport(&endpoint));
        let about = String::new();
        Self { pick: pick.clone(), name, about, endpoint, transport, is_current: false, problem }
    }
}

fn choice(choice: &Choice, options: &EngineOptions, engines: &EnginesHandle) -> Html {
    let is_chosen = choice.pick == options.pick;
    let is_under_way = engines.task.as_ref() == Some(&choice.pick);
    let pick = choice.pick.clone();
    let onclick = engines.change.reform(move |_: MouseEvent| pick.clone());
    html! {
        <li key={key(&choice.pick)} class={classes!(is_chosen.then_some("is-chosen"))} aria-current={is_chosen.then_some("true")} data-testid="engine-option">
            <div>
                <p>
                    <b>{ &choice.name }</b>
                    if choice.is_current {
                        <span class="tag">{ t!("engine-cli-current") }</span>
                    }
                    if let Some(transport) = choice.transport {
                        <span class={classes!("transport", (transport == Transport::Tcp).then_some("k-warn"))}>{ transport_words(transport) }</span>
                    }
                </p>
                if !choice.about.is_empty() {
                    <p class="faint">{ &choice.about }</p>
                }
                if !choice.endpoint.is_empty() {
                    <p><code>{ &choice.endpoint }</code></p>
                }
                if let Some(problem) = &choice.problem {
                    <p class="k-bad">{ problem }</p>
                }
            </div>
            if is_chosen && !is_under_way {
                <span id={CHOSEN} class="engine-chosen" tabindex="-1">{ t!("engine-chosen") }</span>
            } else {
                // Not `disabled` while it is under way: that would take the focus away.
                <button type="button" class="button" aria-disabled={engines.task.is_some().then_some("true")}
                    aria-label={t!("engine-use-label", name = &choice.name)} data-testid="engine-use" {onclick}>
                    { if is_under_way { t!("engine-switching") } else { t!("engine-use") } }
                </button>
            }
        </li>
    }
}

fn key(pick: &EnginePick) -> String {
    match pick {
        EnginePick::Automatic => "automatic".to_owned(),
        EnginePick::Context { name } => format!("context {name}"),
        EnginePick::Endpoint { endpoint } => format!("endpoint {endpoint}"),
    }
}

fn transport_words(transport: Transport) -> String {
    match transport {
        Transport::Unix => t!("transport-unix"),
        Transport::NamedPipe => t!("transport-pipe"),
        Transport::Tcp => t!("transport-tcp"),
        Transport::Tls => t!("transport-tls"),
        Transport::Ssh => t!("transport-ssh"),
        Transport::Unknown => t!("transport-unknown"),
    }
}

fn outcome(engines: &EnginesHandle) -> Html {
    match &engines.outcome {
        None => Html::default(),
        Some(Err(problem)) => said(problem),
        Some(Ok(pick)) => html! { <p>{ match pick {
            EnginePick::Automatic => t!("engine-kept-automatic"),
            EnginePick::Context { name } => t!("engine-kept-context", name = name),
            EnginePick::Endpoint { endpoint } => t!("engine-kept-endpoint", endpoint = endpoint),
        } }</p> },
    }
}
