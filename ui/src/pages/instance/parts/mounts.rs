//! What is mounted into an instance.

use super::copied;
use crate::{
    route::{Page, Route},
    t,
};
use mini_aws_domain::{InstanceDetail, Mount};
use yew::prelude::*;

/// The mounts, each volume leading to where volumes are.
pub(super) fn draw(detail: &InstanceDetail) -> Html {
    if detail.mounts.is_empty() {
        return html! {
            <section class="card part"><p class="part-nothing faint">{ t!("mounts-nothing") }</p></section>
        };
    }
    html! {
        <section class="card part part-scroll" tabindex="0" role="region" aria-label={t!("tab-mounts")}>
            <table class="part-table">
                <thead>
                    <tr>
                        <th scope="col">{ t!("mounts-destination") }</th>
                        <th scope="col">{ t!("mounts-kind") }</th>
                        <th scope="col">{ t!("mounts-source") }</th>
                        <th scope="col">{ t!("mounts-access") }</th>
                    </tr>
                </thead>
                <tbody>{ for detail.mounts.iter().map(row) }</tbody>
            </table>
        </section>
    }
}

fn row(mount: &Mount) -> Html {
    let source = match &mount.volume {
        Some(volume) => {
            let route = Route::filtered(Page::Volumes, volume);
            html! { <a class="text-link" href={route.to_string()} title={mount.source.clone()}>{ volume }</a> }
        }
        None if mount.source.is_empty() => Html::default(),
        None => copied(&mount.source),
    };
    let kind = match mount.kind.as_str() {
        "volume" => t!("mounts-volume"),
        "bind" => t!("mounts-bind"),
        "tmpfs" => t!("mounts-memory"),
        other => other.to_owned(),
    };
    html! {
        <tr key={mount.destination.clone()} data-testid="mount-row">
            <th scope="row">{ copied(&mount.destination) }</th>
            <td>{ kind }</td>
            <td>{ source }</td>
            <td>{ if mount.read_only { t!("mounts-read") } else { t!("mounts-write") } }</td>
        </tr>
    }
}
