//! How the person wants the table: kept between starts.

use super::fields::Field;
use crate::platform;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Under which name it is kept in the window.
const KEY: &str = "mini-aws-instances";
/// What is written by another version is not read.
const VERSION: u32 = 1;
/// How many collapsed groups are remembered; of more, those that come first by name.
const MOST_COLLAPSED: usize = 256;

/// By which column the table is sorted, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::pages) struct Sorting {
    pub by: Field,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sorting {
    /// What a click on a column's heading makes of it.
    pub fn clicked(self, by: Field) -> Self {
        let descending = if self.by == by { !self.descending } else { by.metric().is_some() };
        Self { by, descending }
    }
}

/// The choices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::pages) struct Kept {
    /// The columns; `None` for those that there is room for.
    pub fields: Option<Vec<Field>>,
    pub sorting: Sorting,
    /// Whether instances stand in groups, by project.
    pub is_grouped: bool,
    /// The projects whose instances are folded away; an empty name for what has no project.
    pub collapsed: BTreeSet<String>,
}

/// As it is written. What is not known is passed over, so that an older version reads what a newer one wrote.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default)]
struct Written {
    version: u32,
    columns: Option<Vec<String>>,
    sort: String,
    descending: bool,
    grouped: bool,
    collapsed: BTreeSet<String>,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            version: 0,
            columns: None,
            sort: Field::default().id().to_owned(),
            descending: false,
            grouped: false,
            collapsed: BTreeSet::new(),
        }
    }
}

impl Kept {
    /// What was kept; the beginnings where there is nothing, or nothing that can be read.
    pub fn read() -> Self {
        platform::read_setting(KEY).and_then(|text| Self::parse(&text)).unwrap_or_default()
    }

    /// Keeps it.
    pub fn write(&self) {
        match serde_json::to_string(&self.written()) {
            Ok(text) => platform::write_setting(KEY, &text),
            Err(error) => {
                platform::log_error(&format!("the table's choices cannot be kept: {error}"));
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(text).ok()?;
        if written.version != VERSION {
            return None;
        }
        let fields = written.columns.map(|ids| {
            let chosen: BTreeSet<Field> = ids.iter().filter_map(|id| Field::of_id(id)).collect();
            // A row without a name is none.
            chosen.into_iter().chain([Field::Name]).collect::<BTreeSet<_>>().into_iter().collect()
        });
        let sorting = Field::of_id(&written.sort)
            .map(|by| Sorting { by, descending: written.descending })
            .unwrap_or_default();
        let collapsed = written.collapsed.into_iter().take(MOST_COLLAPSED).collect();
        Some(Self { fields, sorting, is_grouped: written.grouped, collapsed })
    }

    fn written(&self) -> Written {
        let ids = |fields: &Vec<Field>| fields.iter().map(|field| field.id().to_owned()).collect();
        Written {
            version: VERSION,
            columns: self.fields.as_ref().map(ids),
            sort: self.sorting.by.id().to_owned(),
            descending: self.sorting.descending,
            grouped: self.is_grouped,
            collapsed: self.collapsed.iter().take(MOST_COLLAPSED).cloned().collect(),
        }
    }

    /// With the column shown, or not, beside those that are shown now.
    pub fn with_column(&self, shown: &[Field], field: Field, is_shown: bool) -> Self {
        let mut fields: BTreeSet<Field> = shown.iter().copied().collect();
        if is_shown {
            fields.insert(field);
        } else if field != Field::Name {
            fields.remove(&field);
        }
        Self { fields: Some(fields.into_iter().collect()), ..self.clone() }
    }

    /// With the group folded away, or opened if it is.
    pub fn with_toggled(&self, project: &str) -> Self {
        let mut kept = self.clone();
        if !kept.collapsed.remove(project) {
            kept.collapsed.insert(project.to_owned());
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let kept = Kept {
            fields: Some(vec![Field::Name, Field::Cpu]),
            sorting: Sorting { by: Field::Cpu, descending: true },
            is_grouped: true,
            collapsed: ["shop".to_owned(), String::new()].into(),
        };
        let text = serde_json::to_string(&kept.written()).unwrap();
        assert_eq!(Kept::parse(&text), Some(kept));
    }

    #[test]
    fn garbage_and_other_versions_are_not_read() {
        for text in
            ["", "null", "[]", "{", "{\"version\":1,\"collapsed\":3}", "{\"version\":2}", "{}"]
        {
            assert_eq!(Kept::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_passed_over() {
        let text = r#"{"version":1,"columns":["vpcs","x","vpcs"],"sort":"x","descending":true,"later":[1]}"#;
        let kept = Kept::parse(text).unwrap();
        assert_eq!(
            kept.fields,
            Some(vec![Field::Name, Field::Vpcs]),
            "and the name is always there"
        );
        assert_eq!(kept.sorting, Sorting::default());
    }

    #[test]
    fn choosing_begins_with_what_is_shown() {
        let shown = [Field::Name, Field::State, Field::Cpu];
        let chosen = Kept::default().with_column(&shown, Field::Image, true);
        let expected = vec![Field::Name, Field::State, Field::Image, Field::Cpu];
        assert_eq!(chosen.fields, Some(expected));
        let without = Kept::default().with_column(&shown, Field::Name, false);
        assert_eq!(without.fields, Some(shown.to_vec()), "the name stays");
    }

    #[test]
    fn figures_begin_with_the_largest() {
        let by_cpu = Sorting::default().clicked(Field::Cpu);
        assert_eq!(by_cpu, Sorting { by: Field::Cpu, descending: true });
        assert!(!by_cpu.clicked(Field::Cpu).descending);
        assert!(!by_cpu.clicked(Field::Image).descending);
    }

    #[test]
    fn a_group_is_folded_and_opened() {
        let folded = Kept::default().with_toggled("shop");
        assert!(folded.collapsed.contains("shop"));
        assert!(folded.with_toggled("shop").collapsed.is_empty());
    }
}
