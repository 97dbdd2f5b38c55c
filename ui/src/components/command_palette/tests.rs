//! What the palette draws, and what its keys do.

use super::list::{ListProps, marked};
use super::*;
use crate::{
    palette::{Found, Hit, Sort},
    testing::draw,
};

fn entries() -> Shared<Vec<Entry>> {
    let entry = |key: &str, sort, title: &str, hint: &str| Entry {
        key: key.into(),
        sort,
        title: title.into(),
        hint: hint.into(),
        glyph: Glyph::Go,
        command: Command::Keys,
    };
    Shared::new(vec![
        entry("page dashboard", Sort::Page, "Dashboard", ""),
        entry("instance web", Sort::Running, "<b>web</b>", "nginx:1.27"),
    ])
}

#[tokio::test]
async fn the_palette() {
    let palette = CommandPaletteProps {
        entries: entries(),
        on_take: Callback::noop(),
        on_close: Callback::noop(),
    };
    insta::assert_snapshot!(draw::<CommandPalette>(palette).await);
}

#[tokio::test]
async fn what_was_found_is_marked_and_is_text() {
    let list = ListProps {
        id: LIST,
        entries: entries(),
        found: Found {
            shown: vec![
                Hit { place: 1, title: vec![3, 4, 5], hint: vec![0, 1] },
                Hit { place: 0, title: vec![0], hint: Vec::new() },
            ],
            more: 0,
        },
        active: 0,
        on_take: Callback::noop(),
        on_point: Callback::noop(),
    };
    insta::assert_snapshot!(draw::<List>(list).await);
}

#[test]
fn letters_that_follow_each_other_are_one_piece() {
    let pieces = marked("straße", &[0, 1, 4]);
    let expected = html! { <>{ for [html! { <mark>{ "st" }</mark> }, html! { { "ra" } }, html! { <mark>{ "ß" }</mark> }, html! { { "e" } }] }</> };
    assert_eq!(pieces, expected);
}

#[test]
fn what_is_chosen_is_always_there() {
    assert_eq!((within(1, 3), within(2, 3)), (1, 2));
    assert_eq!(within(7, 3), 2, "the others went meanwhile");
    assert_eq!(within(7, 0), 0);
}

#[test]
fn the_arrows_go_round_and_enter_takes() {
    let press = |key, active| Press::of(key, false, active, 3);
    assert_eq!(press("ArrowDown", 0), Some(Press::Choose(1)));
    assert_eq!(press("ArrowDown", 2), Some(Press::Choose(0)));
    assert_eq!(press("ArrowUp", 0), Some(Press::Choose(2)));
    assert_eq!(press("Home", 2), Some(Press::Choose(0)));
    assert_eq!(press("End", 0), Some(Press::Choose(2)));
    assert_eq!(press("Enter", 1), Some(Press::Take));
    assert_eq!(press("Escape", 1), Some(Press::Close));
    assert_eq!(press("a", 1), None, "it is typed");
    assert_eq!(Press::of("k", true, 1, 3), Some(Press::Close));
    assert_eq!(Press::of("a", true, 1, 3), None, "all that is typed is selected");
    for key in ["ArrowDown", "ArrowUp", "Home", "End"] {
        assert_eq!(Press::of(key, false, 0, 0), None, "{key} of nothing");
    }
}
