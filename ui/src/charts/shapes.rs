//! The charts before anything of what they show is known.

use super::{MetricWords, pair};
use mini_aws_domain::Metric;
use yew::prelude::*;

/// Which charts there will be.
#[derive(Properties, PartialEq)]
pub struct ChartShapesProps {
    /// Of which metrics, in order.
    pub metrics: Vec<Metric>,
    /// Whether those that belong together share one.
    #[prop_or_default]
    pub is_paired: bool,
}

/// The charts' names in their places, above the room that they will take.
#[component]
pub fn ChartShapes(props: &ChartShapesProps) -> Html {
    let has_chart = |metric: &&Metric| !(props.is_paired && pair::is_second(**metric));
    let chart = |metric: &Metric| {
        let is_pair = props.is_paired && pair::other_of(*metric).is_some();
        let title = if is_pair { pair::title(*metric) } else { metric.title() };
        html! {
            <div key={metric.as_str()} class="card chart"><h2>{ title }</h2><div class="plot skeleton" /><div class="legend" /></div>
        }
    };
    html! { <>{ for props.metrics.iter().filter(has_chart).map(chart) }</> }
}
