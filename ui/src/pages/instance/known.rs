//! Instances that are there and instances that are gone, seen alike.

use crate::{
    charts::{ChartRange, Span},
    pages::instance_rows::natural,
    t,
};
use chrono::{DateTime, Utc};
use mini_aws_domain::{HistorySubject, Instance, InstanceId, PastInstance};

/// An instance of which there is something to show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Known<'a> {
    /// The engine has it.
    Present(&'a Instance),
    /// The engine had it.
    Past(&'a PastInstance),
}

impl<'a> Known<'a> {
    pub fn id(self) -> &'a InstanceId {
        match self {
            Self::Present(instance) => &instance.id,
            Self::Past(instance) => &instance.id,
        }
    }

    pub fn name(self) -> &'a str {
        match self {
            Self::Present(instance) => &instance.name,
            Self::Past(instance) => &instance.name,
        }
    }

    pub fn image(self) -> &'a str {
        match self {
            Self::Present(instance) => &instance.image,
            Self::Past(instance) => &instance.image,
        }
    }

    pub fn project(self) -> Option<&'a str> {
        match self {
            Self::Present(instance) => instance.project.as_deref(),
            Self::Past(instance) => instance.project.as_deref(),
        }
    }

    pub fn service(self) -> Option<&'a str> {
        match self {
            Self::Present(instance) => instance.service.as_deref(),
            Self::Past(instance) => instance.service.as_deref(),
        }
        // Without a project it is nothing that can be asked about.
        .filter(|service| !service.is_empty() && self.project().is_some())
    }

    pub fn is_past(self) -> bool {
        matches!(self, Self::Past(_))
    }

    /// When it came to be, as far as the console knows.
    pub fn begins(self) -> DateTime<Utc> {
        match self {
            Self::Present(instance) => instance.created_at,
            Self::Past(instance) => instance.first_seen,
        }
    }

    /// The charts' time on its own page. Of one that is gone that is its whole life; of one that is there what is shown here, unless
    /// that was before it.
    pub fn range(self, shown: ChartRange, now: DateTime<Utc>) -> ChartRange {
        match self {
            Self::Past(past) => {
                shown.zoomed(Span { from: past.first_seen, to: past.last_seen }, now)
            }
            Self::Present(instance) if shown.span(now).to <= instance.created_at => shown.reset(),
            Self::Present(_) => shown,
        }
    }

    /// Whether the history of `subject` has a part in it.
    fn is_of(self, subject: &HistorySubject) -> bool {
        match subject {
            HistorySubject::Total => true,
            HistorySubject::Instance { id } => self.id() == id,
            HistorySubject::Name { name } => self.name() == name,
            HistorySubject::Group { project, service } => {
                self.project() == Some(project.as_str())
                    && (service.is_none() || self.service() == service.as_deref())
            }
        }
    }

    /// Whether it is the same thing created anew, before or after: by its name, or by its compose service.
    fn follows(self, other: Self) -> bool {
        let group = |known: Self| known.project().zip(known.service());
        self.id() != other.id()
            && (self.name() == other.name()
                || group(self).is_some_and(|mine| group(other) == Some(mine)))
    }
}

/// Everything that is known: what is there by name, then what is gone, seen last first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Everything<'a>(Vec<Known<'a>>);

impl<'a> Everything<'a> {
    pub fn new(present: &'a [Instance], past: impl IntoIterator<Item = &'a PastInstance>) -> Self {
        let mut known: Vec<Known<'a>> = present.iter().map(Known::Present).collect();
        known.sort_by(|a, b| natural(a.name(), b.name()).then_with(|| a.id().cmp(b.id())));
        // The list of what is gone may be a moment older than that of what is there.
        let is_there = |past: &&PastInstance| present.iter().any(|known| known.id == past.id);
        let mut gone: Vec<&PastInstance> =
            past.into_iter().filter(|past| !is_there(past)).collect();
        gone.sort_by(|a, b| b.last_seen.cmp(&a.last_seen).then_with(|| a.id.cmp(&b.id)));
        known.extend(gone.into_iter().map(Known::Past));
        Self(known)
    }

    /// The instances whose history that of `subject` is.
    pub fn of(&self, subject: &HistorySubject) -> Vec<Known<'a>> {
        self.0.iter().copied().filter(|known| known.is_of(subject)).collect()
    }

    /// What was there before an instance in its place; of one that is gone also what came after.
    pub fn others(&self, than: Known<'_>) -> Vec<Known<'a>> {
        let is_other =
            |known: &Known<'a>| known.follows(than) && (known.is_past() || than.is_past());
        self.0.iter().copied().filter(is_other).collect()
    }
}

/// From when to when instances lived, if all of them are gone.
pub(crate) fn whole_life(members: &[Known<'_>]) -> Option<Span> {
    let lives = members.iter().map(|known| match known {
        Known::Past(past) => Some(Span { from: past.first_seen, to: past.last_seen }),
        Known::Present(_) => None,
    });
    let lives: Vec<Span> = lives.collect::<Option<_>>()?;
    let from = lives.iter().map(|life| life.from).min()?;
    Some(Span { from, to: lives.iter().map(|life| life.to).max()? })
}

/// What people call a subject: `web`, `shop/web`. An instance of which nothing is known has its id.
pub(crate) fn subject_name(
    subject: &HistorySubject,
    present: &[Instance],
    past: &[PastInstance],
) -> String {
    match subject {
        HistorySubject::Total => t!("whose-all"),
        HistorySubject::Instance { id } => present
            .iter()
            .find(|known| known.id == *id)
            .map(|known| known.name.clone())
            .or_else(|| past.iter().find(|known| known.id == *id).map(|known| known.name.clone()))
            .unwrap_or_else(|| id.short().to_owned()),
        HistorySubject::Name { name } => name.clone(),
        HistorySubject::Group { project, service: None } => project.clone(),
        HistorySubject::Group { project, service: Some(service) } => format!("{project}/{service}"),
    }
}
