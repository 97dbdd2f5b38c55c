//! Takes secrets out of what the engine says of an instance.
//!
//! A secret stands in the environment, and people repeat it: in arguments, health checks, labels. So what the environment says is a
//! secret is hidden there as well.

use super::secrets::{is_named_secret, is_secret, password_in};
use serde_json::Value;

/// What is shown in place of a secret.
const HIDDEN: &str = "<hidden>";
/// Shorter values stand in other words by chance; they are hidden where they stand alone.
const SHORTEST_WITHIN: usize = 6;
/// Parts of a description in which people write: a secret may stand in the middle of a text.
const WRITTEN: [&str; 8] =
    ["Args", "Cmd", "Entrypoint", "CreateCommand", "Labels", "Annotations", "Test", "Output"];
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
            .flat_map(|value| [Some(value), password_in(value).map(|password| &value[password])])
            .flatten()
            .map(str::to_owned)
            // A password that is the image's name hides nothing, and hiding it would tell what it is.
            .filter(|value| !image.contains(value.as_str()))
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
        if !is_written {
            return;
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
        if let Some(password) = password_in(text)
            && &text[password.clone()] != HIDDEN
        {
            text.replace_range(password, HIDDEN);
        }
    }
}

/// Hides what follows options that are named like secrets: `--api-token=x`, `--password x`.
fn hide_options(arguments: &mut Value) {
    let Some(arguments) = arguments.as_array_mut() else { return };
    let mut is_next = false;
    for argument in arguments {
        let Value::String(text) = argument else { continue };
        if std::mem::take(&mut is_next) && !text.starts_with('-') {
            HIDDEN.clone_into(text);
            continue;
        }
        if !text.starts_with("--") {
            continue;
        }
        match text.find('=') {
            Some(end) if is_named_secret(&text[..end]) => {
                text.truncate(end + 1);
                text.push_str(HIDDEN);
            }
            Some(_) => {}
            None => is_next = is_named_secret(text),
        }
    }
}
