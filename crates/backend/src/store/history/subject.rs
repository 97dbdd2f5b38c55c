//! Whose series a question is about.

use super::total_name;
use crate::store::{error::StoreError, pack::SeriesKey};
use mini_aws_domain::HistorySubject;
use rusqlite::{Connection, OptionalExtension, params};

/// The series that make up a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Selection {
    /// What people call it.
    pub name: String,
    /// How its line comes about.
    pub own: Own,
    /// Its instances, in order; `None` for all there are.
    pub members: Option<Vec<SeriesKey>>,
}

/// How a subject's line comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Own {
    /// It is this series.
    Series(SeriesKey),
    /// It is its members one after the other.
    Members,
    /// It is this series where there is one, and else the sum of its members.
    Group(SeriesKey),
}

impl Selection {
    /// Looks a subject up.
    ///
    /// # Errors
    /// [`StoreError::NoSuchHistory`] if it was never heard of.
    pub(in crate::store) fn new(
        connection: &Connection,
        subject: &HistorySubject,
    ) -> Result<Self, StoreError> {
        match subject {
            HistorySubject::Total => {
                Ok(Self { name: total_name(), own: Own::Series(SeriesKey::TOTAL), members: None })
            }
            HistorySubject::Instance { id } => {
                let found = connection
                    .prepare_cached("SELECT key, name FROM instances WHERE id = ?1")?
                    .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let Some((key, name)) = found else {
                    return Err(StoreError::NoSuchHistory(format!("the instance {}", id.short())));
                };
                let key = SeriesKey::instance(key);
                Ok(Self { name, own: Own::Series(key), members: Some(vec![key]) })
            }
            HistorySubject::Name { name } => {
                let members =
                    keys(connection, "SELECT key FROM instances WHERE name = ?1", params![name])?;
                Self::of_members(name.clone(), Own::Members, members, || {
                    format!("an instance named {name}")
                })
            }
            HistorySubject::Group { project, service } => {
                let group = connection
                    .prepare_cached("SELECT key FROM groups WHERE project = ?1 AND service = ?2")?
                    .query_row(params![project, service.as_deref().unwrap_or("")], |row| row.get(0))
                    .optional()?;
                let members = keys(
                    connection,
                    "SELECT key FROM instances WHERE project = ?1 AND (?2 IS NULL OR service = ?2)",
                    params![project, service],
                )?;
                let own = group.map_or(Own::Members, |key| Own::Group(SeriesKey::group(key)));
                let name = service.as_deref().unwrap_or(project).to_owned();
                Self::of_members(name, own, members, || match service {
                    Some(service) => format!("the service {service} of the project {project}"),
                    None => format!("the compose project {project}"),
                })
            }
        }
    }

    fn of_members(
        name: String,
        own: Own,
        members: Vec<SeriesKey>,
        what: impl Fn() -> String,
    ) -> Result<Self, StoreError> {
        if members.is_empty() {
            return Err(StoreError::NoSuchHistory(what()));
        }
        Ok(Self { name, own, members: Some(members) })
    }

    /// Whether a series is one of its instances.
    pub(in crate::store) fn has(&self, series: SeriesKey) -> bool {
        match &self.members {
            Some(members) => members.binary_search(&series).is_ok(),
            None => series.as_instance().is_some(),
        }
    }
}

fn keys(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> rusqlite::Result<Vec<SeriesKey>> {
    let mut select = connection.prepare_cached(sql)?;
    let keys = select.query_map(parameters, |row| row.get(0).map(SeriesKey::instance))?;
    let mut keys = keys.collect::<rusqlite::Result<Vec<_>>>()?;
    keys.sort_unstable();
    Ok(keys)
}

/// An instance's id and its name as last known; `None` if it is forgotten.
pub(in crate::store) fn instance_name(
    connection: &Connection,
    series: SeriesKey,
) -> rusqlite::Result<Option<(String, String)>> {
    connection
        .prepare_cached("SELECT id, name FROM instances WHERE key = ?1")?
        .query_row([series.as_instance()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}
