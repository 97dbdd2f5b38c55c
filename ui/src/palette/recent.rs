//! What was taken lately.

use super::Command;
use crate::platform;

/// Under which name it is kept in the window.
const SETTING: &str = "mini-aws-recent";
/// How many are remembered.
const MOST: usize = 8;
/// A key may be as long as a name; a longer one is not worth remembering.
const LONGEST: usize = 400;

/// The keys of what was taken lately, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recent(Vec<String>);

impl Recent {
    /// What was kept.
    #[must_use]
    pub fn kept() -> Self {
        Self::read(&platform::read_setting(SETTING).unwrap_or_default())
    }

    /// Keeps it for the next start.
    pub fn keep(&self) {
        platform::write_setting(SETTING, &self.text());
    }

    /// The same, after the entry of this key and this command was taken.
    #[must_use]
    pub fn with(mut self, key: &str, command: &Command) -> Self {
        // What is copied is mostly copied once.
        if matches!(command, Command::Copy(_)) || key.len() > LONGEST || key.contains('\n') {
            return self;
        }
        self.0.retain(|known| known != key);
        self.0.insert(0, key.to_owned());
        self.0.truncate(MOST);
        self
    }

    /// How long ago the entry of this key was taken: 0 for the last one.
    #[must_use]
    pub fn place(&self, key: &str) -> Option<usize> {
        self.0.iter().position(|known| known == key)
    }

    fn read(text: &str) -> Self {
        let keys = text.lines().filter(|key| !key.is_empty() && key.len() <= LONGEST);
        Self(keys.take(MOST).map(str::to_owned).collect())
    }

    fn text(&self) -> String {
        self.0.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn go() -> Command {
        Command::Go("#/volumes".to_owned())
    }

    #[test]
    fn the_newest_is_first_and_none_is_there_twice() {
        let recent = Recent::default().with("a", &go()).with("b", &go()).with("a", &go());
        assert_eq!(recent, Recent(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!((recent.place("b"), recent.place("c")), (Some(1), None));
    }

    #[test]
    fn it_is_bounded_and_survives_being_kept() {
        let many =
            (0..50).fold(Recent::default(), |recent, key| recent.with(&key.to_string(), &go()));
        assert_eq!(many.0.len(), MOST);
        assert_eq!(Recent::read(&many.text()), many);
        assert_eq!(Recent::read(""), Recent::default());
        let endless = "x".repeat(LONGEST + 1);
        assert_eq!(Recent::read(&endless), Recent::default());
        assert_eq!(Recent::default().with(&endless, &go()), Recent::default());
        assert_eq!(Recent::default().with("two\nlines", &go()), Recent::default());
    }

    #[test]
    fn what_was_copied_is_not_remembered() {
        let copied = Recent::default().with("id", &Command::Copy("4f".to_owned()));
        assert_eq!(copied, Recent::default());
    }
}
