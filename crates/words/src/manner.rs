//! How a person wants to be spoken to.

use super::{Language, LanguageChoice};
use crate::units::Units;
use serde::{Deserialize, Serialize};

/// In which language, and with which units. The window tells it to the app around it, which keeps it for its next start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// The language that was chosen.
    pub language: LanguageChoice,
    /// The units that were chosen.
    pub units: Units,
}

impl Manner {
    /// Says something in this manner, on a system that prefers the languages `wanted`, best first. What the thread spoke before it speaks again
    /// afterwards. `work` must not wait for another task, for that one would speak like this as well.
    pub fn speak<'a, T>(
        self,
        wanted: impl IntoIterator<Item = &'a str>,
        work: impl FnOnce() -> T,
    ) -> T {
        self.language.language(wanted).within(|| self.units.within(work))
    }

    /// The language that is spoken in this manner on such a system.
    #[must_use]
    pub fn language<'a>(self, wanted: impl IntoIterator<Item = &'a str>) -> Language {
        self.language.language(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        format,
        units::{CpuShare, MemoryUnits},
    };

    #[test]
    fn it_is_told_in_words_and_what_is_missing_is_as_usual() {
        let manner = Manner {
            language: LanguageChoice::Always(Language::German),
            units: Units { memory: MemoryUnits::Decimal, cpu: CpuShare::Machine },
        };
        let told = serde_json::to_string(&manner).unwrap();
        assert_eq!(told, r#"{"language":"de","units":{"memory":"decimal","cpu":"machine"}}"#);
        assert_eq!(serde_json::from_str::<Manner>(&told).unwrap(), manner);
        assert_eq!(serde_json::from_str::<Manner>("{}").unwrap(), Manner::default());
        // As a later version would have kept it.
        let later = r#"{"language":"fr","units":{"cpu":"core"}}"#;
        assert_eq!(serde_json::from_str::<Manner>(later).unwrap(), Manner::default());
        assert!(serde_json::from_str::<Manner>(r#"{"units":{"cpu":"half"}}"#).is_err());
    }

    #[test]
    fn language_and_units_are_spoken_together_and_left_together() {
        let manner = Manner {
            units: Units { memory: MemoryUnits::Decimal, ..Units::default() },
            ..Manner::default()
        };
        let said = manner.speak(["de-DE"], || format::memory(1_500_000_000));
        assert_eq!(said, "1,5\u{202f}GB");
        assert_eq!(format::memory(3 << 29), "1.5\u{202f}GiB");
        assert_eq!(manner.language(["de-DE"]), Language::German);
    }
}
