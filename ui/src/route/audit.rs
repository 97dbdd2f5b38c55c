//! What the page of activity is narrowed to, as words of an address: `kinds=died,out_of_memory&outcomes=failed`.

use mini_aws_domain::{ActivityKind, AuditQuery, Outcome, Source, SubjectKind};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Which entries of the audit log are listed, besides the text that is looked for. An empty list stands for everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// What happened.
    pub kinds: Vec<ActivityKind>,
    /// What sort of thing it happened to.
    pub subjects: Vec<SubjectKind>,
    /// How it ended.
    pub outcomes: Vec<Outcome>,
    /// Who says so.
    pub sources: Vec<Source>,
}

const KINDS: &str = "kinds";
const SUBJECTS: &str = "subjects";
const OUTCOMES: &str = "outcomes";
const SOURCES: &str = "sources";

impl AuditFilter {
    /// Whether everything is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The question that it comes to, with the words that are looked for.
    #[must_use]
    pub fn query(&self, text: &str) -> AuditQuery {
        AuditQuery {
            text: text.trim().to_owned(),
            kinds: self.kinds.clone(),
            subjects: self.subjects.clone(),
            outcomes: self.outcomes.clone(),
            sources: self.sources.clone(),
            ..AuditQuery::default()
        }
    }

    /// Reads it from the words of an address. What makes no sense is left out.
    pub(super) fn parse(word: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            kinds: read(word(KINDS).as_deref()),
            subjects: read(word(SUBJECTS).as_deref()),
            outcomes: read(word(OUTCOMES).as_deref()),
            sources: read(word(SOURCES).as_deref()),
        }
    }

    /// Its words in an address, each with its name.
    pub(super) fn words(&self) -> Vec<(&'static str, String)> {
        let words = [
            (KINDS, written(&self.kinds)),
            (SUBJECTS, written(&self.subjects)),
            (OUTCOMES, written(&self.outcomes)),
            (SOURCES, written(&self.sources)),
        ];
        words.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }
}

/// The word of a kind, a subject, an outcome or a source: the one that it has in JSON too.
#[must_use]
pub fn slug<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        // None of the four is anything else.
        Ok(_) | Err(_) => String::new(),
    }
}

fn written<T: Serialize>(values: &[T]) -> String {
    values.iter().map(slug).collect::<Vec<_>>().join(",")
}

fn read<T: DeserializeOwned + PartialEq>(text: Option<&str>) -> Vec<T> {
    let mut values = Vec::new();
    for word in text.into_iter().flat_map(|text| text.split(',')) {
        if let Ok(value) = serde_json::from_value(Value::String(word.to_owned()))
            && !values.contains(&value)
        {
            values.push(value);
        }
    }
    values
}
