//! A chart in words: its headline, and itself in a sentence for who cannot see it.

use super::moment::Moments;
use super::range::ChartRange;
use super::{ChartModel, MetricWords, SeriesView, pair};
use crate::t;

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
    if pair::is_of_two(model) {
        return pair::usage(model, range).unwrap_or_default();
    }
    let metric = model.metric;
    let total = model.total();
    if !range.is_live() {
        return match total.and_then(|total| Some((total, total.peak()?))) {
            Some((total, peak)) => {
                let (mean, peak) = (metric.format_sum(total.mean), metric.format_sum(peak));
                t!("chart-average", average = mean, highest = peak)
            }
            None => String::new(),
        };
    }
    let Some(now) = headline.now.or(total.and_then(|total| total.latest)) else {
        return String::new();
    };
    let now = metric.format_sum(now);
    match headline.whole {
        Some(whole) => t!("chart-usage-of", now = now, whole = metric.format_sum(whole)),
        None => now,
    }
}

/// The chart in a sentence.
pub(super) fn summary(model: &ChartModel, headline: Headline, range: ChartRange) -> String {
    let is_pair = pair::is_of_two(model);
    let title = pair::heading(model);
    let when = when(model, range);
    let total = model.total();
    let Some(highest) = total.and_then(SeriesView::peak) else {
        return t!("chart-summary-none", title = title, when = when);
    };
    let mut said = vec![match usage(model, headline, range) {
        now if now.is_empty() => t!("chart-summary-unknown"),
        now if is_pair && range.is_live() => {
            t!("chart-summary-now", usage = pair::now(model).unwrap_or(now))
        }
        now if is_pair => match pair::average(model) {
            Some(both) => t!("pair-average", usage = both),
            None => now,
        },
        now if range.is_live() => t!("chart-summary-now", usage = now),
        now => now,
    }];
    if is_pair {
        let highest = pair::highest(model);
        said.extend(highest.map(|highest| t!("chart-summary-highest", highest = highest)));
    } else if range.is_live() {
        said.push(t!("chart-summary-highest", highest = model.metric.format_sum(highest)));
    }
    if let Some(busiest) = model.busiest().filter(|_| !is_pair) {
        let mean = model.metric.format(busiest.mean);
        said.push(t!("chart-summary-most", name = &busiest.name, average = mean));
    }
    t!("chart-summary", title = title, when = when, said = said.join(", "))
}

/// Whether something will be added to a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Life {
    /// What it shows runs, or may run.
    #[default]
    Running,
    /// It is there and does not run: its past is longer ago.
    Stopped,
    /// It is frozen, and not measured until it goes on.
    Paused,
    /// It is gone.
    Over,
}

/// What is said where nothing was measured. Of what does not run nothing will be, either.
pub(super) fn nothing_yet(model: &ChartModel, range: ChartRange, life: Life) -> String {
    if range.is_live() {
        let when = range.preset.words();
        match life {
            Life::Running => t!("chart-none-live", when = when),
            Life::Stopped => t!("chart-none-stopped", when = when),
            Life::Paused => t!("chart-none-paused", when = when),
            Life::Over => t!("chart-none-over", when = when),
        }
    } else {
        t!("chart-none", when = Moments::of(model).bucket(model.start, model.end))
    }
}

fn when(model: &ChartModel, range: ChartRange) -> String {
    if range.is_live() {
        range.preset.words()
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
        let words = |life| nothing_yet(&model, ChartRange::default(), life);
        assert!(words(Life::Running).contains("within seconds"));
        assert!(words(Life::Stopped).contains("does not run"));
        assert!(words(Life::Paused).contains("paused"));
        assert_eq!(words(Life::Over), "No samples in the last 15 minutes: it was gone by then.");
    }
}
