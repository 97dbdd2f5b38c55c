//! The engine in a few words.

use super::Hue;
use crate::{format, t, time::Clock, words};
use mini_aws_domain::{EngineInfo, EngineStatus};
use yew::prelude::*;

/// What the pill tells about the engine.
#[derive(Properties, PartialEq)]
pub struct EnginePillProps {
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// Whether the console itself cannot be reached, so that nothing is known of its engine.
    #[prop_or_default]
    pub is_cut_off: bool,
    /// The time.
    pub clock: Clock,
}

/// Which engine it is and whether it answers; the whole of it in the tooltip.
#[component]
pub fn EnginePill(props: &EnginePillProps) -> Html {
    let (hue, text, hint) = match &props.engine {
        _ if props.is_cut_off => (Hue::Bad, t!("pill-no-console"), t!("pill-no-console.hint")),
        EngineStatus::Connecting => {
            (Hue::Warning, t!("pill-connecting"), t!("pill-connecting.hint"))
        }
        EngineStatus::Connected { since, engine, .. } => (
            Hue::Ok,
            format!("{} · {}", name(engine), place(&engine.endpoint)),
            t!(
                "pill-connected-hint",
                engine = engine.kind.as_str(),
                version = &engine.version,
                endpoint = &engine.endpoint,
                way = &engine.found_by,
                since = props.clock.moment(*since),
            ),
        ),
        EngineStatus::Away { since, reason, attempts, .. } => (
            Hue::Bad,
            t!("pill-away"),
            t!(
                "pill-away.hint",
                since = props.clock.moment(*since),
                reason = words::away_reason(reason, attempts)
            ),
        ),
        EngineStatus::Paused { since } => (
            Hue::Off,
            t!("pill-paused"),
            t!("pill-paused.hint", since = props.clock.moment(*since)),
        ),
    };
    html! {
        <div class="pill" data-testid="engine-status" role="status" aria-live="polite" title={hint}>
            <i class={classes!("dot", "is-ringed", hue.class())} aria-hidden="true"></i>
            <span>{ text }</span>
        </div>
    }
}

fn name(engine: &EngineInfo) -> String {
    let version = format::version_short(&engine.version);
    format!("{} {version}", engine.kind.as_str())
}

/// Where an endpoint leads: `local`, or the name of another machine.
fn place(endpoint: &str) -> String {
    machine(endpoint).map_or_else(|| t!("pill-local"), ToOwned::to_owned)
}

/// The name of the machine that an endpoint leads to, if it is another one.
fn machine(endpoint: &str) -> Option<&str> {
    let (scheme, rest) = endpoint.split_once("://")?;
    if matches!(scheme, "unix" | "npipe") {
        return None;
    }
    let authority = rest.split('/').next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(v6),
        None => host.split(':').next().unwrap_or(host),
    };
    let is_here =
        host == "localhost" || host == "::1" || host.starts_with("127.") || host.is_empty();
    (!is_here).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn an_endpoint_is_local_or_has_a_name() {
        for (endpoint, expected) in [
            ("unix:///var/run/docker.sock", "local"),
            ("npipe:////./pipe/docker_engine", "local"),
            ("tcp://127.0.0.1:2375", "local"),
            ("tcp://[::1]:2375", "local"),
            ("tcp://build.example:2376", "build.example"),
            ("tcp://[2001:db8::7]:2376", "2001:db8::7"),
            ("ssh://me@server", "server"),
            ("/var/run/docker.sock", "local"),
        ] {
            assert_eq!(place(endpoint), expected, "{endpoint}");
        }
    }
}
