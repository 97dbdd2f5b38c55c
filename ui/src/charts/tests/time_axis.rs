use super::fixture::at;
use crate::charts::time_axis::time_labels;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn texts(from: i64, to: i64) -> Vec<String> {
    time_labels(at(from), at(to), 0).into_iter().map(|label| label.text).collect()
}

#[test]
fn labels_stand_at_round_local_times() {
    let times = |from, to, offset| -> Vec<i64> {
        time_labels(at(from), at(to), offset).into_iter().map(|label| label.at).collect()
    };
    assert_eq!(times(-800, 100, 0), [at(-720), at(-540), at(-360), at(-180), at(0)]);
    // Half past five in India is noon in UTC: whole hours lie elsewhere.
    let offset = (5 * 60 + 30) * 60_000;
    for label in times(-4 * HOUR, 0, offset) {
        assert_eq!((label + offset) % 3_600_000, 0);
    }
    assert!(times(10, 0, 0).is_empty());
}

#[test]
fn any_range_has_a_few_labels() {
    let minutes = [1, 15, 60, 360, 1440, 10_080, 43_200, 525_600, 10 * 525_600];
    for seconds in [10, 30].into_iter().chain(minutes.map(|minutes| minutes * 60)) {
        let labels = texts(-seconds, 0);
        assert!((2..=8).contains(&labels.len()), "{seconds} s: {labels:?}");
    }
}

#[test]
fn a_label_says_what_its_step_needs() {
    assert_eq!(texts(-10, 0)[0], "11:59:50");
    assert_eq!(texts(-900, 0), ["11:45", "11:48", "11:51", "11:54", "11:57"]);
    assert_eq!(texts(-DAY, 0), ["12:00", "18:00", "Wed 18", "06:00"]);
    assert_eq!(
        texts(-7 * DAY, 0),
        ["Thu 12", "Fri 13", "Sat 14", "Sun 15", "Mon 16", "Tue 17", "Wed 18"]
    );
    assert_eq!(texts(-30 * DAY, 0), ["26 Oct", "2 Nov", "9 Nov", "16 Nov"], "Mondays");
    assert_eq!(texts(-365 * DAY, 0), ["2026", "Apr", "Jul", "Oct"]);
    assert_eq!(texts(-10 * 365 * DAY, 0), ["2018", "2020", "2022", "2024", "2026"]);
}

#[test]
fn months_begin_at_local_midnight() {
    let offset = 2 * 3_600_000;
    for label in time_labels(at(-365 * DAY), at(0), offset) {
        assert_eq!((label.at + offset).rem_euclid(86_400_000), 0, "{}", label.text);
    }
}
