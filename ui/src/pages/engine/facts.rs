//! What is known of an engine.

use crate::{format, t};
use mini_aws_domain::{CgroupVersion, ContainerOs, EngineInfo};
use yew::prelude::*;

/// What is known of `engine`, a line each.
pub fn facts_list(engine: &EngineInfo) -> Html {
    let or_unsaid = |known: bool, text: String| if known { text } else { t!("engine-unsaid") };
    let os = match engine.os {
        ContainerOs::Linux => "Linux",
        ContainerOs::Windows => "Windows",
    };
    let cgroup = match engine.cgroup {
        CgroupVersion::V1 => t!("engine-cgroup", version = "1"),
        CgroupVersion::V2 => t!("engine-cgroup", version = "2"),
        CgroupVersion::Unknown => t!("engine-unsaid"),
    };
    let cores = or_unsaid(engine.cpus > 0, format::grouped(engine.cpus));
    let memory = or_unsaid(engine.memory_bytes > 0, format::memory(engine.memory_bytes));
    html! {
        <dl class="facts" data-testid="engine-facts">
            { fact(t!("engine-make"), html! { { format!("{} {}", engine.kind.as_str(), engine.version) } }) }
            { fact(t!("engine-endpoint-fact"), html! { <code>{ &engine.endpoint }</code> }) }
            { fact(t!("engine-found-by"), html! { { &engine.found_by } }) }
            { fact(t!("engine-machine"), html! { { or_unsaid(!engine.host.is_empty(), engine.host.clone()) } }) }
            { fact(t!("engine-api"), html! { { &engine.api_version } }) }
            { fact(t!("engine-containers"), html! { { os } }) }
            { fact(t!("engine-cgroups"), html! { { cgroup } }) }
            { fact(t!("engine-cores"), html! { { cores } }) }
            { fact(t!("engine-memory"), html! { { memory } }) }
        </dl>
    }
}

fn fact(name: String, value: Html) -> Html {
    html! { <div key={name.clone()}><dt>{ name }</dt><dd>{ value }</dd></div> }
}
