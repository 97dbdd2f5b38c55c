//! Light or dark: by the system, or by choice.

use crate::{platform, t};
use gloo_events::EventListener;
use web_sys::{MediaQueryList, Window};
use yew::prelude::*;

/// Where the choice is kept. `theme.js` reads it before the first paint.
const SETTING: &str = "mini-aws-theme";

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// As the system has it, live.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl ThemeChoice {
    /// Every choice, in the order in which the toggle goes through them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its word, in the setting and in the page's `data-theme`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::System => t!("theme-system"),
            Self::Light => t!("theme-light"),
            Self::Dark => t!("theme-dark"),
        }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn read() -> Self {
        let word = platform::read_setting(SETTING).unwrap_or_default();
        Self::ALL.into_iter().find(|choice| choice.as_str() == word).unwrap_or_default()
    }
}

/// The choice, what it comes to now, and how to change it.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeHandle {
    /// What the person chose.
    pub choice: ThemeChoice,
    /// Whether the window is light at this moment.
    pub is_light: bool,
    /// Chooses.
    pub choose: Callback<ThemeChoice>,
}

/// The theme of the window. It is put on the page, and follows the system while that is the choice.
#[hook]
pub fn use_theme() -> ThemeHandle {
    let choice = use_state_eq(ThemeChoice::read);
    let system_is_light = use_state_eq(platform::system_is_light);
    let setter = system_is_light.setter();
    use_effect_with((), move |()| {
        let query = web_sys::window().and_then(|window| prefers_light(&window));
        let listener = query.map(|query| {
            setter.set(query.matches());
            let asked = query.clone();
            EventListener::new(&query, "change", move |_| setter.set(asked.matches()))
        });
        move || drop(listener)
    });
    let is_light = match *choice {
        ThemeChoice::System => *system_is_light,
        ThemeChoice::Light => true,
        ThemeChoice::Dark => false,
    };
    let choose = {
        let choice = choice.setter();
        use_callback((), move |chosen: ThemeChoice, ()| {
            platform::write_setting(SETTING, chosen.as_str());
            choice.set(chosen);
        })
    };
    ThemeHandle { choice: *choice, is_light, choose }
}

/// Puts the theme on the page. The number that is returned changes after that, so who reads colours from the style sheet when
/// it changed, as the charts do, reads those of the new theme.
#[hook]
pub fn use_applied_theme(is_light: bool) -> u64 {
    let revision = use_state(|| 0);
    let setter = revision.setter();
    let next = *revision + 1;
    use_effect_with(is_light, move |&is_light| {
        let root = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element());
        if let Some(root) = root {
            let word = if is_light { "light" } else { "dark" };
            if root.set_attribute("data-theme", word).is_err() {
                platform::log_error("the theme could not be set");
            }
        }
        setter.set(next);
    });
    *revision
}

fn prefers_light(window: &Window) -> Option<MediaQueryList> {
    window.match_media("(prefers-color-scheme: light)").ok().flatten()
}
