//! Colours that can be read on light and on dark: those of the palette that the person chose, and no others.

/// How text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns that there are.
    pub width: usize,
    /// Rows that there are.
    pub height: usize,
    /// Whether there are colours.
    pub coloured: bool,
}

/// What a text means, and so its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paint {
    /// Nothing in particular.
    #[default]
    Plain,
    /// What to look at first.
    Strong,
    /// What is there if it is needed.
    Faint,
    /// As it should be.
    Good,
    /// Worth a look.
    Warning,
    /// Wrong.
    Bad,
}

impl Paint {
    /// The parameters of "select graphic rendition". The bright colours are left out: on one of the two backgrounds they vanish.
    fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Strong => Some("1"),
            Self::Faint => Some("2"),
            Self::Good => Some("32"),
            Self::Warning => Some("33"),
            Self::Bad => Some("31"),
        }
    }
}

impl Style {
    /// The text in its colour, or as it is where there are none.
    pub fn paint(&self, paint: Paint, text: &str) -> String {
        match paint.code().filter(|_| self.coloured && !text.is_empty()) {
            Some(code) => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            None => text.to_owned(),
        }
    }
}
