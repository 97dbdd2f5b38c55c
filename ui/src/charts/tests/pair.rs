//! Two metrics in one chart.

use crate::charts::table::{ChartTable, RowContent, TableRow};
use crate::charts::tip::Tip;
use crate::charts::{ChartRange, MetricWords, Preset, SeriesRole, Span, pair, past, words};
use crate::format::UNKNOWN;
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

#[test]
fn the_averages_of_a_range_that_stands_still_have_names() {
    let plain = |text: String| text.replace('\u{202f}', " ");
    let fixed = ChartRange::live(Preset::Quarter).zoomed(Span { from: ago(600), to: now() }, now());
    let model = model(|_| {});
    let mean = plain(Metric::NetworkRx.format(model.series[0].mean));
    let said = plain(words::summary(&model, words::Headline::default(), fixed));
    assert!(said.contains(&format!("average {mean} received, {mean} sent")), "{said}");
    assert!(said.contains("highest 304 B/s received, 304 B/s sent"), "{said}");
    assert!(!said.contains(['↓', '↑']), "{said}");
}

#[test]
fn a_tip_and_a_table_name_whose_figures_they_are() {
    let model = model(|history| history.begins = ago(540));
    let tip = Tip::new(&model, model.times[1]).unwrap();
    let names: Vec<_> = tip.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["received", "sent"]);

    let table = ChartTable::new(&model);
    assert_eq!(table.spreads, ["received", "sent"]);
    assert!(table.columns.is_empty(), "{:?}", table.columns);
    let spreads = |row: &TableRow| match &row.content {
        RowContent::Values { spreads, .. } => spreads.clone(),
        RowContent::Gap(_) => Vec::new(),
    };
    let rows: Vec<_> = table.rows.iter().map(spreads).filter(|row| !row.is_empty()).collect();
    assert!(rows.iter().all(|row| row.len() == 2));
    // The oldest row is from before the second began.
    let oldest = rows.last().unwrap();
    assert_eq!(oldest[1], [UNKNOWN; 3]);
    assert!(oldest[0].iter().all(|figure| figure != UNKNOWN), "{oldest:?}");
}
