//! What is sent to ECharts from frame to frame.

use super::fixture::{at, bucketed, model, theme};
use crate::charts::options::build;
use crate::charts::update::{Update, remembered};
use crate::charts::{ChartModel, MetricKind};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A second later: each line has another point, and the first has left.
fn later(model: &ChartModel) -> ChartModel {
    let mut model = model.clone();
    for time in &mut model.times {
        *time += 1000;
    }
    model.start += 1000;
    model.end += 1000;
    model
}

fn option(model: &ChartModel) -> Value {
    build(model, &theme())
}

fn update(before: &ChartModel, after: &ChartModel) -> Update {
    Update::new(Some(&option(before)), &option(after))
}

/// What a merge makes of an option, by the rules of ECharts: objects part by part, lines by their id, all else replaced.
fn merged(before: &Value, parts: &Value) -> Value {
    let (Value::Object(old), Value::Object(new)) = (before, parts) else { return parts.clone() };
    let mut all = old.clone();
    for (name, value) in new {
        let merge = |old: &Value| match (name.as_str(), old, value) {
            ("series", Value::Array(lines), Value::Array(changed)) => {
                let of = |line: &Value| changed.iter().find(|known| known["id"] == line["id"]);
                lines
                    .iter()
                    .map(|line| of(line).map_or(line.clone(), |to| merged(line, to)))
                    .collect()
            }
            _ => merged(old, value),
        };
        all.insert(name.clone(), old.get(name).map_or_else(|| value.clone(), merge));
    }
    Value::Object(all)
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn from_frame_to_frame_only_points_and_the_ends_of_the_axis_are_sent() {
    let before = model(MetricKind::Cpu, 1.0);
    let mut after = later(&before);
    // No band of a gap moves with the frames.
    after.gaps = before.gaps.clone();
    let Update::Parts(parts) = update(&before, &after) else { panic!("parts will do") };
    assert_eq!(keys(&parts), BTreeSet::from(["series", "xAxis"]));
    assert!(keys(&parts["xAxis"]).is_subset(&BTreeSet::from(["axisLabel", "max", "min"])));
    assert_eq!(parts["xAxis"]["max"], json!(at(1)));
    let lines = parts["series"].as_array().unwrap();
    assert_eq!(lines.len(), before.series.len());
    for line in lines {
        assert_eq!(keys(line), BTreeSet::from(["data", "id"]), "{line}");
    }
    let text = parts.to_string();
    for styled in ["color", "width", "tooltip", "formatter", "font", "emphasis"] {
        assert!(!text.contains(styled), "{styled} never changes, and is sent: {text}");
    }
}

#[test]
fn what_is_sent_makes_of_the_old_option_the_new_one() {
    let before = model(MetricKind::Cpu, 1.0);
    let mut afters = vec![later(&before), before.clone(), before.clone(), before.clone()];
    afters[1].focus = Some("api".to_owned());
    afters[2].markers.clear();
    afters[2].gaps.clear();
    afters[3].series[0].values[0] = Some(790.0);
    for after in &afters {
        let Update::Parts(parts) = update(&before, after) else { panic!("parts will do") };
        assert_eq!(merged(&option(&before), &parts), option(after));
    }
}

#[test]
fn what_did_not_change_is_not_sent_at_all() {
    let model = model(MetricKind::Memory, 1e9);
    assert_eq!(update(&model, &model), Update::Nothing);
    let mut higher = model.clone();
    higher.series[1].values[0] = Some(1.5e9);
    let Update::Parts(parts) = update(&model, &higher) else { panic!("parts will do") };
    assert_eq!(keys(&parts), BTreeSet::from(["series"]), "the axis is as it was");
    assert_eq!(parts["series"].as_array().unwrap().len(), 1, "and so are the other lines");
}

#[test]
fn points_are_not_kept_to_compare_with_and_so_are_always_sent() {
    let model = model(MetricKind::Cpu, 1.0);
    let kept = remembered(option(&model));
    assert!(kept["series"].as_array().unwrap().iter().all(|line| line.get("data").is_none()));
    let Update::Parts(parts) = Update::new(Some(&kept), &option(&later(&model))) else {
        panic!("parts will do")
    };
    for line in parts["series"].as_array().unwrap() {
        assert_eq!(keys(line), BTreeSet::from(["data", "id"]));
    }
}

#[test]
fn other_lines_take_the_place_of_all() {
    let before = model(MetricKind::Cpu, 1.0);
    let after = before.without(|key| key == "api");
    let Update::Lines(parts) = update(&before, &after) else { panic!("a line has to go") };
    assert_eq!(parts["series"], option(&after)["series"], "whole, for one of them may be new");
    // Around the line that is looked at there is a band, which is two lines more.
    let before = bucketed();
    let mut after = before.clone();
    after.focus = Some("api".to_owned());
    assert!(matches!(update(&before, &after), Update::Lines(_)));
}

#[test]
fn what_a_merge_cannot_take_away_makes_it_whole() {
    let option = option(&model(MetricKind::Cpu, 1.0));
    assert_eq!(Update::new(None, &option), Update::Whole(option.clone()));
    let mut before = option.clone();
    before["legend"] = json!({});
    assert_eq!(Update::new(Some(&before), &option), Update::Whole(option.clone()));
    let mut before = option.clone();
    before["yAxis"]["name"] = json!("cores");
    assert_eq!(Update::new(Some(&before), &option), Update::Whole(option.clone()));
    let mut before = option.clone();
    before["series"][0]["step"] = json!("end");
    assert!(matches!(Update::new(Some(&before), &option), Update::Lines(_)));
}
