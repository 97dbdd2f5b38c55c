//! The languages that the window speaks.

use crate::platform;
use std::cell::Cell;

thread_local! {
    /// The window has one thread, and one language at a time; who changes it draws everything anew.
    static CURRENT: Cell<Language> = const { Cell::new(Language::English) };
}

/// A language that the window speaks.
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

    /// The language of a tag such as `de-CH`; `None` for one that the window does not speak.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// What the window speaks now.
    #[must_use]
    pub fn current() -> Self {
        CURRENT.get()
    }

    /// Speaks it from now on. What is on the screen has to be drawn anew.
    pub fn speak(self) {
        CURRENT.set(self);
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

/// Which language the person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LanguageChoice {
    /// That of the system, if the window speaks it.
    #[default]
    System,
    /// This one.
    Always(Language),
}

/// Under which name the choice is kept in the window.
const KEY: &str = "mini-aws-language";
const SYSTEM: &str = "system";

impl LanguageChoice {
    /// What was chosen before.
    #[must_use]
    pub fn kept() -> Self {
        let kept = platform::read_setting(KEY);
        kept.and_then(|tag| Language::of_tag(&tag)).map_or(Self::System, Self::Always)
    }

    /// Keeps it for the next start.
    pub fn keep(self) {
        platform::write_setting(KEY, self.as_str());
    }

    /// Its word in a form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => SYSTEM,
            Self::Always(language) => language.tag(),
        }
    }

    /// The language that it comes to: of those that the system prefers, the first that the window speaks.
    #[must_use]
    pub fn language(self) -> Language {
        match self {
            Self::Always(language) => language,
            Self::System => {
                let wanted = platform::languages();
                wanted.iter().find_map(|tag| Language::of_tag(tag)).unwrap_or_default()
            }
        }
    }
}
