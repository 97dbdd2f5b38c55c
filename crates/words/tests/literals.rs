//! No text that a person sees stands in the code: what a person reads comes from the catalogue, in each language.

#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::{fs, path::Path};

/// What is the same in every language (names, keys, units), or is not shown (classes, keys of lists, what is logged).
const SAME: [&str; 10] = [
    "Mini AWS",
    "Mini AWS Console",
    "Ctrl+Cmd+F",
    "{shown} – Mini AWS Console",
    "Ctrl/⌘ {key}",
    "Control+K Meta+K",
    "Esc",
    "{minutes} min",
    "{hours} h {minutes} min",
    "{} number {}: {error}",
];

/// The attributes and properties that people read or hear.
const READ: [&str; 13] = [
    "action",
    "alt",
    "aria-label",
    "aria-roledescription",
    "hint",
    "label",
    "message",
    "next_step",
    "note",
    "nothing",
    "placeholder",
    "text",
    "title",
];

/// Where a sentence is for developers or for other programs.
const NOT_SHOWN: [&str; 5] =
    ["log_error(", "report(&", "#[error(", "reason = ", "PlotError::Failed("];

/// Where the app around the window words a problem: it goes to the page with its code, and the page has its own words for it.
const PROBLEM: [&str; 3] = ["message: ", "next_step: ", "problem("];

/// Files of the app around the window that speak to the system, to a terminal or to another program, where words are a contract, or of
/// problems alone.
const FOR_OTHERS: [&str; 8] = [
    "autostart/agent.rs",
    "autostart/entry.rs",
    "src/lib.rs",
    "src/logging.rs",
    "src/ports.rs",
    "src/single.rs",
    "src/starters.rs",
    "src/window.rs",
];

/// The folders of the programs that speak to people, from this crate's.
const SPEAKERS: [&str; 3] = ["src", "../../ui/src", "../../src-tauri/src"];

/// Every file of the code by its path, and its code without tests and comments.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = SPEAKERS.map(|speaker| root.join(speaker)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !is_test(&path) {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, code(&path)));
            }
        }
    }
    found.sort();
    found
}

fn is_test(path: &Path) -> bool {
    let is_named = |name: &str| path.file_name().is_some_and(|file| file == name);
    let in_tests =
        path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "testing");
    in_tests
        || is_named("tests.rs")
        || is_named("testing.rs")
        // A backend for tests: what it notes is for them.
        || is_named("fake.rs")
        // What is made up for the page of the design system, which debug builds have for developers.
        || path.ends_with("pages/design/list.rs")
        || path.ends_with("pages/design/samples.rs")
        || path.extension().is_none_or(|extension| extension != "rs")
}

fn code(path: &Path) -> String {
    let source = fs::read_to_string(path).unwrap();
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_around(name: &str) -> bool {
    name.contains("src-tauri/")
}

fn is_for_others(name: &str) -> bool {
    is_around(name) && FOR_OTHERS.iter().any(|file| name.ends_with(file))
}

/// The texts that stand in `code` and that a person would see.
fn texts(code: &str) -> Vec<String> {
    texts_but(code, &[])
}

/// The same without those that stand after one of `places`.
fn texts_but(code: &str, places: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    let mut before = String::new();
    while let Some(start) = rest.find('"') {
        before.push_str(&rest[..start]);
        let Some(length) = end(&rest[start + 1..]) else { break };
        let literal = &rest[start + 1..start + 1 + length];
        rest = &rest[start + length + 2..];
        let line = line_of(&before);
        let is_shown = is_child(literal, line, rest)
            || is_attribute(line)
            || is_sentence(literal, line)
            || is_phrase(literal, line);
        let is_elsewhere = places.iter().any(|place| line.contains(place));
        if is_shown && !is_elsewhere && is_text(literal) && !SAME.contains(&literal) {
            found.push(literal.to_owned());
        }
        before.push('"');
    }
    found
}

/// The line that a literal stands in, with the one before where that only opens it.
fn line_of(before: &str) -> &str {
    let place = before.trim_end().rfind('\n').map_or(0, |place| place + 1);
    &before[place..]
}

/// Where a literal ends that has just begun.
fn end(rest: &str) -> Option<usize> {
    let mut is_escaped = false;
    rest.char_indices().find_map(|(place, letter)| {
        let ends = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends.then_some(place)
    })
}

/// `{ "Text" }`. A single small word of an `if` is mostly one for the page's own use.
fn is_child(literal: &str, before: &str, after: &str) -> bool {
    let is_choice =
        before.ends_with("else { ") || before.rsplit("{ ").nth(1).is_some_and(ends_in_condition);
    // One of several classes has a hyphen.
    let is_small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_word = literal.chars().all(|c| is_small(c) || c == ' ' && literal.contains('-'))
        || !literal.contains(' ') && literal.starts_with(|c: char| c.is_ascii_lowercase());
    before.ends_with("{ ") && after.starts_with(" }") && !(is_choice && is_word)
}

fn ends_in_condition(before: &str) -> bool {
    before.contains("if ")
}

/// `title="Text"`.
fn is_attribute(before: &str) -> bool {
    READ.iter().any(|name| {
        let value = before.strip_suffix('=').and_then(|before| before.strip_suffix(name));
        value.is_some_and(|before| before.ends_with(char::is_whitespace))
    })
}

/// A sentence on its way to where it is shown.
fn is_sentence(literal: &str, before: &str) -> bool {
    let without_values = outside_braces(literal);
    let mut words = without_values.split(' ');
    let begins =
        words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    let goes_on = words.any(|word| word.chars().filter(char::is_ascii_lowercase).count() > 1);
    begins && goes_on && !NOT_SHOWN.iter().any(|place| before.contains(place))
}

/// Words with values among them. One word before a value is mostly a key.
fn is_phrase(literal: &str, before: &str) -> bool {
    let is_formatted = before.trim_end().ends_with("format!(");
    let words = outside_braces(literal).split(' ').filter(|word| !word.is_empty()).count();
    let is_key = words < 2 && !literal.starts_with('{');
    is_formatted
        && literal.contains(' ')
        && !is_key
        && !NOT_SHOWN.iter().any(|place| before.contains(place))
}

/// A literal without the values that are put into it.
fn outside_braces(literal: &str) -> String {
    let mut depth = 0_usize;
    literal
        .chars()
        .filter(|letter| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Whether it is words, and not a sign, a unit or an expression.
fn is_text(literal: &str) -> bool {
    let letters = |part: &str| part.chars().all(char::is_alphabetic) && part.chars().count() > 1;
    let is_for_machines = literal.contains("://") || literal.contains("[aria-");
    !is_for_machines && outside_braces(literal).split(|c: char| !c.is_alphanumeric()).any(letters)
}

#[test]
fn every_text_that_is_shown_comes_from_the_catalogue() {
    let complaints: Vec<_> = files()
        .into_iter()
        .filter(|(name, _)| !is_for_others(name))
        .map(|(name, code)| {
            let texts = if is_around(&name) { texts_but(&code, &PROBLEM) } else { texts(&code) };
            (name, texts)
        })
        .filter(|(_, texts)| !texts.is_empty())
        .map(|(name, texts)| format!("{name}: {texts:?}"))
        .collect();
    assert!(complaints.is_empty(), "give these an id in locales/:\n{}", complaints.join("\n"));
}

#[test]
fn texts_are_told_from_other_literals() {
    let found = |code: &str| texts(code);
    assert_eq!(found(r#"<p>{ "Loading…" }</p>"#), ["Loading…"]);
    assert_eq!(found(r#"<p>{ " " }{ "×" }{ "Mini AWS" }</p>"#), [""; 0]);
    assert_eq!(found(r#"<a class="quiet-link" title="All of it">"#), ["All of it"]);
    assert_eq!(found(r#"format!("Saved {rows} to {path}")"#), ["Saved {rows} to {path}"]);
    assert_eq!(found(r#"log_error("The store is \"away\" again")"#), [""; 0]);
    assert_eq!(
        found(r#"{ if open { "true" } else { "false" } }{ if done { "Done" } else { "" } }"#),
        ["Done"]
    );
    assert_eq!(
        found(r#"format!("{shown} of {all}"), format!("0 0 {width} 4"), format!("row {id}")"#),
        ["{shown} of {all}"]
    );
    assert_eq!(found("#[error(\n    \"Say when.\"\n)]"), [""; 0]);
    let around =
        r#"SubmenuBuilder::new(app, "&View"), problem("The disk is full."), item("Quit it")"#;
    assert_eq!(texts_but(around, &PROBLEM[..2]), ["The disk is full.", "Quit it"]);
    assert_eq!(found(r#"t!("chart-none", when = when)"#), [""; 0]);
    assert_eq!(found(r#"title={t!("export.hint")} label="a\" b""#), ["a\\\" b"; 0]);
}
