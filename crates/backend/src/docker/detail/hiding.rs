//! Takes secrets out of what the engine says of an instance.
//!
//! A secret stands in the environment, and people repeat it: in arguments, health checks, labels. So what the environment says is a
//! secret is hidden there as well, and what the name of a field, an option or a variable says is one, and passwords in addresses.

use super::programs;
use super::secrets::{anywhere_in, is_named_secret, is_secret, written_in};
use serde_json::Value;
use std::fmt::Write as _;
use std::ops::Range;

/// What is shown in place of a secret.
const HIDDEN: &str = "<hidden>";
/// Shorter values stand in other words by chance; they are hidden where they stand alone.
const SHORTEST_WITHIN: usize = 6;
/// From here on, values that are no words are hidden wherever they stand, also in names and places that nobody writes secrets into.
const SHORTEST_ANYWHERE: usize = 8;
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
    values: Vec<Known>,
}

/// A value that is hidden wherever it stands again.
struct Known {
    text: String,
    /// Whether it can hardly be a word or a path that means something else.
    is_rare: bool,
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
        let mut values: Vec<Known> = entries
            .iter()
            .map(|(entry, _)| variable(entry).1)
            // Of an address, the password as well: it may stand somewhere else alone.
            .flat_map(|value| written_in(value).into_iter().map(|part| &value[part]).chain([value]))
            // A password that is the image's name hides nothing, and hiding it would tell what it is.
            .filter(|value| !image.split(['/', ':', '@', '.', '-', '_']).any(|part| part == *value))
            .filter(|value| *value != image)
            .flat_map(|value| {
                let is_rare = is_rare(value);
                spellings(value).map(move |text| Known { text, is_rare })
            })
            .collect();
        values.sort_by(|one, other| {
            (other.text.len(), &one.text).cmp(&(one.text.len(), &other.text))
        });
        values.dedup_by(|one, other| one.text == other.text);
        let mut hiding = Self { entries, values };
        // What is a secret in one variable is one in another, whatever that is called.
        let others = inspected["Config"]["Env"].as_array().into_iter().flatten();
        let repeated: Vec<_> = others
            .filter_map(Value::as_str)
            .filter(|entry| !hiding.entries.iter().any(|(known, _)| known == entry))
            .filter(|entry| hiding.repeats(variable(entry).1))
            .map(|entry| (entry.to_owned(), variable(entry).0.len()))
            .collect();
        hiding.entries.extend(repeated);
        hiding
    }

    /// Whether a variable is a secret, or has one in it that is known from another.
    pub(super) fn is_secret(&self, name: &str, value: &str) -> bool {
        is_secret(name, value) || self.repeats(value)
    }

    fn repeats(&self, text: &str) -> bool {
        self.values.iter().any(|known| known.is_rare && text.contains(&known.text))
    }

    /// Hides all secrets in a description.
    pub(super) fn apply(&self, inspected: &mut Value) {
        // Which program gets the arguments stands in a field beside them.
        let path = inspected["Path"].as_str().map(str::to_owned);
        if let Some(arguments) = inspected.get_mut("Args") {
            hide_values(arguments, path.as_slice());
        }
        let begun: Vec<String> = match &inspected["Config"]["Entrypoint"] {
            Value::String(program) => vec![program.clone()],
            Value::Array(words) => {
                words.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        };
        if let Some(arguments) = inspected.get_mut("Config").and_then(|it| it.get_mut("Cmd")) {
            hide_values(arguments, &begun);
        }
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
                for (name, field) in &mut *fields {
                    if ARGUMENTS.contains(&name.as_str()) {
                        hide_options(field);
                        hide_values(field, &[]);
                    }
                    if let Value::String(text) = field {
                        hide_field(name, text);
                    }
                    self.walk(field, is_written || WRITTEN.contains(&name.as_str()));
                }
                if fields.keys().any(|name| self.repeats(name)) {
                    let all = std::mem::take(fields).into_iter();
                    fields.extend(all.map(|(mut name, field)| {
                        self.hide_known(&mut name, false);
                        (name, field)
                    }));
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
        }
        self.hide_known(text, is_written);
        hide_parts(text, if is_written { written_in } else { anywhere_in });
    }

    /// Hides values that are known.
    fn hide_known(&self, text: &mut String, is_written: bool) {
        for Known { text: value, is_rare } in &self.values {
            if is_written && text == value {
                HIDDEN.clone_into(text);
                return;
            }
            let is_hidden = *is_rare || (is_written && value.len() >= SHORTEST_WITHIN);
            if is_hidden && text.contains(value.as_str()) {
                *text = text.replace(value.as_str(), HIDDEN);
            }
        }
    }
}

/// Whether a value is so odd that it stands nowhere by chance: letters with digits or signs, and no path.
fn is_rare(value: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphabetic();
    value.len() >= SHORTEST_ANYWHERE
        && !value.starts_with('/')
        && value.contains(is_letter)
        && value.contains(|letter: char| !is_letter(letter))
}

/// A value as it stands in texts: as it is, within a text of JSON, and within an address.
fn spellings(value: &str) -> impl Iterator<Item = String> + use<> {
    let json = Value::from(value).to_string();
    let json = json[1..json.len() - 1].to_owned();
    let mut address = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(byte.into());
        } else {
            // Writing into a text cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    let value = value.to_owned();
    let others = [json, address].into_iter().filter({
        let value = value.clone();
        move |other| *other != value
    });
    std::iter::once(value).chain(others)
}

/// What is shown of a label that every instance is listed with, without looking at the instance's environment.
pub(super) fn label(name: &str, value: &str) -> String {
    let mut text = value.to_owned();
    hide_field(name, &mut text);
    hide_parts(&mut text, written_in);
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

/// Hides what arguments mean as secrets to the program that gets them, which may be named in what was begun with.
fn hide_values(arguments: &mut Value, begun: &[String]) {
    let Some(arguments) = arguments.as_array_mut() else { return };
    let words: Vec<&str> = begun
        .iter()
        .map(String::as_str)
        .chain(arguments.iter().map(|argument| argument.as_str().unwrap_or_default()))
        .collect();
    for (index, part) in programs::in_arguments(&words).into_iter().rev() {
        let argument = index.checked_sub(begun.len()).and_then(|index| arguments.get_mut(index));
        if let Some(Value::String(text)) = argument {
            text.replace_range(part, HIDDEN);
        }
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
