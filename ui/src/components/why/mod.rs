//! "Why this number?": the figures that can be asked, and the panel that answers.
//!
//! A figure is a button that says what it is by its attributes, and has no listener of its own: one on the page's content hears them
//! all ([`crate::hooks::use_why`]), so a row costs the same with it as without, and a page full of rows too.

mod card;
mod numbers;
mod panel;
mod place;
#[cfg(test)]
mod tests;

pub use card::WhyCard;
pub use panel::WhyPanel;
pub use place::{Place, place};

use crate::{
    charts::MetricWords,
    format,
    state::{ConsoleState, Reading},
    t,
};
use mini_aws_domain::{Instance, InstanceId, Metric};
use yew::prelude::*;

/// The attribute that names the metric, and tells such a button from any other.
pub const WHY: &str = "data-why";
/// The attribute that names the instance.
pub const INSTANCE: &str = "data-instance";

/// Whose number is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The instance.
    pub instance: InstanceId,
    /// Which of its numbers.
    pub metric: Metric,
}

impl Question {
    /// The question that a button's attributes ask.
    #[must_use]
    pub fn read(attribute: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let word = attribute(WHY)?;
        let metric = Metric::ALL.into_iter().find(|metric| metric.as_str() == word)?;
        Some(Self { instance: InstanceId::new(attribute(INSTANCE)?), metric })
    }
}

/// A number of an instance as it is shown everywhere: a figure that can be asked, or a dash.
pub fn figure(state: &ConsoleState, instance: &Instance, metric: Metric) -> Html {
    let Some(reading) = state.readings.get(&instance.id) else {
        // What is not measured has no reason to be what it is.
        return html! { { format::UNKNOWN } };
    };
    html! {
        <button type="button" class="why" data-testid="why" data-why={metric.as_str()} data-instance={instance.id.as_str().to_owned()}
            aria-haspopup="dialog" title={t!("why-this")}>{ text(reading, metric) }</button>
    }
}

fn text(reading: &Reading, metric: Metric) -> String {
    let sample = &reading.sample;
    match metric {
        // In more digits than a chart has.
        Metric::Memory => format::or_unknown(sample.memory_bytes, format::memory),
        metric => format::or_unknown(metric.of(sample), |value| metric.format(value)),
    }
}
