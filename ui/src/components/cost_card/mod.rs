//! What watching costs, all of it: the console, what it asks of the engine, and what it keeps on disk.

#[cfg(test)]
mod tests;
mod words;

use super::Sparkline;
use crate::{format, route::COST, state::OwnCpu, t};
use mini_aws_domain::OwnCost;
use yew::prelude::*;

/// How many points the line has: one for each few pixels.
const POINTS: usize = 60;
/// Its size in CSS pixels.
const LINE: (f64, f64) = (150.0, 34.0);
/// The line's full height stands for at least this many percent of a core.
const FLOOR_PERCENT: f64 = 1.0;

/// What the card shows.
#[derive(Properties, PartialEq)]
pub struct CostCardProps {
    /// What the console costs, once measured.
    pub cost: Option<OwnCost>,
    /// Its CPU in the last minutes.
    #[prop_or_default]
    pub cpu: OwnCpu,
}

/// The card. It is of one height, whatever is known.
#[component]
pub fn CostCard(props: &CostCardProps) -> Html {
    html! {
        <section id={COST} class="card cost-card" data-testid="own-cost" aria-labelledby="own-cost-heading" aria-busy={props.cost.is_none().then_some("true")}>
            <h2 id="own-cost-heading">{ t!("cost-title") }<em>{ t!("cost-title.pace") }</em></h2>
            { match &props.cost {
                Some(cost) => known(cost, &props.cpu),
                None => html! {
                    <>
                        <p class="visually-hidden">{ t!("cost-title.waiting") }</p>
                        <div class="skeleton cost-wait" />
                    </>
                },
            } }
        </section>
    }
}

fn known(cost: &OwnCost, cpu: &OwnCpu) -> Html {
    let engine = words::watching(cost.engine.as_ref());
    let disk = words::disk(cost.database.as_ref());
    html! {
        <>
            <dl class="cost-figures">
                <div class="has-line">
                    <dt>{ t!("cost-cpu") }</dt>
                    <dd class="figure">{ words::percent(cost.cpu_percent) }</dd>
                    <dd class="faint">{ t!("cost-cpu.note") }</dd>
                    <dd class="cost-line" title={t!("cost-cpu.line")}>
                        <Sparkline values={cpu.line(POINTS)} color="k-c1" floor={FLOOR_PERCENT} width={LINE.0} height={LINE.1} />
                    </dd>
                </div>
                { figure(t!("cost-memory"), format::memory_short(cost.memory_bytes), t!("cost-memory.note")) }
                { figure(engine.label, engine.figure, engine.note) }
                { figure(t!("cost-disk"), disk.0, disk.1) }
            </dl>
            <dl class="facts cost-facts">
                { fact(t!("cost-watched"), words::watched(cost)) }
                { fact(t!("cost-sources"), words::sources(&cost.sampling)) }
                { fact(t!("cost-pace"), words::pace(&cost.sampling)) }
                { fact(t!("cost-each-second"), words::each_second(cost)) }
                { fact(t!("cost-engine"), words::engine(cost.engine.as_ref())) }
                { fact(t!("cost-database"), words::database(cost.database.as_ref())) }
            </dl>
        </>
    }
}

fn figure(label: String, value: String, note: String) -> Html {
    html! {
        <div key={label.clone()}>
            <dt>{ label }</dt>
            <dd class="figure">{ value }</dd>
            <dd class="faint">{ note }</dd>
        </div>
    }
}

fn fact(label: String, value: String) -> Html {
    html! { <div key={label.clone()}><dt>{ label }</dt><dd>{ value }</dd></div> }
}
