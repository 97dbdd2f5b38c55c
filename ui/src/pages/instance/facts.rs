//! What is known of an instance, or of several, besides their past.

use super::{known::Known, words};
use crate::{
    charts::{ChartRange, MetricWords, Span, span_words},
    components::{group_link, port_words, why},
    format,
    pages::{instance_rows, short_network},
    route::Route,
    state::ConsoleState,
    t,
    time::{self, Clock},
};
use mini_aws_domain::{HistorySubject, Instance, InstanceDetail, Metric, PastInstance};
use std::collections::BTreeSet;
use yew::prelude::*;

/// What is used now: a short word for each, what that is short for, and the metric.
fn now() -> [(String, Option<String>, Metric); 6] {
    [
        (t!("fact-cpu"), None, Metric::Cpu),
        (t!("fact-memory"), None, Metric::Memory),
        (t!("fact-received"), Some(t!("fact-received-hint")), Metric::NetworkRx),
        (t!("fact-sent"), Some(t!("fact-sent-hint")), Metric::NetworkTx),
        (t!("fact-read"), Some(t!("fact-read-hint")), Metric::DiskRead),
        (t!("fact-written"), Some(t!("fact-written-hint")), Metric::DiskWrite),
    ]
}

/// The names of what is used, before any figure is known: they take the room that they will have.
pub(super) fn now_to_come() -> Html {
    let shape = |(label, _, metric): (String, Option<String>, Metric)| {
        html! { <div key={metric.as_str()}><dt>{ label }</dt><dd>{ format::UNKNOWN }</dd></div> }
    };
    html! { <dl class="instance-now" aria-hidden="true">{ for now().into_iter().map(shape) }</dl> }
}

/// What is used now, and what stands in the box.
pub(super) struct Facts<'a> {
    pub subject: &'a HistorySubject,
    pub members: &'a [Known<'a>],
    pub state: &'a ConsoleState,
    pub clock: Clock,
    pub range: ChartRange,
}

impl Facts<'_> {
    /// The box, with what the engine told of the one instance besides. It is of one height whatever is in it.
    pub fn draw(&self, told: Option<&InstanceDetail>) -> Html {
        let facts = match (self.subject, self.members) {
            (HistorySubject::Instance { .. }, [Known::Present(instance)]) => {
                self.present(instance, told)
            }
            (HistorySubject::Instance { .. }, [Known::Past(past)]) => self.past(past),
            (_, members) => self.several(members),
        };
        let is_one = matches!(self.subject, HistorySubject::Instance { .. });
        html! {
            <section class="card instance-facts" aria-label={t!("instance-facts")}>
                <dl class={(!is_one).then_some("is-several")}>{ facts }</dl>
            </section>
        }
    }

    /// What is used now, in one line; nothing where nothing runs.
    pub fn now(&self) -> Html {
        let runs =
            |known: &Known<'_>| matches!(known, Known::Present(it) if !it.state.is_stopped());
        if !self.members.iter().any(runs) {
            return Html::default();
        }
        html! {
            <dl class="instance-now" data-testid="instance-now">
                { for now().into_iter().map(|(label, hint, metric)| self.used(label, hint, metric)) }
            </dl>
        }
    }

    /// What is used now of one thing: of one instance a figure that can be asked, of several their sum.
    fn used(&self, label: String, hint: Option<String>, metric: Metric) -> Html {
        let value = match self.members {
            [Known::Present(instance)] => why::figure(self.state, instance, metric),
            members => {
                let sum = sum(members, self.state, metric);
                let text = format::or_unknown(sum, |sum| match metric {
                    Metric::Memory => format::memory(sum.max(0.0) as u64),
                    metric => metric.format(sum),
                });
                html! { { text } }
            }
        };
        html! { <div key={metric.as_str()} title={hint}><dt>{ label }</dt><dd>{ value }</dd></div> }
    }

    fn present(&self, instance: &Instance, told: Option<&InstanceDetail>) -> Html {
        let known = Known::Present(instance);
        let started = match (instance.started_at, instance.finished_at) {
            (_, Some(finished)) => (t!("fact-stopped"), Some(finished)),
            (started, None) => (t!("fact-started"), started),
        };
        let project = instance.project.as_deref();
        let networks: Vec<String> =
            instance.vpcs.iter().map(|name| short_network(name, project).to_owned()).collect();
        html! {
            <>
                { self.image(known) }
                { self.project(known) }
                { self.moment(t!("fact-created"), Some(instance.created_at)) }
                { self.moment(started.0, started.1) }
                { told_of(t!("fact-restart"), told.map(words::policy)) }
                { list(t!("fact-ports"), port_words(&instance.ports), None) }
                { list(t!("fact-volumes"), instance.volumes.join(", "), None) }
                { list(t!("fact-vpcs"), networks.join(", "), Some(instance.vpcs.join(", "))) }
                { id(known) }
                { told_of(t!("fact-limits"), told.map(words::limits)) }
            </>
        }
    }

    fn past(&self, past: &PastInstance) -> Html {
        let known = Known::Past(past);
        html! {
            <>
                { self.image(known) }
                { self.project(known) }
                { self.moment(t!("fact-first-seen"), Some(past.first_seen)) }
                { self.moment(t!("fact-last-seen"), Some(past.last_seen)) }
                { id(known) }
                { self.life(known, Span { from: past.first_seen, to: past.last_seen }) }
            </>
        }
    }

    /// How long it lived, which leads to charts of all of that.
    fn life(&self, known: Known<'_>, life: Span) -> Html {
        let range = known.range(self.range, self.clock.now);
        let length = time::duration(life.length());
        let title = t!("fact-life-hint", when = span_words(life, self.clock));
        let value = if range == self.range {
            html! { { length } }
        } else {
            let route = Route { range, ..Route::of(self.subject.clone()) };
            html! { <>{ length }{ " · " }<a class="text-link" href={route.to_string()} {title}>{ t!("fact-life-all") }</a></> }
        };
        fact(t!("fact-life"), value)
    }

    fn several(&self, members: &[Known<'_>]) -> Html {
        let running =
            |known: &&Known<'_>| matches!(known, Known::Present(i) if !i.state.is_stopped());
        let past = members.iter().filter(|known| known.is_past()).count();
        let running = members.iter().filter(running).count();
        let stopped = members.len() - past - running;
        let shown = |count: usize| format::grouped(count as u64);
        let counts = [
            (running, t!("fact-running", n = running, count = shown(running))),
            (stopped, t!("fact-stopped-count", count = shown(stopped))),
            (past, t!("fact-terminated", count = shown(past))),
        ];
        let counts: Vec<String> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
        let images: BTreeSet<&str> = members.iter().map(|known| known.image()).collect();
        let short: BTreeSet<&str> =
            images.iter().map(|image| instance_rows::short_image(image)).collect();
        let joined = |texts: BTreeSet<&str>| texts.into_iter().collect::<Vec<_>>().join(", ");
        let oldest = members.iter().map(|known| known.begins()).min();
        let newest = members.iter().map(|known| known.begins()).max();
        html! {
            <>
                { list(t!("past-all"), counts.join(", "), None) }
                { self.moment(t!("fact-oldest"), oldest) }
                { self.moment(t!("fact-newest"), newest) }
                { self.groups(members) }
                { list(t!("fact-images", count = short.len()), joined(short), Some(joined(images))) }
            </>
        }
    }

    /// The services of a project, or the project and service of what has them all alike.
    fn groups(&self, members: &[Known<'_>]) -> Html {
        if let HistorySubject::Group { project, service: None } = self.subject {
            let services: BTreeSet<&str> =
                members.iter().filter_map(|known| known.service()).collect();
            let title = services.iter().copied().collect::<Vec<_>>().join(", ");
            let links = services.into_iter().enumerate().map(|(place, service)| html! {
                <>{ if place > 0 { ", " } else { "" } }{ group_link(project, Some(service), self.range) }</>
            });
            return html! { <div title={title}><dt>{ t!("fact-services") }</dt><dd>{ for links }</dd></div> };
        }
        members.first().map(|&known| self.project(known)).unwrap_or_default()
    }

    fn image(&self, known: Known<'_>) -> Html {
        let image = known.image();
        list(t!("fact-image"), instance_rows::short_image(image).to_owned(), Some(image.to_owned()))
    }

    fn project(&self, known: Known<'_>) -> Html {
        let Some(project) = known.project() else {
            return list(t!("fact-project"), String::new(), None);
        };
        let service = known.service().map(|service| {
            html! {
                <>{ " · " }{ group_link(project, Some(service), self.range) }</>
            }
        });
        fact(
            t!("fact-project"),
            html! { <>{ group_link(project, None, self.range) }{ service.unwrap_or_default() }</> },
        )
    }

    fn moment(&self, label: String, at: Option<chrono::DateTime<chrono::Utc>>) -> Html {
        let clock = self.clock;
        html! {
            <div title={at.map(|at| clock.full(at))}>
                <dt>{ label }</dt>
                <dd>{ match at {
                    Some(at) => html! { <time datetime={at.to_rfc3339()}>{ t!("fact-ago", time = clock.since(at)) }</time> },
                    None => html! { { format::UNKNOWN } },
                } }</dd>
            </div>
        }
    }
}

/// What the members use together now; nothing if none of them is measured.
fn sum(members: &[Known<'_>], state: &ConsoleState, metric: Metric) -> Option<f64> {
    let values =
        members.iter().filter_map(|known| metric.of(&state.readings.get(known.id())?.sample));
    values.reduce(|sum, value| sum + value)
}

fn id(known: Known<'_>) -> Html {
    let id = known.id();
    html! { <div title={id.as_str().to_owned()}><dt>{ t!("fact-id") }</dt><dd><code>{ id.short() }</code></dd></div> }
}

/// A fact in words; the whole of it is shown by pointing at it.
fn list(label: String, text: String, title: Option<String>) -> Html {
    let title = title.unwrap_or_else(|| text.clone());
    html! {
        <div title={title}>
            <dt>{ label }</dt>
            <dd>if text.is_empty() { <span class="faint">{ t!("fact-none") }</span> } else { { text } }</dd>
        </div>
    }
}

/// What only the engine knows; a dash until it has told.
fn told_of(label: String, text: Option<String>) -> Html {
    list(label, text.unwrap_or_else(|| format::UNKNOWN.to_owned()), None)
}

fn fact(label: String, value: Html) -> Html {
    html! { <div><dt>{ label }</dt><dd>{ value }</dd></div> }
}
