//! The messages, and how one is looked up.

use super::Language;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::{borrow::Cow, sync::OnceLock};

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

type Bundle = FluentBundle<FluentResource>;

/// Read when a language is first spoken, once for all threads.
static BUNDLES: [OnceLock<Bundle>; Language::ALL.len()] =
    [const { OnceLock::new() }; Language::ALL.len()];
/// Who hears of a mistake in the catalogue.
static REPORT: OnceLock<fn(&str)> = OnceLock::new();

/// Has mistakes in the catalogue reported, which are the developers': there is no log that all who use the words have in common. The first who
/// wants to hear of them does.
pub fn report_with(report: fn(&str)) {
    REPORT.get_or_init(|| report);
}

fn report(mistake: &str) {
    if let Some(report) = REPORT.get() {
        report(mistake);
    }
}

/// Something that a message is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// Text, which stays as it is.
    Text(String),
    /// A number, by which a message may choose its words.
    Number(f64),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                // Exact far beyond what is counted here.
                Self::Number(number as f64)
            }
        })+
    };
}

numbers!(u8, u16, u32, i32, u64, i64, usize, f64);

/// The message `id` without arguments.
#[must_use]
pub fn text(id: &str) -> String {
    text_with(id, &[])
}

/// The message `id` about `arguments`. A message that there is none of shows as its id, and is reported.
#[must_use]
pub fn text_with(id: &str, arguments: &[(&str, Argument)]) -> String {
    let language = Language::current();
    let found = message(language, id, arguments);
    let found = found.or_else(|| message(Language::English, id, arguments));
    found.unwrap_or_else(|| {
        report(&format!("there is no message {id}"));
        id.to_owned()
    })
}

fn message(language: Language, id: &str, arguments: &[(&str, Argument)]) -> Option<String> {
    let bundle = bundle(language);
    // `id.attribute` names an attribute of a message.
    let (id, attribute) = id.split_once('.').map_or((id, None), |(id, part)| (id, Some(part)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut given = FluentArgs::with_capacity(arguments.len());
    for (name, value) in arguments {
        let value: FluentValue<'_> = match value {
            Argument::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Argument::Number(number) => FluentValue::from(*number),
        };
        given.set(*name, value);
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&given), &mut errors);
    if let Some(error) = errors.first() {
        report(&format!("the message {id} is not whole: {error}"));
    }
    Some(text.into_owned())
}

fn bundle(language: Language) -> &'static Bundle {
    BUNDLES[language as usize].get_or_init(|| read(language))
}

fn read(language: Language) -> Bundle {
    let tag = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks that keep directions of writing apart would be copied and searched along; no language here needs them.
    bundle.set_use_isolating(false);
    for (name, source) in sources(language.tag()) {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                report(&format!("{name} has {} messages that cannot be read", errors.len()));
                resource
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            report(&format!("{name} has {} messages twice", errors.len()));
        }
    }
    bundle
}
