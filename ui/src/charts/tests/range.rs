use crate::charts::custom::{self, CustomError};
use crate::charts::{ChartRange, Preset, Span};
use crate::time::{Clock, Zone};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    time("2026-03-03T14:00:00Z")
}

fn span(from: &str, to: &str) -> Span {
    Span { from: time(from), to: time(to) }
}

fn noon(hours: i64) -> DateTime<Utc> {
    time("2026-03-02T12:00:00Z") + TimeDelta::hours(hours)
}

#[test]
fn a_preset_ends_now() {
    let range = ChartRange::live(Preset::SixHours);
    assert!(range.is_live());
    assert_eq!(range.span(now()), span("2026-03-03T08:00:00Z", "2026-03-03T14:00:00Z"));
    for preset in Preset::ALL {
        let range = ChartRange::live(preset);
        let words = range.words();
        let read = ChartRange::parse(|name| {
            words.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        });
        assert_eq!(read, range);
    }
}

#[test]
fn nonsense_in_an_address_is_left_out() {
    for (from, to) in [
        ("x", "2026-03-03T14:00:00Z"),
        ("2026-03-03T14:00:00Z", "2026-03-03T13:00:00Z"),
        ("2026-03-03T14:00:00Z", "2026-03-03T14:00:01Z"),
        ("1026-03-03T14:00:00Z", "2026-03-03T14:00:00Z"),
    ] {
        let word = |name: &str| match name {
            "from" => Some(from.to_owned()),
            "to" => Some(to.to_owned()),
            _ => Some("2h".to_owned()),
        };
        assert_eq!(ChartRange::parse(word), ChartRange::default(), "{from} {to}");
    }
}

#[test]
fn a_zoom_stands_still_and_leads_back() {
    let live = ChartRange::live(Preset::Day);
    let zoomed = live.zoomed(span("2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z"), now());
    assert!(!zoomed.is_live());
    assert_eq!(zoomed.span(now()).length(), TimeDelta::hours(1));
    assert_eq!(zoomed.span(now() + TimeDelta::hours(1)), zoomed.span(now()));
    assert_eq!(zoomed.reset(), live);
}

#[test]
fn a_zoom_is_never_too_short_and_never_in_the_future() {
    let live = ChartRange::default();
    let tiny = live.zoomed(span("2026-03-03T10:00:00Z", "2026-03-03T10:00:01Z"), now()).span(now());
    assert_eq!(
        tiny,
        Span { from: time("2026-03-03T09:59:55.5Z"), to: time("2026-03-03T10:00:05.5Z") }
    );
    let ahead =
        live.zoomed(span("2026-03-03T13:30:00Z", "2026-03-03T14:30:00Z"), now()).span(now());
    assert_eq!(ahead, span("2026-03-03T13:00:00Z", "2026-03-03T14:00:00Z"));
}

#[test]
fn panning_moves_by_half_and_stops_at_now() {
    let hour = ChartRange::live(Preset::Hour);
    let back = hour.panned(true, now());
    assert_eq!(back.span(now()), span("2026-03-03T12:30:00Z", "2026-03-03T13:30:00Z"));
    let forth = back.panned(false, now());
    assert_eq!(forth.span(now()), span("2026-03-03T13:00:00Z", "2026-03-03T14:00:00Z"));
    assert_eq!(forth.panned(false, now()), forth);
}

#[test]
fn zooming_keeps_what_is_pointed_at_where_it_is() {
    let range = ChartRange::default().zoomed(Span { from: noon(0), to: noon(8) }, now());
    let closer = range.scaled(true, None, now()).span(now());
    assert_eq!(closer, Span { from: noon(2), to: noon(6) });
    let closer = range.scaled(true, Some(noon(2)), now()).span(now());
    assert_eq!(closer, Span { from: noon(1), to: noon(5) });
    let outside = range.scaled(true, Some(noon(9)), now()).span(now());
    assert_eq!(outside, Span { from: noon(2), to: noon(6) });
    let wider = range.scaled(false, None, now()).span(now());
    assert_eq!(wider, Span { from: noon(-4), to: noon(12) });
    let mut longest = range;
    for _ in 0..20 {
        longest = longest.scaled(false, None, now());
    }
    assert_eq!(longest.span(now()).length(), TimeDelta::days(3_660));
}

#[test]
fn two_ends_are_read_as_local_times() {
    let zone = Zone::Fixed(FixedOffset::east_opt(2 * 3600).unwrap());
    let clock = Clock { now: now(), zone };
    let live = ChartRange::live(Preset::Week);
    let range = custom::parse(live, "2026-03-03T10:00", "2026-03-03T11:30:15", clock).unwrap();
    assert_eq!(range.span(now()), span("2026-03-03T08:00:00Z", "2026-03-03T09:30:15Z"));
    assert_eq!(range.preset, Preset::Week);
    let written = custom::written(range.span(now()).to, clock);
    assert_eq!(written, "2026-03-03T11:30:15");
}

#[test]
fn two_ends_that_are_no_range_say_why() {
    let clock = Clock { now: now(), zone: Zone::utc() };
    for (from, to, why) in [
        ("", "2026-03-03T11:00", CustomError::NoBegin),
        ("2026-03-03T11:00", "2026-13-03T11:00", CustomError::NoEnd),
        ("2026-03-03T11:00", "2026-03-03T11:00", CustomError::Backwards),
        ("2026-03-03T12:00", "2026-03-03T11:00", CustomError::Backwards),
        ("2026-03-03T14:00", "2026-03-03T15:00", CustomError::BeginsInFuture),
        ("2026-03-03T13:00", "2026-03-03T15:00", CustomError::EndsInFuture),
        ("2026-03-03T13:00:00", "2026-03-03T13:00:09", CustomError::TooShort),
        ("2006-03-03T13:00", "2026-03-03T13:00", CustomError::TooLong),
    ] {
        let found = custom::parse(ChartRange::default(), from, to, clock);
        assert_eq!(found, Err(why), "{from} {to}");
        assert!(why.to_string().ends_with('.'));
    }
}
