//! The design system on one page, in builds for development only: the tokens, and every component in each of its states.
//!
//! What is shown stands in [`list`], and the snapshot tests go over the same list. Who makes a component puts it there.

mod list;
mod samples;
#[cfg(test)]
mod tests;
mod tokens;

use crate::t;
use list::Specimen;
use yew::prelude::*;

/// Colours, sizes, and all components.
#[component]
pub fn DesignPage() -> Html {
    let specimens = list::list();
    html! {
        <div class="design-page" data-testid="design-page">
            <h1>{ t!("design-title") }</h1>
            <p class="faint">{ t!("design-about", count = specimens.len()) }</p>
            <section class="card">
                <h2>{ t!("design-colors") }</h2>
                { tokens::colors() }
            </section>
            <section class="card">
                <h2>{ t!("design-sizes") }</h2>
                { tokens::sizes() }
            </section>
            { for specimens.into_iter().map(specimen) }
        </div>
    }
}

fn specimen(specimen: Specimen) -> Html {
    let Specimen { name, module, states } = specimen;
    html! {
        <section class="card" key={name} data-testid={format!("design-{name}")}>
            <h2>{ name }<code>{ module }</code></h2>
            { for states.into_iter().map(|(state, shown)| html! {
                <figure key={state}>
                    <figcaption>{ state }</figcaption>
                    <div class="specimen">{ shown }</div>
                </figure>
            }) }
        </section>
    }
}
