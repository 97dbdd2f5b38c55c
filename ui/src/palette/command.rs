//! What an entry of the palette does.

use crate::{hooks::ThemeChoice, words::LanguageChoice};
use mini_aws_domain::ExportFormat;

/// What an entry of the palette does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Goes to an address of this window.
    Go(String),
    /// Chooses a theme.
    Theme(ThemeChoice),
    /// Chooses a language.
    Language(LanguageChoice),
    /// Pauses collecting (`false`), or has it go on.
    Collect(bool),
    /// Has the volumes measured.
    Measure,
    /// Calls that off.
    CancelMeasure,
    /// Looks for the engine now.
    RetryEngine,
    /// Saves what the charts show as a file.
    Export(ExportFormat),
    /// Puts text into the clipboard.
    Copy(String),
    /// Lists the keys.
    Keys,
}
