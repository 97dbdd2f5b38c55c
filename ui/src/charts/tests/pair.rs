//! Two metrics in one chart.

use crate::charts::{ChartRange, Preset, SeriesRole, Span, pair, past, words};
use crate::testing::{ago, history, now};
use mini_aws_domain::{History, Metric};

fn model(change: impl Fn(&mut History)) -> crate::charts::ChartModel {
    let span = Span { from: ago(600), to: now() };
    let drawn = |metric, change: &dyn Fn(&mut History)| {
        let mut history = history(metric);
        change(&mut history);
        past::model(&history, span, true, |_| None)
    };
    let one = drawn(Metric::NetworkRx, &|_| {});
    pair::together(one, &drawn(Metric::NetworkTx, &change))
}

#[test]
fn both_have_a_line_and_the_parts_have_none() {
    let model = model(|_| {});
    let lines: Vec<_> = model.series.iter().map(|line| (line.role, line.name.as_str())).collect();
    assert_eq!(lines, [(SeriesRole::Total, "received"), (SeriesRole::Instance, "sent")]);
    assert_eq!(model.series[0].values, model.series[1].values);
    assert_eq!(model.times.len(), model.series[1].values.len());
}

#[test]
fn what_has_other_times_is_not_known_rather_than_wrong() {
    let model = model(|history| history.begins = ago(540));
    let [one, other] = [0, 1].map(|place| &model.series[place].values);
    assert_eq!(other[0], None, "before it began");
    assert_eq!(other[1], one[0], "each value stands at its own time");
}

#[test]
fn the_two_are_said_together() {
    let live = ChartRange::live(Preset::Quarter);
    let plain = |text: String| text.replace('\u{202f}', " ");
    let model = model(|_| {});
    assert_eq!(
        plain(words::usage(&model, words::Headline::default(), live)),
        "↓ 152 B/s ↑ 152 B/s"
    );
    let said = plain(words::summary(&model, words::Headline::default(), live));
    assert_eq!(
        said,
        "Network, last 15 minutes: now 152 B/s received, 152 B/s sent, highest 304 B/s received, 304 B/s sent."
    );
}
