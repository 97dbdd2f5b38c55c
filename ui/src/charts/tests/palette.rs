use crate::charts::palette::{COLORS, ChartTheme, color_class, color_for};
use std::collections::HashSet;

#[test]
fn a_name_has_its_colour_while_that_is_free() {
    let colors = ["api", "postgres", "worker", "search", "grafana"]
        .map(|name| color_for(name, std::iter::empty()));
    // Written down: colours that change with a release would confuse.
    assert_eq!(colors, [4, 5, 6, 4, 2]);
    // Two names of one colour: the later one takes the next that is free.
    assert_eq!(color_for("search", [4, 5].into_iter()), 6);
}

#[test]
fn six_instances_have_six_colours_and_more_share_them_evenly() {
    let mut taken = Vec::new();
    for index in 0..12 {
        taken.push(color_for(&format!("instance-{index}"), taken.iter().copied()));
    }
    assert_eq!(taken[..6].iter().collect::<HashSet<_>>().len(), COLORS);
    assert_eq!(taken[6..].iter().collect::<HashSet<_>>().len(), COLORS);
}

#[test]
fn each_colour_has_its_class() {
    let classes: HashSet<_> = (1..=COLORS).map(|color| color_class(Some(color))).collect();
    assert_eq!(classes.len(), COLORS);
    assert!(!classes.contains(color_class(None)));
    assert_eq!(color_class(Some(3)), "k-c3");
    assert_eq!(color_class(Some(99)), "k-others");
}

#[test]
fn a_theme_is_read_from_the_style_sheets_tokens() {
    let theme = ChartTheme::from_tokens(|name| format!(" value-of{name} "));
    assert_eq!(theme.line, "value-of--line");
    assert_eq!(theme.series[5], "value-of--c6");
    assert_eq!(theme.series_color(Some(6)), "value-of--c6");
    assert_eq!(theme.series_color(None), "value-of--faint");
    assert_eq!(theme.series_color(Some(7)), "value-of--faint");
    assert_eq!(theme.font, "value-of--font");
}

#[test]
fn a_token_that_is_missing_can_be_seen_on_both_themes() {
    let theme = ChartTheme::from_tokens(|_| String::new());
    assert_eq!(theme.total, "#808080");
    assert_eq!(theme.font, "sans-serif");
}
