//! The last minutes of many instances at once.

use super::*;
use mini_aws_domain::{InstanceLine, Sparklines};

const MINUTE: f64 = 60.0;

fn ids(names: &[&str]) -> Vec<InstanceId> {
    names.iter().map(|name| InstanceId::new(*name)).collect()
}

/// The values of one line, and the places that it has any at.
fn known<T: Copy>(values: &[Option<T>]) -> Vec<(usize, T)> {
    values.iter().enumerate().filter_map(|(place, value)| Some((place, (*value)?))).collect()
}

fn line<'a>(told: &'a Sparklines, id: &str) -> &'a InstanceLine {
    told.lines.iter().find(|line| line.instance.as_str() == id).unwrap()
}

/// A frame every ten seconds from the start up to `to`, but for the sixth minute, in which nobody looked. `whole` runs all the time,
/// `late` from the tenth minute on, and `gone` up to the third.
async fn quarter_of_an_hour(to: f64) -> Fixture {
    let fixture = Fixture::new();
    let mut second = 0.0;
    while second < to {
        let minute = second / MINUTE;
        if !(5.0..6.0).contains(&minute) {
            let mut samples = vec![sample("whole", Some(10.0 + minute.floor()), Some(8192))];
            if minute >= 9.0 {
                samples.push(sample("late", Some(40.0), None));
            }
            if minute < 3.0 {
                samples.push(sample("gone", Some(90.0), Some(4096)));
            }
            fixture.record(frame(at(second), samples)).await;
        }
        second += 10.0;
    }
    fixture
}

#[tokio::test]
async fn each_line_has_its_half_minutes_and_a_gap_is_no_zero() {
    let fixture = quarter_of_an_hour(15.0 * MINUTE).await;
    // The start is a whole minute: the grid begins with it, and ends with the bucket that has only begun.
    let asked = ids(&["late", "whole", "never heard of"]);
    let told = fixture.store.sparklines(asked, at(15.0 * MINUTE + 5.0)).await.unwrap();
    assert_eq!((told.begins, told.bucket_ms), (at(0.0), 30_000));
    let named: Vec<&str> = told.lines.iter().map(|line| line.instance.as_str()).collect();
    assert_eq!(named, ["late", "whole"], "as asked for, and none of whom nothing is known");
    let whole = line(&told, "whole");
    assert_eq!((whole.cpu.len(), whole.memory.len()), (31, 31));
    assert_eq!(whole.cpu[8..14], [Some(14.0), Some(14.0), None, None, Some(16.0), Some(16.0)]);
    assert_eq!(whole.memory[8..14], [Some(8192), Some(8192), None, None, Some(8192), Some(8192)]);
    assert_eq!((whole.cpu[29], whole.cpu[30]), (Some(24.0), None), "what comes is not known yet");
    let late = line(&told, "late");
    assert_eq!(known(&late.cpu).first(), Some(&(18, 40.0)), "it began in between");
    assert!(late.memory.iter().all(Option::is_none), "what was not measured is not known");
}

#[tokio::test]
async fn nobody_is_told_of_who_was_not_asked_for_or_ended_before() {
    let fixture = quarter_of_an_hour(15.0 * MINUTE).await;
    let told = fixture.store.sparklines(ids(&["whole"]), at(15.0 * MINUTE)).await.unwrap();
    assert_eq!(told.lines.len(), 1, "the one that is gone is in the frames, and nowhere here");
    let told = fixture.store.sparklines(Vec::new(), at(15.0 * MINUTE)).await.unwrap();
    assert!(told.lines.is_empty());
    // An hour later nothing is left in a quarter of an hour.
    let told = fixture.store.sparklines(ids(&["whole"]), at(80.0 * MINUTE)).await.unwrap();
    assert!(told.lines.is_empty(), "{told:?}");
}

#[tokio::test]
async fn a_value_is_the_average_of_its_half_minute() {
    let fixture = Fixture::new();
    for (second, cpu) in [(0.0, 10.0), (10.0, 20.0), (29.0, 60.0), (30.0, 0.0)] {
        fixture.record(frame(at(second), vec![sample("a", Some(cpu), None)])).await;
    }
    let told = fixture.store.sparklines(ids(&["a"]), at(31.0)).await.unwrap();
    assert_eq!(known(&line(&told, "a").cpu), [(29, 30.0), (30, 0.0)], "and a true zero");
}

#[tokio::test]
async fn a_store_that_is_closed_says_so() {
    let fixture = Fixture::new();
    fixture.store.close().await.unwrap();
    assert!(fixture.store.sparklines(ids(&["a"]), at(1.0)).await.is_err());
}
