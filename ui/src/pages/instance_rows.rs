//! What several tables and pages say of an instance.

use crate::{charts::ChartRange, components::group_link};
use std::cmp::Ordering;
use yew::prelude::*;

/// Compares so that `web-2` comes before `web-10`, and case counts only between equals.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let order = digits(&mut left).cmp(&digits(&mut right));
                if order != Ordering::Equal {
                    return order;
                }
            }
            // As mostly: names have beginnings in common.
            (Some(x), Some(y)) if x == y => {
                left.next();
                right.next();
            }
            (Some(x), Some(y)) => {
                let order = x.to_lowercase().cmp(y.to_lowercase());
                if order != Ordering::Equal {
                    return order;
                }
                left.next();
                right.next();
            }
        }
    }
}

/// A run of digits as something to compare by: how many there are without leading zeros, and which.
fn digits(text: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (usize, String) {
    let mut run = String::new();
    while let Some(digit) = text.next_if(char::is_ascii_digit) {
        run.push(digit);
    }
    let run = run.trim_start_matches('0').to_owned();
    (run.len(), run)
}

/// An image without the place that it comes from: what tells images apart stands at the end.
pub(super) fn short_image(image: &str) -> &str {
    if let Some(digest) = image.strip_prefix("sha256:") {
        return digest.get(..12).unwrap_or(digest);
    }
    image.rsplit('/').next().unwrap_or(image)
}

/// The project, which leads to the page of all its instances.
pub(super) fn project_link(project: Option<&str>, range: ChartRange) -> Html {
    project.map(|project| group_link(project, None, range)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_told_by_its_end() {
        assert_eq!(short_image("nginx"), "nginx");
        assert_eq!(short_image("ghcr.io/org/app:1.4"), "app:1.4");
        assert_eq!(short_image("localhost:5000/app@sha256:abc"), "app@sha256:abc");
        assert_eq!(short_image("sha256:0123456789abcdef"), "0123456789ab");
    }

    #[test]
    fn names_that_differ_in_case_or_zeros_have_one_order() {
        assert_eq!(natural("web-01", "web-1"), Ordering::Less);
        assert_eq!(natural("a", "a"), Ordering::Equal);
        assert_eq!(natural("A", "b"), Ordering::Less);
        assert_eq!(natural("web", "web-1"), Ordering::Less);
    }
}
