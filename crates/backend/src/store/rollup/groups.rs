//! Which groups an instance is in: its compose project, and its service.

use crate::store::pack::SeriesKey;
use rusqlite::Connection;
use std::collections::HashMap;

/// The groups of every instance that is in one.
#[derive(Debug, Default)]
pub(in crate::store) struct Groups(HashMap<SeriesKey, Vec<SeriesKey>>);

impl Groups {
    /// Reads them.
    pub(in crate::store) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut groups: HashMap<SeriesKey, Vec<SeriesKey>> = HashMap::new();
        let mut select = connection.prepare_cached(
            "SELECT instances.key, groups.key FROM instances JOIN groups ON groups.project = instances.project \
             AND groups.service IN ('', instances.service)",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let instance = SeriesKey::instance(row.get(0)?);
            groups.entry(instance).or_default().push(SeriesKey::group(row.get(1)?));
        }
        Ok(Self(groups))
    }

    /// Those that a series is in.
    pub(super) fn of(&self, series: SeriesKey) -> &[SeriesKey] {
        self.0.get(&series).map_or(&[], Vec::as_slice)
    }
}
