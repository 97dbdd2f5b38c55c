use super::fixture::{at, bucketed, model, theme};
use crate::charts::marks::MAX_MARKERS;
use crate::charts::options::build;
use crate::charts::{ChartModel, Gap, Marker, MetricKind, Tone};
use serde_json::{Value, json};

const GIB: f64 = 1_073_741_824.0;

fn option(kind: MetricKind, scale: f64) -> Value {
    build(&model(kind, scale), &theme())
}

fn series<'a>(option: &'a Value, id: &str) -> &'a Value {
    option["series"].as_array().unwrap().iter().find(|series| series["id"] == id).unwrap()
}

#[test]
fn the_options_of_both_charts_are_as_they_were() {
    insta::assert_snapshot!("cpu", format!("{:#}", option(MetricKind::Cpu, 1.0)));
    insta::assert_snapshot!("memory", format!("{:#}", option(MetricKind::Memory, GIB / 20.0)));
}

#[test]
fn a_gap_is_a_null_that_no_line_crosses_and_a_band() {
    let option = option(MetricKind::Cpu, 1.0);
    let total = series(&option, "total");
    assert_eq!(
        total["data"],
        json!([
            [at(-60), 142.0],
            [at(-50), 128.5],
            [at(-25), null],
            {"value": [at(0), 70.0], "symbol": "circle", "symbolSize": 4},
        ])
    );
    assert_eq!(total["connectNulls"], json!(false));
    assert_eq!(
        total["markArea"]["data"],
        json!([[{"xAxis": "2026-11-18T11:59:10.000Z"}, {"xAxis": "2026-11-18T12:00:00.000Z"}]])
    );
    assert_eq!(total["markArea"]["itemStyle"]["color"], "<raised>");
}

#[test]
fn the_total_is_thicker_filled_and_behind_the_others() {
    let option = option(MetricKind::Cpu, 1.0);
    let (total, api) = (series(&option, "total"), series(&option, "api"));
    assert!(total["lineStyle"]["width"].as_f64() > api["lineStyle"]["width"].as_f64());
    assert_eq!(total["areaStyle"]["opacity"], json!(0.07));
    assert_eq!(api.get("areaStyle"), None);
    assert!(total["z"].as_i64() < api["z"].as_i64());
    assert_eq!(api["lineStyle"]["color"], "<c1>");
    assert_eq!(series(&option, "postgres")["lineStyle"]["color"], "<c4>");
    assert_eq!(series(&option, "others")["lineStyle"]["color"], "<faint>");
    assert_eq!(total["lineStyle"]["color"], "<total>");
}

#[test]
fn events_are_lines_in_the_colour_of_what_happened() {
    let option = option(MetricKind::Cpu, 1.0);
    let lines = series(&option, "total")["markLine"]["data"].as_array().unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["xAxis"], &lines[0]["lineStyle"]["color"]),
        (&json!(at(-55)), &json!("<ok>"))
    );
    assert_eq!(
        (&lines[1]["xAxis"], &lines[1]["lineStyle"]["color"]),
        (&json!(at(-10)), &json!("<bad>"))
    );
}

#[test]
fn events_out_of_sight_or_too_many_are_left_out() {
    let mut model = model(MetricKind::Cpu, 1.0);
    let marker =
        |seconds: i64| Marker { at: at(seconds), tone: Tone::Stopped, text: String::new() };
    model.markers = vec![marker(-61), marker(1)];
    let json = build(&model, &theme());
    assert_eq!(series(&json, "total")["markLine"]["data"], json!([]));
    model.markers = (-60..0).rev().map(marker).collect();
    let json = build(&model, &theme());
    let lines = series(&json, "total")["markLine"]["data"].as_array().unwrap();
    assert_eq!(lines.len(), MAX_MARKERS);
    assert_eq!(lines[MAX_MARKERS - 1]["xAxis"], json!(at(-1)), "the newest stay");
}

#[test]
fn memory_is_drawn_in_the_unit_of_its_axis() {
    let chart = option(MetricKind::Memory, GIB / 20.0);
    assert_eq!(chart["yAxis"]["axisLabel"]["formatter"], "{value}\u{202f}GiB");
    assert_eq!(chart["yAxis"]["max"], json!(8.0));
    assert_eq!(chart["yAxis"]["interval"], json!(2.0));
    assert_eq!(series(&chart, "total")["data"][0], json!([at(-60), 7.1]));
}

#[test]
fn nothing_in_an_option_needs_evaluating_or_inline_styles() {
    for kind in MetricKind::ALL {
        let json = option(kind, 1.0);
        let text = json.to_string();
        assert!(!text.contains("function") && !text.contains("=>"));
        // The binding puts in a closure that makes elements; ECharts' own text would have style attributes.
        assert_eq!(json["tooltip"].get("formatter"), None);
        assert_eq!(json["animation"], json!(false));
    }
}

#[test]
fn what_is_empty_is_said_to_be() {
    let mut model = model(MetricKind::Cpu, 1.0);
    model.gaps.clear();
    model.markers.clear();
    model.series[0].values.clear();
    let option = build(&model, &theme());
    // A list that was left out would leave what was drawn before.
    let total = series(&option, "total");
    assert_eq!(total["data"], json!([]));
    assert_eq!(total["markArea"]["data"], json!([]));
    assert_eq!(total["markLine"]["data"], json!([]));
}

#[test]
fn a_line_that_shares_its_colour_is_dashed() {
    let mut model = model(MetricKind::Cpu, 1.0);
    model.series[2].dashed = true;
    let json = build(&model, &theme());
    assert_eq!(series(&json, "postgres")["lineStyle"]["type"], "dashed");
    assert_eq!(series(&json, "api")["lineStyle"]["type"], "solid");
}

#[test]
fn the_option_of_buckets_is_as_it_was() {
    insta::assert_snapshot!("buckets", format!("{:#}", build(&bucketed(), &theme())));
}

fn ids(option: &Value) -> Vec<&str> {
    option["series"].as_array().unwrap().iter().map(|line| line["id"].as_str().unwrap()).collect()
}

#[test]
fn a_band_is_around_the_total_or_around_the_line_that_is_looked_at() {
    let mut model = bucketed();
    let lines = ["total", "total-low", "total-high", "api", "postgres", "others"];
    assert_eq!(ids(&build(&model, &theme())), lines);
    model.focus = Some("api".to_owned());
    let json = build(&model, &theme());
    assert_eq!(ids(&json), ["total", "api", "api-low", "api-high", "postgres", "others"]);
    assert_eq!(series(&json, "api")["lineStyle"]["opacity"], json!(1.0));
    assert_eq!(series(&json, "postgres")["lineStyle"]["opacity"], json!(0.3));
    // The edges are stacked: the upper one is as high as the band.
    let (low, high) = (series(&json, "api-low"), series(&json, "api-high"));
    assert_eq!(low["stack"], high["stack"]);
    assert_eq!((&low["data"][0][1], &high["data"][0][1]), (&json!(45.625), &json!(136.875)));
    assert_eq!(low["data"][2][1], Value::Null, "a gap is a gap of the band too");
    assert_eq!(low["areaStyle"]["opacity"], json!(0.0));

    model.focus = None;
    let only_api = model.without(|key| key != "api");
    assert_eq!(ids(&build(&only_api, &theme())), ["total", "api", "api-low", "api-high"]);
}

#[test]
fn a_spike_within_a_bucket_keeps_its_height() {
    let mut model = bucketed();
    assert_eq!(model.highest(), 284.0);
    model.series[0].high[1] = Some(700.0);
    assert_eq!(build(&model, &theme())["yAxis"]["max"], json!(800.0));
    // Looking at another line must not move the axis.
    model.focus = Some("postgres".to_owned());
    assert_eq!(build(&model, &theme())["yAxis"]["max"], json!(800.0));
    // One that is switched off is not drawn, and so not counted.
    let without = model.without(|key| key == "total");
    assert_eq!(build(&without, &theme())["yAxis"]["max"], json!(100.0));
}

#[test]
fn a_value_between_two_gaps_is_a_dot() {
    let mut model = bucketed();
    for series in &mut model.series {
        series.values[4] = None;
    }
    let json = build(&model, &theme());
    let api = series(&json, "api");
    assert_eq!(
        api["data"][5],
        json!({"value": [at(-5), 40.0], "symbol": "circle", "symbolSize": 4})
    );
    assert_eq!((&api["showSymbol"], &api["symbol"]), (&json!(true), &json!("none")));
    let json = build(&bucketed(), &theme());
    assert_eq!(series(&json, "api")["showSymbol"], json!(false));
}

#[test]
fn a_band_of_a_gap_reaches_to_where_the_line_ends_and_a_short_one_is_not_drawn() {
    let mut model = bucketed();
    let band = |model: &ChartModel| {
        let json = build(model, &theme());
        series(&json, "total")["markArea"]["data"].clone()
    };
    let at_second = |second: u32| json!({"xAxis": format!("2026-11-18T11:59:{second:02}.000Z")});
    assert_eq!(band(&model), json!([[at_second(17), at_second(41)]]));
    model.gaps[0].from = at(-47);
    assert_eq!(band(&model), json!([[at_second(15), at_second(41)]]));
    model.gaps[0] = Gap { from: at(-12), to: at(-6), ..model.gaps[0] };
    assert_eq!(band(&model), json!([]));
}

#[test]
fn failures_are_marked_before_what_is_newer() {
    let mut model = model(MetricKind::Cpu, 1.0);
    let marker = |seconds: i64, tone| Marker { at: at(seconds), tone, text: String::new() };
    model.markers = (-50..0).map(|seconds| marker(seconds, Tone::Started)).collect();
    model.markers.push(marker(-55, Tone::Failed));
    let json = build(&model, &theme());
    let lines = series(&json, "total")["markLine"]["data"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[0]["xAxis"]), (MAX_MARKERS, &json!(at(-55))));
}

#[test]
fn events_side_by_side_are_one_and_many_have_no_lines() {
    let mut model = model(MetricKind::Cpu, 1.0);
    let marker = |seconds: i64, tone| Marker { at: at(seconds), tone, text: String::new() };
    // A minute has room for a dot a second.
    model.markers = vec![marker(-30, Tone::Started), marker(-30, Tone::Failed)];
    let marks = |model: &ChartModel| -> Vec<(Value, Value)> {
        let json = build(model, &theme());
        let lines = series(&json, "total")["markLine"]["data"].as_array().unwrap().clone();
        let mark = |line: &Value| line["lineStyle"].clone();
        lines.iter().map(mark).map(|mark| (mark["color"].clone(), mark["width"].clone())).collect()
    };
    assert_eq!(marks(&model), [(json!("<bad>"), json!(1))]);
    model.markers.extend((-20..-10).map(|seconds| marker(seconds, Tone::Started)));
    let marks = marks(&model);
    assert_eq!((marks.len(), &marks[0], &marks[1].1), (11, &(json!("<bad>"), json!(1)), &json!(0)));
}
