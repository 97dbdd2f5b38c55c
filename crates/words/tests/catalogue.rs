//! The catalogue is whole: what the code asks for is there, in every language, and nothing else is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use mini_aws_words::{Language, text};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The folders of the programs that speak to people, from this crate's.
const SPEAKERS: [&str; 3] = ["src", "../../ui/src", "../../src-tauri/src"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Every message of a language with the arguments that it uses.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(root().join("locales").join(language.tag())).unwrap() {
        let path = entry.unwrap().path();
        let source = fs::read_to_string(&path).unwrap();
        let resource = fluent_syntax::parser::parse(source.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut arguments = BTreeSet::new();
            for pattern in message.value.iter().chain(message.attributes.iter().map(|a| &a.value)) {
                collect(pattern, &mut arguments);
            }
            let id = message.id.name.to_owned();
            assert!(all.insert(id, arguments).is_none(), "{} is there twice", message.id.name);
        }
    }
    all
}

fn collect(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                variants.iter().for_each(|variant| collect(&variant.value, arguments));
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            arguments.insert(id.name.to_owned());
        }
    }
}

/// Every `t!("id"` of the code, tests left out.
fn asked() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut folders = SPEAKERS.map(|speaker| root().join(speaker)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let code = fs::read_to_string(&path).unwrap();
            // The macro's own example.
            if path.ends_with("words/src/lib.rs") {
                continue;
            }
            let parts: Vec<&str> = code.split("t!(").collect();
            for (before, part) in parts.iter().zip(parts.iter().skip(1)) {
                // Other macros end in the same letter.
                if before.ends_with(|last: char| last.is_alphanumeric() || last == '_') {
                    continue;
                }
                let Some(rest) = part.trim_start().strip_prefix('"') else { continue };
                let id = rest.split('"').next().unwrap_or_default();
                ids.insert(id.split('.').next().unwrap_or_default().to_owned());
            }
        }
    }
    ids
}

#[test]
fn every_message_that_is_asked_for_is_there_and_no_other() {
    let english: BTreeSet<String> = messages(Language::English).into_keys().collect();
    let asked = asked();
    let missing: Vec<_> = asked.difference(&english).collect();
    assert!(missing.is_empty(), "no such message: {missing:?}");
    let unused: Vec<_> = english.difference(&asked).collect();
    assert!(unused.is_empty(), "never asked for: {unused:?}");
}

#[test]
fn every_language_has_every_message_about_the_same_things() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let other = messages(language);
        let ids =
            |all: &BTreeMap<String, BTreeSet<String>>| all.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = ids(&english).difference(&ids(&other)).cloned().collect();
        assert!(missing.is_empty(), "{language:?} lacks {missing:?}");
        let surplus: Vec<_> = ids(&other).difference(&ids(&english)).cloned().collect();
        assert!(surplus.is_empty(), "{language:?} has no use for {surplus:?}");
        for (id, arguments) in &english {
            assert_eq!(&other[id], arguments, "{id} in {language:?}");
        }
    }
}

#[test]
fn a_message_is_in_the_language_that_is_spoken() {
    assert_eq!(text("nav-settings"), "Settings");
    Language::German.speak();
    assert_eq!(text("nav-settings"), "Einstellungen");
    Language::English.speak();
}
