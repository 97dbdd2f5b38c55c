//! An endpoint that the person types.

use super::EnginesHandle;
use crate::{platform, t};
use mini_aws_domain::{EnginePick, Transport};
use web_sys::HtmlInputElement;
use yew::prelude::*;

const ERROR: &str = "engine-endpoint-error";

#[derive(Properties, PartialEq)]
pub(super) struct EndpointFormProps {
    pub engines: EnginesHandle,
}

/// A field for an endpoint. Whether there is an engine at it is found out by trying.
#[component]
pub(super) fn EndpointForm(props: &EndpointFormProps) -> Html {
    let field = use_node_ref();
    let error = use_state_eq(|| None::<String>);
    let onsubmit = {
        let (field, error, change) = (field.clone(), error.setter(), props.engines.change.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = field.cast::<HtmlInputElement>() else { return };
            match typed(&input.value()) {
                Some(endpoint) => {
                    error.set(None);
                    change.emit(EnginePick::Endpoint { endpoint });
                }
                None => {
                    error.set(Some(t!("engine-endpoint-malformed")));
                    platform::focus_node(&field);
                }
            }
        })
    };
    let is_busy = props.engines.task.is_some();
    html! {
        <form class="engine-endpoint" {onsubmit} novalidate=true>
            <label for="engine-endpoint">{ t!("engine-endpoint") }</label>
            <div class="engine-endpoint-line">
                <input id="engine-endpoint" type="text" ref={field} maxlength="512" autocomplete="off" autocapitalize="off" spellcheck="false"
                    placeholder="unix:///run/docker.sock" aria-invalid={error.is_some().then_some("true")} aria-describedby={ERROR} data-testid="engine-endpoint" />
                <button type="submit" class="button" aria-disabled={is_busy.then_some("true")} data-testid="engine-endpoint-use">{ t!("engine-use") }</button>
            </div>
            <p class="faint">{ t!("engine-endpoint.hint") }{ " " }<code>{ "tcp://host:2376" }</code>{ " · " }<code>{ "ssh://user@host" }</code></p>
            <p id={ERROR} class="form-error" role="alert">{ (*error).clone().unwrap_or_default() }</p>
        </form>
    }
}

/// The endpoint that was typed; `None` for what cannot be one. A path alone is a socket.
pub(super) fn typed(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.contains(char::is_whitespace) {
        return None;
    }
    match text.split_once("://") {
        Some((scheme, rest)) if !scheme.is_empty() && !rest.is_empty() => Some(text.to_owned()),
        None if text.starts_with('/') => Some(format!("unix://{text}")),
        _ => None,
    }
}

/// How an endpoint is reached, by its first letters.
pub(super) fn transport(endpoint: &str) -> Transport {
    match endpoint.split_once("://").map(|(scheme, _)| scheme) {
        Some("unix") => Transport::Unix,
        Some("npipe") => Transport::NamedPipe,
        Some("tcp" | "http") => Transport::Tcp,
        Some("https") => Transport::Tls,
        Some("ssh") => Transport::Ssh,
        _ => Transport::Unknown,
    }
}
