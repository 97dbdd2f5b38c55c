//! Which groups an instance is in: its compose project, and its service.

use crate::store::pack::SeriesKey;
use rusqlite::Connection;
use std::collections::HashMap;

/// How many instances' groups are remembered. Beyond it all are forgotten, and looked up again as they come.
const MAX_KNOWN: usize = 4_096;

/// The groups of instances, looked up as they are asked for.
#[derive(Debug, Default)]
pub(in crate::store) struct Groups(HashMap<SeriesKey, Vec<SeriesKey>>);

impl Groups {
    /// Forgets them: instances may have come or changed.
    pub(in crate::store) fn clear(&mut self) {
        self.0.clear();
    }

    /// Those that a series is in.
    pub(super) fn of(
        &mut self,
        connection: &Connection,
        series: SeriesKey,
    ) -> rusqlite::Result<&[SeriesKey]> {
        let Some(instance) = series.as_instance() else { return Ok(&[]) };
        if !self.0.contains_key(&series) {
            if self.0.len() >= MAX_KNOWN {
                self.0.clear();
            }
            let mut select = connection.prepare_cached(
                "SELECT groups.key FROM instances JOIN groups ON groups.project = instances.project \
                 AND groups.service IN ('', instances.service) WHERE instances.key = ?1",
            )?;
            let groups = select.query_map([instance], |row| row.get(0).map(SeriesKey::group))?;
            self.0.insert(series, groups.collect::<rusqlite::Result<_>>()?);
        }
        Ok(self.0.get(&series).map_or(&[], Vec::as_slice))
    }
}
