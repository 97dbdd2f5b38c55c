//! The languages that the console speaks.

use serde::{Deserialize, Serialize};
use std::cell::Cell;

thread_local! {
    /// One language at a time; the window, which has one thread, draws everything anew when it changes.
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
}

/// A language that the console speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, which has every message.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its tag (BCP 47), as the page says it of itself.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// Its name in itself: who looks for it can read no other.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of a tag such as `de-CH`; `None` for one that the console does not speak.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// What this thread speaks now.
    #[must_use]
    pub fn current() -> Self {
        CURRENT.get()
    }

    /// Speaks it from now on, on this thread. What is on the screen has to be drawn anew.
    pub fn speak(self) {
        CURRENT.set(self);
    }

    /// Does something in this language, and goes back to that of before. `work` must not wait for another task: what it leaves the
    /// thread to would speak this language as well.
    pub fn within<T>(self, work: impl FnOnce() -> T) -> T {
        let _before = Before(CURRENT.replace(self));
        work()
    }

    /// What stands before the decimals of a number.
    #[must_use]
    pub fn decimal_point(self) -> char {
        match self {
            Self::English => '.',
            Self::German => ',',
        }
    }

    /// What stands between thousands.
    #[must_use]
    pub fn thousands(self) -> char {
        match self {
            Self::English => ',',
            Self::German => '.',
        }
    }
}

/// Speaks it again when it goes, whatever happened meanwhile.
struct Before(Language);

impl Drop for Before {
    fn drop(&mut self) {
        self.0.speak();
    }
}

/// Which language the person wants. It is told and kept as its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum LanguageChoice {
    /// That of the system, if the console speaks it.
    #[default]
    System,
    /// This one.
    Always(Language),
}

const SYSTEM: &str = "system";

impl LanguageChoice {
    /// The choice of a word; one that means none is the system's.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        Language::of_tag(word).map_or(Self::System, Self::Always)
    }

    /// Its word in a form and where it is kept.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => SYSTEM,
            Self::Always(language) => language.tag(),
        }
    }

    /// The language that it comes to on a system that prefers `wanted`, best first: the first of them that the console speaks.
    #[must_use]
    pub fn language<'a>(self, wanted: impl IntoIterator<Item = &'a str>) -> Language {
        match self {
            Self::Always(language) => language,
            Self::System => wanted.into_iter().find_map(Language::of_tag).unwrap_or_default(),
        }
    }
}

impl From<String> for LanguageChoice {
    fn from(word: String) -> Self {
        Self::of_word(&word)
    }
}

impl From<LanguageChoice> for String {
    fn from(choice: LanguageChoice) -> Self {
        choice.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_finds_its_language() {
        assert_eq!(Language::of_tag("de-CH"), Some(Language::German));
        assert_eq!(Language::of_tag("EN_us"), Some(Language::English));
        assert_eq!(Language::of_tag("fr"), None);
    }

    #[test]
    fn without_a_choice_the_first_of_the_systems_languages_is_spoken_that_is_known() {
        let system = LanguageChoice::of_word("system");
        assert_eq!(system, LanguageChoice::System);
        assert_eq!(system.language(["fr-FR", "de-AT", "en-GB"]), Language::German);
        assert_eq!(system.language(["fr-FR"]), Language::English);
        assert_eq!(LanguageChoice::of_word("de").language(["en"]), Language::German);
    }

    #[test]
    fn what_is_done_within_a_language_leaves_the_thread_as_it_was() {
        let within = Language::German.within(Language::current);
        assert_eq!((within, Language::current()), (Language::German, Language::English));
        let broken = std::panic::catch_unwind(|| Language::German.within(|| assert_eq!(1, 2)));
        assert!(broken.is_err());
        assert_eq!(Language::current(), Language::English);
    }
}
