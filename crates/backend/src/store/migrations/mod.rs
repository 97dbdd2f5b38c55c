//! The schema's history, from the workspace's `migrations/` folder.

mod frames;

use rusqlite_migration::{M, Migrations};

macro_rules! sql {
    ($name:literal, $way:literal) => {
        include_str!(concat!("../../../../../migrations/", $name, "/", $way, ".sql"))
    };
}

macro_rules! migration {
    ($name:literal) => {
        M::up(sql!($name, "up")).down(sql!($name, "down"))
    };
}

/// The `user_version` of a database that has every migration.
pub(super) const LATEST: usize = 7;

/// Every migration, in order.
pub(super) fn migrations() -> Migrations<'static> {
    let history = M::up_with_hook(sql!("005_history", "up"), frames::pack)
        .down_with_hook(sql!("005_history", "down"), frames::unpack);
    Migrations::new(vec![
        migration!("001_instances"),
        migration!("002_metrics_history"),
        migration!("003_activity"),
        migration!("004_checkpoints"),
        history,
        migration!("006_preferences"),
        migration!("007_last_usage"),
    ])
}

/// Statements that can only be prepared on the schema as this version has it.
pub(super) const SCHEMA_PROBES: [&str; 9] = [
    "SELECT key, id, name, image, project, service, first_seen, last_seen FROM instances",
    "SELECT tier, recorded_at, series, cpu, memory, network_rx, network_tx, disk_read, disk_write FROM metrics_history",
    "SELECT tier, begins, series, cpu, memory, network_rx, network_tx, disk_read, disk_write FROM metrics_archive",
    "SELECT tier, made_to FROM metrics_progress",
    "SELECT begins, ends, reason FROM metrics_gaps",
    "SELECT key, project, service FROM groups",
    "SELECT id, timestamp, source, kind, subject_kind, subject_id, subject_name, outcome, detail, exit_code, \
     fingerprint, last_at, last_cpu_percent, last_memory_bytes, last_memory_limit_bytes FROM activity",
    "SELECT name, value FROM checkpoints",
    "SELECT name, value FROM preferences",
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
        "INSERT INTO metrics_archive VALUES (1, 0, 2, x'00', NULL, NULL, NULL, NULL, NULL); \
         INSERT INTO metrics_progress VALUES (1, 7); INSERT INTO metrics_gaps VALUES (1, 2, 'asleep')",
        "INSERT INTO preferences VALUES ('http_door', 'true')",
        "UPDATE activity SET last_at = 7, last_cpu_percent = 2.5, last_memory_bytes = 1, last_memory_limit_bytes = 2",
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
        migrations().validate().unwrap();
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
                migrations().to_version(&mut connection, version).unwrap();
                let after = schema(&connection);
                assert_ne!(before.0, after, "migration {version} does nothing");
                if with_rows {
                    connection.execute_batch(ROWS[version - 1]).unwrap();
                }

                migrations().to_version(&mut connection, version - 1).unwrap();
                assert_eq!(before, (schema(&connection), counts(&connection)), "{version} down");

                migrations().to_version(&mut connection, version).unwrap();
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
        for (rows, version) in ROWS.iter().zip(1..) {
            migrations().to_version(&mut connection, version).unwrap();
            connection.execute_batch(rows).unwrap();
        }
        let after = schema(&connection);
        migrations().to_version(&mut connection, 0).unwrap();
        assert_eq!(schema(&connection), []);
        migrations().to_latest(&mut connection).unwrap();
        assert_eq!(schema(&connection), after);
    }

    #[test]
    fn the_frames_of_an_older_version_are_taken_over_and_given_back() {
        let mut connection = connection();
        migrations().to_version(&mut connection, 4).unwrap();
        connection
            .execute_batch(
                "INSERT INTO instances VALUES (7, 'abc', 'web', 'nginx', 'shop', 'web', 1, 2); \
                 INSERT INTO metrics_history VALUES (1, 7, 12.5, 8192, 2, 3, 4, 5, 6, 1000); \
                 INSERT INTO metrics_history VALUES (2, 7, NULL, 4096, 2, 3, 4, 5, 6, 2000); \
                 INSERT INTO frames VALUES (1000, 1000, 1, 12.5, 8192), (2000, 1000, 1, NULL, 4096), (3000, 1000, 0, 0, 0)",
            )
            .unwrap();
        let dump = |connection: &Connection, sql: &str| -> Vec<String> {
            let mut select = connection.prepare(sql).unwrap();
            let rows = select.query_map([], |row| row.get::<_, String>(0)).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        };
        let samples = "SELECT instance || ' ' || coalesce(cpu_percent, '-') || ' ' || memory_bytes || ' ' || recorded_at \
             FROM metrics_history ORDER BY id";
        let sums = "SELECT samples || ' ' || coalesce(cpu_percent, '-') || ' ' || memory_bytes || ' ' || recorded_at \
             FROM frames ORDER BY recorded_at";
        let before = (dump(&connection, samples), dump(&connection, sums));
        migrations().to_latest(&mut connection).unwrap();
        let frames =
            "SELECT recorded_at || ' ' || hex(series) || ' ' || hex(cpu) FROM metrics_history";
        // Half a percent is 50 units, and stands as one more; LEB128 makes 1251 of it E3 09.
        assert_eq!(dump(&connection, frames), ["1000 000E E309E309", "2000 000E ", "3000 00 01"]);
        assert_eq!(
            dump(&connection, "SELECT project || '/' || service FROM groups"),
            ["shop/", "shop/web"]
        );
        migrations().to_version(&mut connection, 4).unwrap();
        assert_eq!(before, (dump(&connection, samples), dump(&connection, sums)));
    }

    #[test]
    fn every_table_is_strict_and_the_probes_fit() {
        let mut connection = connection();
        migrations().to_latest(&mut connection).unwrap();
        for (kind, name, sql) in schema(&connection) {
            assert!(kind != "table" || sql.unwrap().ends_with("STRICT"), "{name}");
        }
        for probe in SCHEMA_PROBES {
            connection.prepare(probe).unwrap();
        }
    }
}
