//! Where lines of several rows stand, while lines come, go, and turn out otherwise.

use crate::logs::{Heights, UNWRAPPED, width};
use proptest::prelude::*;

fn of(widths: &[usize], letters: usize) -> Heights {
    let mut heights = Heights::default();
    heights.keep_up(0, widths.len(), letters, |place| widths[place]);
    heights
}

#[test]
fn a_line_has_as_many_rows_as_its_letters_need() {
    let heights = of(&[0, 10, 11, 25, 1], 10);
    assert_eq!(heights.total(), 1 + 1 + 2 + 3 + 1);
    assert_eq!([0, 1, 2, 3, 4, 5].map(|place| heights.above(place)), [0, 1, 2, 4, 7, 8]);
    let places = [0, 1, 2, 3, 4, 5, 6, 7, 99].map(|row| heights.at(row));
    assert_eq!(places, [0, 1, 2, 2, 3, 3, 3, 4, 4]);
    assert_eq!(of(&[500, 500], UNWRAPPED).total(), 2);
    assert_eq!((Heights::default().total(), Heights::default().at(7)), (0, 0));
}

#[test]
fn lines_come_and_go() {
    let mut heights = of(&[10, 30, 10], 10);
    // The two oldest give way, one comes.
    assert!(!heights.keep_up(2, 2, 10, |place| [10, 40][place]));
    assert_eq!((heights.gone(), heights.total(), heights.above(1)), (4, 5, 1));
    // All was forgotten, and it begins with other numbers.
    heights.keep_up(100, 1, 10, |_| 20);
    assert_eq!(heights.total(), 2);
    heights.keep_up(100, 0, 10, |_| 20);
    assert_eq!(heights.total(), 0);
}

#[test]
fn another_width_guesses_all_anew() {
    let mut heights = of(&[100; 50], 10);
    assert_eq!(heights.total(), 500);
    assert!(heights.keep_up(0, 50, 25, |_| 100));
    assert_eq!(heights.total(), 200);
    assert!(heights.keep_up(0, 50, UNWRAPPED, |_| 100));
    assert_eq!(heights.total(), 50);
}

#[test]
fn what_is_measured_is_so() {
    let mut heights = of(&[10; 6], 10);
    assert_eq!(heights.measured(1, &[1, 1], 4), None);
    assert_eq!(heights.measured(1, &[3, 1], 2), Some(2), "the lines above the mark");
    assert_eq!([1, 2, 3, 6].map(|place| heights.above(place)), [1, 4, 5, 8]);
    assert_eq!(heights.measured(1, &[1], 0), Some(0), "none of them is above");
    assert_eq!(heights.total(), 6);
    assert_eq!(heights.measured(5, &[2, 9, 9], 6), Some(1), "more than there are");
    assert_eq!(heights.total(), 7);
}

#[test]
fn wide_letters_are_two() {
    assert_eq!(
        [width(""), width("abc"), width("äöü"), width("日本"), width("🧦"), width("e\u{301}")],
        [0, 3, 3, 4, 2, 1]
    );
}

proptest! {
    #[test]
    fn it_is_what_adding_up_says(
        widths in prop::collection::vec(0_usize..200, 1..60), letters in 1_usize..50, gone in 0_usize..70, from in 0_usize..60,
        rows in prop::collection::vec(1_u64..9, 0..20),
    ) {
        let mut heights = of(&widths, letters);
        let gone = gone.min(widths.len());
        let left = &widths[gone..];
        heights.keep_up(gone as u64, left.len(), letters, |place| left[place]);
        let mut expected: Vec<u64> = left.iter().map(|width| width.div_ceil(letters).max(1) as u64).collect();
        let from = from.min(left.len());
        heights.measured(from, &rows, 0);
        for (known, real) in expected[from..].iter_mut().zip(&rows) {
            *known = *real;
        }
        let mut above = 0;
        for (place, rows) in expected.iter().enumerate() {
            prop_assert_eq!(heights.above(place), above);
            prop_assert_eq!(heights.at(above), place);
            prop_assert_eq!(heights.at(above + rows - 1), place);
            above += rows;
        }
        prop_assert_eq!(heights.total(), above);
    }
}
