//! Where an instance can be reached: its ports, and its places in networks.

use crate::{
    route::{Page, Route},
    t,
};
use mini_aws_domain::{Instance, InstanceDetail, NetworkPlace, Port};
use std::collections::BTreeSet;
use yew::prelude::*;

/// Ports where browsers expect encryption.
const ENCRYPTED: [u16; 2] = [443, 8443];

/// The ports, those first that a browser can open, and the networks, each leading to where they are.
pub(super) fn draw(detail: &InstanceDetail, instance: Option<&Instance>) -> Html {
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

fn port(port: &Port) -> Html {
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
            if let Some(address) = address(port) {
                // A page of the instance's own: it learns nothing of this one.
                <a class="text-link" href={address.clone()} target="_blank" rel="noopener noreferrer" title={address}>{ t!("ports-open") }</a>
            }
        </li>
    }
}

/// Where a browser finds what listens on a port; none if that is nothing for browsers.
fn address(port: &Port) -> Option<String> {
    let public = port.public.filter(|_| port.protocol == "tcp")?;
    let is_encrypted = [public, port.private].iter().any(|known| ENCRYPTED.contains(known));
    let scheme = if is_encrypted { "https" } else { "http" };
    // Text that comes from an engine: only what is an address gets into a link.
    let given = port.address.as_deref().and_then(|text| text.parse::<std::net::IpAddr>().ok());
    let host = match given {
        None => "127.0.0.1".to_owned(),
        Some(given) if given.is_unspecified() => "127.0.0.1".to_owned(),
        Some(std::net::IpAddr::V6(given)) => format!("[{given}]"),
        Some(given) => given.to_string(),
    };
    Some(format!("{scheme}://{host}:{public}"))
}

fn network(place: &NetworkPlace) -> Html {
    let route = Route::filtered(Page::Vpcs, &place.name);
    let addresses = [&place.ipv4, &place.ipv6].into_iter().flatten().cloned().collect::<Vec<_>>();
    let or_none = |text: String| {
        html! { if text.is_empty() { <span class="faint">{ t!("fact-none") }</span> } else { <code>{ text }</code> } }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: Option<&str>, public: u16, protocol: &str) -> Option<String> {
        super::address(&Port {
            private: 80,
            public: Some(public),
            address: address.map(ToOwned::to_owned),
            protocol: protocol.to_owned(),
        })
    }

    #[test]
    fn what_listens_everywhere_is_opened_here() {
        for everywhere in [Some("0.0.0.0"), Some("::"), None] {
            assert_eq!(at(everywhere, 8080, "tcp").as_deref(), Some("http://127.0.0.1:8080"));
        }
        assert_eq!(at(Some("192.168.1.4"), 80, "tcp").as_deref(), Some("http://192.168.1.4:80"));
        assert_eq!(at(Some("::1"), 8443, "tcp").as_deref(), Some("https://[::1]:8443"));
    }

    #[test]
    fn what_is_no_address_gets_into_no_link() {
        assert_eq!(at(Some("evil.example/"), 80, "tcp").as_deref(), Some("http://127.0.0.1:80"));
        assert_eq!(at(None, 53, "udp"), None);
    }
}
