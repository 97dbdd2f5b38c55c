//! Questions about everything that happened: what the page of activity asks.

use crate::{Activity, ActivityKind, ExportFormat, Outcome, Source, SubjectKind};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What is looked for in the audit log. An empty list stands for everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AuditQuery {
    /// Words that all have to be in the subject's name, its id or the detail, whatever their case. At most
    /// [`AuditQuery::LONGEST_TEXT`] characters.
    #[cfg_attr(feature = "schema", schema(max_length = 1000))]
    pub text: String,
    /// What happened.
    pub kinds: Vec<ActivityKind>,
    /// What sort of thing it happened to.
    pub subjects: Vec<SubjectKind>,
    /// How it ended.
    pub outcomes: Vec<Outcome>,
    /// Who says so.
    pub sources: Vec<Source>,
    /// From when, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Until when, exclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    /// Only what comes after this one, newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<AuditPlace>,
    /// How many at most; 0 stands for [`AuditQuery::PAGE`], and more than [`AuditQuery::MOST`] are never answered.
    #[cfg_attr(feature = "schema", schema(format = "uint32", maximum = 4_294_967_295_u32))]
    pub limit: u32,
}

impl AuditQuery {
    /// How many entries one answer has, if it is not said.
    pub const PAGE: u32 = 200;
    /// How many entries one answer has at most.
    pub const MOST: u32 = 1_000;
    /// How many characters the text has at most.
    pub const LONGEST_TEXT: usize = 1_000;

    /// Whether an entry is looked for, be it before or after [`AuditQuery::before`].
    #[must_use]
    pub fn matches(&self, activity: &Activity) -> bool {
        let any = |empty: bool, has: bool| empty || has;
        any(self.kinds.is_empty(), self.kinds.contains(&activity.kind))
            && any(self.subjects.is_empty(), self.subjects.contains(&activity.subject.kind))
            && any(self.outcomes.is_empty(), self.outcomes.contains(&activity.outcome))
            && any(self.sources.is_empty(), self.sources.contains(&activity.source))
            && self.from.is_none_or(|from| activity.timestamp >= from)
            && self.to.is_none_or(|to| activity.timestamp < to)
            && self.text.split_whitespace().map(str::to_lowercase).all(|word| {
                let has = |text: &str| text.to_lowercase().contains(&word);
                has(&activity.subject.name) || has(&activity.subject.id) || has(&activity.detail)
            })
    }
}

/// Where an entry stands in the audit log: by its time, and by its number among those of one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditPlace {
    /// Its time.
    pub timestamp: DateTime<Utc>,
    /// Its number.
    pub id: i64,
}

impl AuditPlace {
    /// Where `activity` stands.
    #[must_use]
    pub fn of(activity: &Activity) -> Self {
        Self { timestamp: activity.timestamp, id: activity.id }
    }
}

/// A part of the audit log.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// Newest first.
    pub entries: Vec<Activity>,
    /// Whether there are older ones.
    pub more: bool,
}

/// The audit log to be written to a file, newest first; `before` and `limit` of the query do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditExport {
    /// What is looked for.
    pub query: AuditQuery,
    /// In which form.
    pub format: ExportFormat,
}
