-- The program has put the frames of the last hour into metrics_samples and metrics_sums before this, with the columns of the tables
-- below. What the upper tiers remember has no place in the older schema, and goes.
DROP INDEX instances_by_last_seen;
DROP INDEX instances_by_project;
DROP INDEX instances_by_name;
DROP TABLE groups;
DROP TABLE metrics_gaps;
DROP TABLE metrics_progress;
DROP TABLE metrics_archive;
DROP TABLE metrics_history;

-- What each running instance used, one row a sample. What was not measured is NULL, never 0.
CREATE TABLE metrics_history (
    id                 INTEGER PRIMARY KEY,
    instance           INTEGER NOT NULL REFERENCES instances (key),
    cpu_percent        REAL, -- percent of one core: 0 … 100 × cores
    memory_bytes       INTEGER, -- in use, without reclaimable page cache
    memory_limit_bytes INTEGER,
    network_rx_bytes   INTEGER, -- this and the three below: counters since the instance started
    network_tx_bytes   INTEGER,
    disk_read_bytes    INTEGER,
    disk_write_bytes   INTEGER,
    recorded_at        INTEGER NOT NULL -- the frame's tick: milliseconds since 1970-01-01T00:00:00Z
) STRICT;

CREATE INDEX metrics_history_by_instance ON metrics_history (instance, recorded_at);
CREATE INDEX metrics_history_by_time ON metrics_history (recorded_at);

-- One row a tick: the sum over all instances at that moment. It cannot be had from the samples afterwards: a tick at
-- which nothing ran leaves no sample, yet its total is a true zero, while a tick that never came is a gap. And the
-- highest total of a while is not the sum of each instance's own highest.
CREATE TABLE frames (
    recorded_at  INTEGER PRIMARY KEY, -- milliseconds since 1970-01-01T00:00:00Z
    interval_ms  INTEGER NOT NULL, -- time between two ticks
    samples      INTEGER NOT NULL, -- how many instances were measured
    cpu_percent  REAL, -- NULL if there were samples and none of them knew
    memory_bytes INTEGER -- likewise
) STRICT;

INSERT INTO metrics_history SELECT * FROM metrics_samples;
INSERT INTO frames SELECT * FROM metrics_sums;
DROP TABLE metrics_samples;
DROP TABLE metrics_sums;
