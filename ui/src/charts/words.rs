//! A chart in words: its headline, and itself in a sentence for who cannot see it.

use super::moment::Moments;
use super::range::ChartRange;
use super::{ChartModel, MetricWords, SeriesView};

/// What stands at the right of a chart's heading.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Headline {
    /// What is used now, if that is known better than the chart does.
    pub now: Option<f64>,
    /// What there is of it.
    pub whole: Option<f64>,
}

/// `142 % of 800 %`: what is used now, of what there is; `average 118 %, highest 233 %` of a range that stands still.
pub(super) fn usage(model: &ChartModel, headline: Headline, range: ChartRange) -> String {
    let metric = model.metric;
    let total = model.total();
    if !range.is_live() {
        return match total.and_then(|total| Some((total, total.peak()?))) {
            Some((total, peak)) => {
                let (mean, peak) = (metric.format_sum(total.mean), metric.format_sum(peak));
                format!("average {mean}, highest {peak}")
            }
            None => String::new(),
        };
    }
    let Some(now) = headline.now.or(total.and_then(|total| total.latest)) else {
        return String::new();
    };
    let now = metric.format_sum(now);
    match headline.whole {
        Some(whole) => format!("{now} of {}", metric.format_sum(whole)),
        None => now,
    }
}

/// The chart in a sentence.
pub(super) fn summary(model: &ChartModel, headline: Headline, range: ChartRange) -> String {
    let title = model.metric.title();
    let when = when(model, range);
    let total = model.total();
    let Some(highest) = total.and_then(SeriesView::peak) else {
        return format!("{title}, {when}: no samples.");
    };
    let now = match usage(model, headline, range) {
        now if now.is_empty() => "not known now".to_owned(),
        now if range.is_live() => format!("now {now}"),
        now => now,
    };
    let highest = if range.is_live() {
        format!(", highest {}", model.metric.format_sum(highest))
    } else {
        String::new()
    };
    let busiest = model
        .busiest()
        .map(|busiest| {
            let mean = model.metric.format(busiest.mean);
            format!(", most by {}, {mean} on average", busiest.name)
        })
        .unwrap_or_default();
    format!("{title}, {when}: {now}{highest}{busiest}.")
}

/// What is said where nothing was measured. Of what is over nothing will be, either.
pub(super) fn nothing_yet(model: &ChartModel, range: ChartRange, is_over: bool) -> String {
    if range.is_live() {
        let when = range.preset.words();
        if is_over {
            return format!("No samples in the {when}: it was gone by then.");
        }
        format!("No samples in the {when}. A running instance shows up here within seconds.")
    } else {
        format!("No samples, {}.", Moments::of(model).bucket(model.start, model.end))
    }
}

fn when(model: &ChartModel, range: ChartRange) -> String {
    if range.is_live() {
        range.preset.words().to_owned()
    } else {
        Moments::of(model).bucket(model.start, model.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Source;
    use mini_aws_domain::Metric;

    #[test]
    fn who_is_gone_is_not_waited_for() {
        let model = Source::Nothing.model(Metric::Cpu);
        let words = |is_over| nothing_yet(&model, ChartRange::default(), is_over);
        assert!(words(false).contains("within seconds"));
        assert_eq!(words(true), "No samples in the last 15 minutes: it was gone by then.");
    }
}
