//! The keys that work on every page: one table, which the handler obeys and the list of the keys shows.

use crate::route::Page;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// The command palette.
    Palette,
    /// The page's filter, to type into.
    Filter,
    /// The next theme.
    Theme,
    /// The list of these keys.
    Help,
    /// A page.
    Go(Page),
}

/// A key and what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// The key, as a keyboard event names it.
    pub key: &'static str,
    /// Whether Ctrl, or ⌘, is held down with it.
    pub with_command: bool,
    /// Whether it is so in the app only: a browser has a use of its own for it.
    pub in_shell_only: bool,
    /// Whether it works while somebody types: it must be no letter.
    pub while_typing: bool,
    /// What it asks for.
    pub shortcut: Shortcut,
}

/// The keys of the pages, in the sidebar's order; the shell's menu has the same.
const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

const PALETTE: Binding =
    Binding { with_command: true, while_typing: true, ..plain("k", Shortcut::Palette) };

const fn plain(key: &'static str, shortcut: Shortcut) -> Binding {
    Binding { key, with_command: false, in_shell_only: false, while_typing: false, shortcut }
}

const fn page(key: &'static str, page: Page) -> Binding {
    Binding { with_command: true, in_shell_only: true, ..plain(key, Shortcut::Go(page)) }
}

/// Every key, as they are listed.
pub fn bindings() -> impl Iterator<Item = Binding> {
    let anywhere = [
        PALETTE,
        plain("/", Shortcut::Filter),
        plain("t", Shortcut::Theme),
        plain("?", Shortcut::Help),
    ];
    let pages = DIGITS.into_iter().zip(Page::ALL).map(|(key, to)| page(key, to));
    anywhere.into_iter().chain(pages).chain([page(",", Page::Settings)])
}

impl Binding {
    /// The key as people read it: `Ctrl/⌘ K`, `?`.
    #[must_use]
    pub fn words(&self) -> String {
        let key = self.key.to_uppercase();
        if self.with_command { format!("Ctrl/⌘ {key}") } else { key }
    }

    /// The one of a key; `with_command` is whether Ctrl, or ⌘, is held down with it, and `in_shell` whether the page is in the app.
    #[must_use]
    pub fn of(key: &str, with_command: bool, in_shell: bool) -> Option<Self> {
        // Caps lock makes a capital of a letter, and changes nothing else.
        let key = key.to_lowercase();
        let is_it = |binding: &Self| {
            binding.key == key
                && binding.with_command == with_command
                && (in_shell || !binding.in_shell_only)
        };
        bindings().find(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn asked(key: &str, with_command: bool, in_shell: bool) -> Option<Shortcut> {
        Binding::of(key, with_command, in_shell).map(|binding| binding.shortcut)
    }

    #[test]
    fn digits_lead_to_pages_and_a_comma_to_the_settings() {
        for (place, page) in (1..).zip(Page::ALL) {
            assert_eq!(asked(&place.to_string(), true, true), Some(Shortcut::Go(page)));
        }
        assert_eq!(asked(",", true, true), Some(Shortcut::Go(Page::Settings)));
        for key in ["0", "8", "9", "w", "q", "?", "-1", "+1", ""] {
            assert_eq!(asked(key, true, true), None, "{key}");
        }
    }

    #[test]
    fn a_browser_keeps_its_own_keys() {
        for key in ["1", ",", "7"] {
            assert_eq!(asked(key, true, false), None, "{key}");
            assert_eq!(asked(key, false, true), None, "{key}");
        }
        assert_eq!(asked("?", false, false), Some(Shortcut::Help));
        assert_eq!(asked("k", true, false), Some(Shortcut::Palette));
        assert_eq!(asked("K", true, false), Some(Shortcut::Palette), "caps lock");
        assert_eq!(asked("k", false, false), None, "a letter alone");
    }

    #[test]
    fn no_key_asks_for_two_things_and_no_letter_is_taken_from_who_types() {
        let keys: Vec<_> = bindings().map(|it| (it.key, it.with_command)).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:?}");
        for binding in bindings() {
            assert!(binding.with_command || !binding.while_typing, "{binding:?}");
        }
    }
}
