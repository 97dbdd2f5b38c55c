//! Takes secrets out of what the engine says of an instance.
//!
//! A secret stands in the environment, and people repeat it: in arguments, health checks, labels. So what the environment says is a
//! secret is hidden there as well, and what the name of a field, an option or a variable says is one, and passwords in addresses.

use super::secrets::{is_named_secret, is_secret, named_in, passwords_in};
use serde_json::Value;
use std::ops::Range;

/// What is shown in place of a secret.
const HIDDEN: &str = "<hidden>";
/// Shorter values stand in other words by chance; they are hidden where they stand alone.
const SHORTEST_WITHIN: usize = 6;
/// Parts of a description in which people write: a secret may stand in the middle of a text.
const WRITTEN: [&str; 14] = [
    "Annotations",
    "Args",
    "Cmd",
    "CreateCommand",
    "DriverOpts",
    "Entrypoint",
    "Error",
    "Labels",
    "LogConfig",
    "Options",
    "Output",
    "Path",
    "StorageOpt",
    "Test",
];
/// Those of them that are arguments: an option's name says that a secret follows.
const ARGUMENTS: [&str; 5] = ["Args", "Cmd", "Entrypoint", "CreateCommand", "Test"];

/// What is to be hidden.
pub(super) struct Hiding {
    /// Entries of the environment, `NAME=value`, with the length of the name.
    entries: Vec<(String, usize)>,
    /// Their values, as far as they are no common words here; the longest first, for one may be a part of another.
    values: Vec<String>,
}

/// Takes `NAME=value` apart.
pub(super) fn variable(entry: &str) -> (&str, &str) {
    entry.split_once('=').unwrap_or((entry, ""))
}

impl Hiding {
    /// Looks for secrets in the environment of this description.
    pub(super) fn of(inspected: &Value) -> Self {
        let image = inspected["Config"]["Image"].as_str().unwrap_or_default();
        let entries: Vec<(String, usize)> = inspected["Config"]["Env"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|entry| {
                let (name, value) = variable(entry);
                is_secret(name, value)
            })
            .map(|entry| (entry.to_owned(), variable(entry).0.len()))
            .collect();
        let mut values: Vec<String> = entries
            .iter()
            .map(|(entry, _)| variable(entry).1)
            // Of an address, the password as well: it may stand somewhere else alone.
            .flat_map(|value| {
                let parts = passwords_in(value).into_iter().chain(named_in(value));
                parts.map(|part| &value[part]).chain([value])
            })
            .map(str::to_owned)
            // A password that is the image's name hides nothing, and hiding it would tell what it is.
            .filter(|value| !image.split(['/', ':', '@', '.', '-', '_']).any(|part| part == value))
            .filter(|value| value != image)
            .collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        Self { entries, values }
    }

    /// Hides all secrets in a description.
    pub(super) fn apply(&self, inspected: &mut Value) {
        self.walk(inspected, false);
    }

    fn walk(&self, value: &mut Value, is_written: bool) {
        match value {
            Value::String(text) => self.hide(text, is_written),
            Value::Array(all) => {
                for one in all {
                    self.walk(one, is_written);
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    if ARGUMENTS.contains(&name.as_str()) {
                        hide_options(field);
                    }
                    if let Value::String(text) = field {
                        hide_field(name, text);
                    }
                    self.walk(field, is_written || WRITTEN.contains(&name.as_str()));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn hide(&self, text: &mut String, is_written: bool) {
        if let Some((_, name)) = self.entries.iter().find(|(entry, _)| entry == text) {
            text.truncate(*name);
            text.push('=');
            text.push_str(HIDDEN);
            return;
        }
        if is_written {
            for (entry, name) in &self.entries {
                if text.contains(entry.as_str()) {
                    *text = text.replace(entry.as_str(), &format!("{}={HIDDEN}", &entry[..*name]));
                }
            }
            for value in &self.values {
                if text == value {
                    HIDDEN.clone_into(text);
                    return;
                }
                if value.len() >= SHORTEST_WITHIN && text.contains(value.as_str()) {
                    *text = text.replace(value.as_str(), HIDDEN);
                }
            }
            hide_parts(text, named_in);
        }
        hide_parts(text, passwords_in);
    }
}

/// What is shown of a label that every instance is listed with, without looking at the instance's environment.
pub(super) fn label(name: &str, value: &str) -> String {
    let mut text = value.to_owned();
    hide_field(name, &mut text);
    hide_parts(&mut text, named_in);
    hide_parts(&mut text, passwords_in);
    text
}

/// Hides the text of a field that is named like a secret. A path is a place, and its text says how it is mounted.
fn hide_field(name: &str, text: &mut String) {
    if !text.is_empty() && !name.starts_with('/') && is_named_secret(name) {
        HIDDEN.clone_into(text);
    }
}

/// Hides the parts of a text that are found in it.
fn hide_parts(text: &mut String, find: impl Fn(&str) -> Vec<Range<usize>>) {
    for part in find(text).into_iter().rev() {
        text.replace_range(part, HIDDEN);
    }
}

/// Hides what follows options and variables that are named like secrets, whatever is in it: `--api-token=x`, `-password x`, `TOKEN=x y`.
fn hide_options(arguments: &mut Value) {
    let Some(arguments) = arguments.as_array_mut() else { return };
    let (mut is_next, mut is_script) = (false, false);
    for argument in arguments {
        let Value::String(text) = argument else { continue };
        if std::mem::take(&mut is_next) && !text.starts_with('-') {
            HIDDEN.clone_into(text);
            continue;
        }
        // A script is looked through as a text: not all that follows the first name is its value.
        if std::mem::take(&mut is_script) {
            continue;
        }
        is_script = text == "CMD-SHELL"
            || (text.starts_with('-') && !text.starts_with("--") && text.ends_with('c'));
        match text.find('=') {
            Some(end) if text[..end].contains(char::is_whitespace) => {}
            Some(end) if end + 1 < text.len() && is_named_secret(&text[..end]) => {
                text.truncate(end + 1);
                text.push_str(HIDDEN);
            }
            Some(_) => {}
            None => is_next = text.starts_with('-') && is_named_secret(text),
        }
    }
}
