//! The schema's history, from the workspace's `migrations/` folder.

use rusqlite_migration::{M, Migrations};

macro_rules! migration {
    ($name:literal) => {
        M::up(include_str!(concat!("../../../../migrations/", $name, "/up.sql")))
            .down(include_str!(concat!("../../../../migrations/", $name, "/down.sql")))
    };
}

const STEPS: &[M<'static>] = &[
    migration!("001_instances"),
    migration!("002_metrics_history"),
    migration!("003_activity"),
    migration!("004_checkpoints"),
];

/// Every migration, in order.
pub(super) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// The `user_version` of a database that has every migration.
pub(super) const LATEST: usize = STEPS.len();

/// Statements that can only be prepared on the schema as this version has it.
pub(super) const SCHEMA_PROBES: [&str; 5] = [
    "SELECT key, id, name, image, project, service, first_seen, last_seen FROM instances",
    "SELECT instance, cpu_percent, memory_bytes, memory_limit_bytes, network_rx_bytes, network_tx_bytes, \
     disk_read_bytes, disk_write_bytes, recorded_at FROM metrics_history",
    "SELECT recorded_at, interval_ms, samples, cpu_percent, memory_bytes FROM frames",
    "SELECT id, timestamp, source, kind, subject_kind, subject_id, subject_name, outcome, detail, exit_code, \
     fingerprint FROM activity",
    "SELECT name, value FROM checkpoints",
];

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    /// One row in every table that the schema has at `version`.
    const ROWS: [&str; LATEST] = [
        "INSERT INTO instances VALUES (1, 'abc', 'web', 'nginx', 'shop', 'web', 1, 2)",
        "INSERT INTO metrics_history VALUES (1, 1, 12.5, 1, 2, 3, 4, 5, 6, 7); \
         INSERT INTO frames VALUES (7, 1000, 1, 12.5, 1)",
        "INSERT INTO activity VALUES (1, 7, 'engine', 'started', 'instance', 'abc', 'web', 'ok', '', NULL, 'f')",
        "INSERT INTO checkpoints VALUES ('engine', 7)",
    ];

    fn connection() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        connection
    }

    fn schema(connection: &Connection) -> Vec<(String, String, Option<String>)> {
        connection
            .prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    }

    fn counts(connection: &Connection) -> Vec<(String, i64)> {
        schema(connection)
            .into_iter()
            .filter(|(kind, ..)| kind == "table")
            .map(|(_, table, _)| {
                let count = format!("SELECT count(*) FROM {table}");
                (table, connection.query_row(&count, [], |row| row.get(0)).unwrap())
            })
            .collect()
    }

    #[test]
    fn the_migrations_are_well_formed() {
        MIGRATIONS.validate().unwrap();
    }

    #[test]
    fn the_folder_and_the_list_name_the_same_migrations() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), LATEST);
    }

    #[test]
    fn every_migration_rolls_back_without_a_trace_and_comes_again() {
        for with_rows in [false, true] {
            let mut connection = connection();
            for version in 1..=LATEST {
                let before = (schema(&connection), counts(&connection));
                MIGRATIONS.to_version(&mut connection, version).unwrap();
                let after = schema(&connection);
                assert_ne!(before.0, after, "migration {version} does nothing");
                if with_rows {
                    connection.execute_batch(ROWS[version - 1]).unwrap();
                }

                MIGRATIONS.to_version(&mut connection, version - 1).unwrap();
                assert_eq!(before, (schema(&connection), counts(&connection)), "{version} down");

                MIGRATIONS.to_version(&mut connection, version).unwrap();
                assert_eq!(after, schema(&connection), "{version} up again");
                if with_rows {
                    connection.execute_batch(ROWS[version - 1]).unwrap();
                }
            }
        }
    }

    #[test]
    fn a_full_database_rolls_back_to_nothing_and_comes_again() {
        let mut connection = connection();
        MIGRATIONS.to_latest(&mut connection).unwrap();
        for rows in ROWS {
            connection.execute_batch(rows).unwrap();
        }
        let after = schema(&connection);
        MIGRATIONS.to_version(&mut connection, 0).unwrap();
        assert_eq!(schema(&connection), []);
        MIGRATIONS.to_latest(&mut connection).unwrap();
        assert_eq!(schema(&connection), after);
    }

    #[test]
    fn every_table_is_strict_and_the_probes_fit() {
        let mut connection = connection();
        MIGRATIONS.to_latest(&mut connection).unwrap();
        for (kind, name, sql) in schema(&connection) {
            assert!(kind != "table" || sql.unwrap().ends_with("STRICT"), "{name}");
        }
        for probe in SCHEMA_PROBES {
            connection.prepare(probe).unwrap();
        }
    }
}
