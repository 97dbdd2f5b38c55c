//! An instance's environment, and how it is started.

use super::{Pair, Pairs, reveal::use_reveal};
use crate::{backend::Door, state::Shared, t};
use mini_aws_domain::InstanceDetail;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct EnvironmentProps {
    pub detail: Shared<InstanceDetail>,
    pub door: Door,
    /// Whether the engine can still be asked for secrets.
    pub can_reveal: bool,
}

/// The variables. What looks like a secret is masked until it is asked for, which the audit log remembers.
#[component]
pub(super) fn Environment(props: &EnvironmentProps) -> Html {
    let revealed = use_reveal(&props.detail, &props.door, props.can_reveal);
    let pairs = revealed.detail.environment.iter().map(|variable| Pair {
        name: variable.name.clone().into(),
        value: variable.value.clone().map(AttrValue::from),
        is_secret: variable.is_secret,
    });
    html! {
        <>
            { process(&props.detail) }
            <Pairs pairs={pairs.collect::<Vec<_>>()} label={t!("tab-environment")} filter={t!("environment-filter")} nothing={t!("environment-nothing")}
                test_id="variable-row" tools={revealed.button} />
        </>
    }
}

/// The command, where it starts and as whom.
fn process(detail: &InstanceDetail) -> Html {
    let fact = |label: String, text: String| {
        html! {
            if !text.is_empty() {
                <div><dt>{ label }</dt><dd><code title={text.clone()}>{ text.clone() }</code></dd></div>
            }
        }
    };
    html! {
        <section class="card part-facts">
            <dl class="facts">
                { fact(t!("process-command"), detail.command.join(" ")) }
                { fact(t!("process-directory"), detail.working_dir.clone()) }
                { fact(t!("process-user"), detail.user.clone()) }
                { fact(t!("process-host"), detail.hostname.clone()) }
                { fact(t!("process-number"), detail.pid.map(|pid| pid.to_string()).unwrap_or_default()) }
                { fact(t!("process-image"), detail.image_id.clone()) }
            </dl>
        </section>
    }
}
