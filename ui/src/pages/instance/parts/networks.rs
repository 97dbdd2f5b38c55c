//! Where an instance can be reached: its ports, and its places in networks.

use super::copied;
use crate::{
    components::{PortHost, port_link},
    route::{Page, Route},
    t,
};
use mini_aws_domain::{Instance, InstanceDetail, NetworkPlace, Port};
use std::collections::BTreeSet;
use yew::prelude::*;

/// The ports, those first that a browser can open, and the networks, each leading to where they are.
pub(super) fn draw(detail: &InstanceDetail, instance: Option<&Instance>, host: &PortHost) -> Html {
    let port = |known: &Port| port(known, host);
    let ports: BTreeSet<&Port> =
        instance.map(|known| known.ports.iter().collect()).unwrap_or_default();
    let (published, exposed): (Vec<&Port>, Vec<&Port>) =
        ports.into_iter().partition(|port| port.public.is_some());
    html! {
        <>
            <section class="card part-facts">
                <h2>{ t!("ports-title") }</h2>
                if published.is_empty() && exposed.is_empty() {
                    <p class="faint">{ t!("ports-nothing") }</p>
                } else {
                    <ul class="ports">{ for published.into_iter().chain(exposed).map(port) }</ul>
                }
            </section>
            <section class="card part part-scroll" tabindex="0" role="region" aria-label={t!("tab-networks")}>
                if detail.networks.is_empty() {
                    <p class="part-nothing faint">{ t!("networks-nothing") }</p>
                } else {
                    <table class="part-table">
                        <thead>
                            <tr>
                                <th scope="col">{ t!("networks-name") }</th>
                                <th scope="col">{ t!("networks-address") }</th>
                                <th scope="col">{ t!("networks-gateway") }</th>
                                <th scope="col">{ t!("networks-mac") }</th>
                                <th scope="col">{ t!("networks-aliases") }</th>
                            </tr>
                        </thead>
                        <tbody>{ for detail.networks.iter().map(network) }</tbody>
                    </table>
                }
            </section>
        </>
    }
}

fn port(port: &Port, reached: &PortHost) -> Html {
    let inside = format!("{}/{}", port.private, port.protocol);
    let Some(public) = port.public else {
        return html! { <li><code>{ inside }</code><span class="faint">{ t!("ports-inside") }</span></li> };
    };
    let host = port.address.clone().unwrap_or_default();
    let outside =
        if host.contains(':') { format!("[{host}]:{public}") } else { format!("{host}:{public}") };
    html! {
        <li data-testid="port-row">
            <code>{ format!("{outside} → {inside}") }</code>
            if let Some(url) = reached.url(port) {
                { port_link(url, "text-link", t!("ports-open")) }
            }
        </li>
    }
}

fn network(place: &NetworkPlace) -> Html {
    let route = Route::filtered(Page::Vpcs, &place.name);
    let addresses = [&place.ipv4, &place.ipv6].into_iter().flatten().cloned().collect::<Vec<_>>();
    let or_none = |text: String| {
        html! { if text.is_empty() { <span class="faint">{ t!("fact-none") }</span> } else { { copied(&text) } } }
    };
    html! {
        <tr key={place.name.clone()} data-testid="network-row">
            <th scope="row"><a class="text-link" href={route.to_string()}>{ &place.name }</a></th>
            <td>{ or_none(addresses.join(", ")) }</td>
            <td>{ or_none(place.gateway.clone().unwrap_or_default()) }</td>
            <td>{ or_none(place.mac.clone().unwrap_or_default()) }</td>
            <td>{ or_none(place.aliases.join(", ")) }</td>
        </tr>
    }
}
