//! A snapshot of every specimen, and that none is missing.

use super::*;
use crate::testing::draw;
use std::collections::BTreeSet;

/// The modules of components that are not on the page, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("banners", "which banners there are; each is in the list as a banner"),
    ("command_palette", "opens over the page"),
    ("cost_card", "a page's part, with snapshots of its own"),
    ("custom_range", "opens from the time range, which is in the list"),
    ("desktop_card", "a page's part, with snapshots of its own"),
    ("dialog", "opens over the page"),
    ("engine_choice", "a page's part, with snapshots of its own"),
    ("error_screen", "stands in place of the whole window"),
    ("filter_box", "writes the address of this very page"),
    ("hot_table", "shows a whole state of the console; the dashboard's snapshot has it"),
    ("line_box", "a log's lines, with tests of its own"),
    ("line_text", "a line of a log, with tests of its own"),
    ("link_bar", "fixed to the window's end"),
    ("popover", "opens from the export, which is in the list"),
    ("retention_card", "a page's part, with snapshots of its own"),
    ("said", "the words of a problem, no look of its own"),
    ("search_bar", "a log's search, with tests of its own"),
    ("shortcut_help", "opens over the page"),
    ("sidebar", "around this page"),
    ("start_engine", "a page's part, with snapshots of its own"),
    ("table_page", "a page's frame around the table, which is in the list"),
    ("toast", "fixed to the window's end"),
    ("top_bar", "around this page"),
    ("web_access", "a page's part, with snapshots of its own"),
    ("why", "opens from a figure, with snapshots of its own"),
];

/// What is read on the surfaces.
const TEXTS: [&str; 8] = ["text", "muted", "faint", "accent", "ok", "warn", "bad", "info"];

#[derive(Properties, PartialEq)]
struct ShownProps {
    html: Html,
}

#[component]
fn Shown(props: &ShownProps) -> Html {
    props.html.clone()
}

#[tokio::test]
async fn each_component_in_each_state() {
    for specimen in list::list() {
        let mut drawn = String::new();
        for (state, html) in specimen.states {
            drawn.push_str(&format!("--- {state}\n{}\n", draw::<Shown>(ShownProps { html }).await));
        }
        assert!(!drawn.contains("style="), "{}: the security policy would drop it", specimen.name);
        insta::assert_snapshot!(specimen.name, drawn);
    }
}

#[test]
fn every_component_is_in_the_list_or_has_a_reason_not_to_be() {
    let source = include_str!("../../components/mod.rs");
    let modules: BTreeSet<&str> = source
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .filter(|module| *module != "tests")
        .collect();
    assert!(modules.len() > 30, "{modules:?}");
    let listed: BTreeSet<&str> = list::list()
        .iter()
        .map(|specimen| specimen.module)
        .filter(|name| !name.is_empty())
        .collect();
    let excused: BTreeSet<&str> = ELSEWHERE.iter().map(|(module, _)| *module).collect();
    let missing: Vec<_> =
        modules.iter().filter(|name| !listed.contains(*name) && !excused.contains(*name)).collect();
    assert!(missing.is_empty(), "put them into pages/design/list.rs: {missing:?}");
    let both: Vec<_> = listed.intersection(&excused).collect();
    assert!(both.is_empty(), "in the list and excused: {both:?}");
    let gone: Vec<_> = listed.union(&excused).filter(|name| !modules.contains(*name)).collect();
    assert!(gone.is_empty(), "no such component: {gone:?}");
}

#[test]
fn names_of_specimens_and_states_are_their_own() {
    let specimens = list::list();
    let names: BTreeSet<&str> = specimens.iter().map(|specimen| specimen.name).collect();
    assert_eq!(names.len(), specimens.len());
    for specimen in specimens {
        let states: BTreeSet<&str> = specimen.states.iter().map(|(state, _)| *state).collect();
        assert_eq!(states.len(), specimen.states.len(), "{}", specimen.name);
        assert!(!states.is_empty(), "{}", specimen.name);
    }
}

#[test]
fn whatever_is_read_can_be_read_on_every_surface_of_both_themes() {
    for (theme, selector) in tokens::THEMES {
        let tokens = tokens::of_rule(selector);
        let value = |name: &str| tokens.iter().find(|(known, _)| *known == name).unwrap().1;
        for text in TEXTS {
            for surface in tokens::SURFACES {
                let ratio = tokens::contrast(value(text), value(surface)).unwrap();
                assert!(ratio >= 4.5, "{theme}: {text} on {surface} has {ratio:.2}");
            }
        }
    }
}

#[tokio::test]
async fn the_page_has_a_part_for_each_and_the_tokens() {
    let html = draw::<DesignPage>(()).await;
    for specimen in list::list() {
        assert!(html.contains(&format!("data-testid=\"design-{}\"", specimen.name)));
    }
    assert!(html.contains("t-figure") && html.contains(">s6<") && html.contains("accent-soft"));
}
