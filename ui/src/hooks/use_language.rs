//! The language of the window: the system's, or by choice.

use crate::{
    platform,
    words::{Language, LanguageChoice},
};
use yew::prelude::*;

/// Under which name the choice is kept in the window.
const KEY: &str = "mini-aws-language";

/// The choice, what it comes to, and how to change it.
#[derive(Debug, Clone, PartialEq)]
pub struct LanguageHandle {
    /// What the person chose.
    pub choice: LanguageChoice,
    /// What the window speaks.
    pub language: Language,
    /// Chooses.
    pub choose: Callback<LanguageChoice>,
}

/// The language of the window. Whoever calls this draws everything anew when it changes.
#[hook]
pub fn use_language() -> LanguageHandle {
    let choice = use_state_eq(kept);
    let wanted = platform::languages();
    let language = choice.language(wanted.iter().map(String::as_str));
    // Before anything is drawn below.
    language.speak();
    use_effect_with(language, |language| platform::set_page_language(language.tag()));
    let setter = choice.setter();
    let choose = use_callback((), move |chosen: LanguageChoice, ()| {
        platform::write_setting(KEY, chosen.as_str());
        setter.set(chosen);
    });
    LanguageHandle { choice: *choice, language, choose }
}

/// What was chosen before.
fn kept() -> LanguageChoice {
    LanguageChoice::of_word(&platform::read_setting(KEY).unwrap_or_default())
}
