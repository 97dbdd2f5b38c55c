//! What is typed to find instances by, and which instances that means.
//!
//! Words, each of which has to be somewhere: in the name, the image, the state, the project, a VPC or a label, or at the begin of the
//! id. `label:team` asks for a label, `team=shop` for a label and its value, `state:failing` for a state, and so on.

use crate::words;
use mini_aws_domain::{Instance, InstanceState};

/// How much of what is typed counts: more is no filter any more.
const MOST_WORDS: usize = 16;
/// Of how many characters a filter is at most.
pub(in crate::pages) const LONGEST: usize = 200;

/// A filter, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::pages) struct Filter {
    terms: Vec<Term>,
    /// What the window calls the states, in lower case: people type what they see.
    states: Vec<(InstanceState, String)>,
}

/// One word of it, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    /// Anywhere.
    Anywhere(String),
    Name(String),
    Image(String),
    State(String),
    Project(String),
    Vpc(String),
    Id(String),
    /// A label whose name has this in it, or whose value has.
    Label(String),
    /// A label of exactly this name with a value that begins like this.
    LabelValue(String, String),
}

impl Filter {
    /// Reads what was typed. Everything that can be typed means something.
    pub fn read(text: &str) -> Self {
        let words = text.split_whitespace().take(MOST_WORDS);
        let terms: Vec<Term> = words.map(|word| Term::read(&word.to_lowercase())).collect();
        let states = InstanceState::ALL.map(|state| (state, words::state(state).to_lowercase()));
        Self { terms, states: states.into() }
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether the instance has every word of it.
    pub fn matches(&self, instance: &Instance) -> bool {
        let state = self.states.iter().find(|(state, _)| *state == instance.state);
        let state = state.map_or("", |(_, word)| word.as_str());
        self.terms.iter().all(|term| term.matches(instance, state))
    }
}

impl Term {
    fn read(word: &str) -> Self {
        let prefixed = word.split_once(':').filter(|(_, rest)| !rest.is_empty());
        if let Some((prefix, rest)) = prefixed {
            let rest_of = || rest.to_owned();
            match prefix {
                "name" => return Self::Name(rest_of()),
                "image" => return Self::Image(rest_of()),
                "state" => return Self::State(rest_of()),
                "project" => return Self::Project(rest_of()),
                "vpc" | "network" => return Self::Vpc(rest_of()),
                "id" => return Self::Id(rest_of()),
                "label" => return Self::label(rest).unwrap_or_else(|| Self::Label(rest_of())),
                // As in an image: `nginx:1.27`.
                _ => {}
            }
        }
        Self::label(word).unwrap_or_else(|| Self::Anywhere(word.to_owned()))
    }

    fn label(word: &str) -> Option<Self> {
        let (name, value) = word.split_once('=')?;
        (!name.is_empty()).then(|| Self::LabelValue(name.to_owned(), value.to_owned()))
    }

    fn matches(&self, instance: &Instance, shown_state: &str) -> bool {
        let project = |word: &str| instance.project.as_deref().is_some_and(|text| has(text, word));
        let vpc = |word: &str| instance.vpcs.iter().any(|text| has(text, word));
        let id = |word: &str| {
            let begin = instance.id.as_str().get(..word.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        };
        let label = |word: &str| {
            instance.labels.iter().any(|(name, value)| has(name, word) || has(value, word))
        };
        let state = |word: &str| {
            let asked = instance.state.as_str();
            asked.starts_with(word)
                || shown_state.starts_with(word)
                || is_kind_of_state(instance, word)
        };
        match self {
            Self::Anywhere(word) => {
                has(&instance.name, word)
                    || has(&instance.image, word)
                    || state(word)
                    || project(word)
                    || vpc(word)
                    || id(word)
                    || label(word)
            }
            Self::Name(word) => has(&instance.name, word),
            Self::Image(word) => has(&instance.image, word),
            Self::State(word) => state(word),
            Self::Project(word) => project(word),
            Self::Vpc(word) => vpc(word),
            Self::Id(word) => id(word),
            Self::Label(word) => label(word),
            Self::LabelValue(name, value) => instance.labels.iter().any(|(known, its)| {
                known.eq_ignore_ascii_case(name) && its.to_lowercase().starts_with(value.as_str())
            }),
        }
    }
}

/// What the cards count: not a state of the engine's, but a kind of them.
fn is_kind_of_state(instance: &Instance, word: &str) -> bool {
    match word {
        "stopped" => instance.state.is_stopped(),
        "failing" => instance.is_failing(),
        _ => false,
    }
}

/// Whether `word`, which is in lower case, is in `text` in any case. Most texts are ASCII, and need no copy for that.
fn has(text: &str, word: &str) -> bool {
    if !text.is_ascii() || !word.is_ascii() {
        return text.to_lowercase().contains(word);
    }
    word.is_empty()
        || text
            .as_bytes()
            .windows(word.len())
            .any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{exited, instance};
    use crate::words::Language;
    use mini_aws_domain::Health;

    fn labelled(name: &str, labels: &[(&str, &str)]) -> Instance {
        let labels = labels.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        Instance { labels: labels.collect(), ..instance(name) }
    }

    fn matches(filter: &str, instance: &Instance) -> bool {
        Filter::read(filter).matches(instance)
    }

    #[test]
    fn every_word_has_to_be_somewhere() {
        let web = instance("Web-10");
        for filter in
            ["", "  ", "WEB", "shop 10", "web registry.example", "shop_default", "id:Web-10-0123"]
        {
            assert!(matches(filter, &web), "{filter}");
        }
        for filter in ["web nowhere", "api", "exited"] {
            assert!(!matches(filter, &web), "{filter}");
        }
    }

    #[test]
    fn labels_are_found_by_name_and_by_value() {
        let web = labelled("web", &[("team", "Shop-Front"), ("tier", "edge")]);
        for filter in [
            "team=shop",
            "TEAM=shop-front",
            "team=",
            "label:team",
            "label:edge",
            "label:tier=e",
            "edge",
        ] {
            assert!(matches(filter, &web), "{filter}");
        }
        for filter in ["team=edge", "tea=shop", "label:colour", "team=front", "label:tier=x"] {
            assert!(!matches(filter, &web), "{filter}");
        }
    }

    #[test]
    fn a_state_is_one_of_the_engines_or_what_the_cards_count() {
        let sick = Instance { health: Health::Unhealthy, ..instance("sick") };
        assert!(matches("state:running", &sick) && matches("state:failing", &sick));
        assert!(!matches("state:stopped", &sick));
        let done = exited("done", 0);
        assert!(matches("state:stopped", &done) && matches("state:exited", &done));
        assert!(!matches("state:failing", &done) && !matches("failing", &done));
        assert!(matches("failing", &exited("mailer", 1)));
    }

    #[test]
    fn a_state_is_found_by_what_the_window_calls_it() {
        Language::German.speak();
        let word = words::state(InstanceState::Running);
        let found = matches(&word, &instance("web"));
        Language::English.speak();
        assert!(found, "{word}");
    }

    #[test]
    fn a_word_can_be_asked_for_in_one_place() {
        let web = instance("web");
        for filter in ["name:web", "image:web:1.4", "project:shop", "vpc:default", "id:web-0"] {
            assert!(matches(filter, &web), "{filter}");
        }
        for filter in ["name:shop", "image:shop", "project:web", "id:0"] {
            assert!(!matches(filter, &web), "{filter}");
        }
    }

    #[test]
    fn whatever_is_typed_means_something() {
        let web = instance("web");
        assert!(matches("web:1.4", &web), "a tag of an image, not a place to look");
        assert!(matches("web:", &instance("web:")) && !matches("=", &web));
        let long = "x ".repeat(5000);
        assert_eq!(Filter::read(&long).terms.len(), MOST_WORDS);
        let foreign = instance("Grün-☁");
        assert!(matches("GRÜN", &foreign) && matches("☁", &foreign));
    }
}
