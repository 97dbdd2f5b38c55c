-- History in five tiers: the frames themselves for an hour, then buckets of 10 s, 1 min, 15 min and 2 h, each kept for longer.
--
-- What is new lies here a row a bucket, with every series in it, so that a tick is one small write. Once a stretch of buckets is
-- whole it is moved to metrics_archive, a row a series, packed.
--
-- A series is a number: 0 is the total of all instances, 2 × instances.key an instance, 2 × groups.key + 1 a compose project or
-- service, which has rows only where two or more of its instances ran: else it is what its instance is.
--
-- The rows of the table that this replaces are taken over by the program, since SQL cannot pack them.
ALTER TABLE metrics_history RENAME TO metrics_samples;
ALTER TABLE frames RENAME TO metrics_sums;

CREATE TABLE metrics_history (
    tier        INTEGER NOT NULL, -- 0: a frame; 1 … 4: a bucket of 10 s, 1 min, 15 min, 2 h
    recorded_at INTEGER NOT NULL, -- the tick, or where the bucket begins: milliseconds since 1970-01-01T00:00:00Z
    series      BLOB NOT NULL, -- which series follow: the first number, then the distances, as LEB128
    cpu         BLOB, -- hundredths of a percent of one core; packing of this and the rest: crates/backend/src/store/pack
    memory      BLOB, -- pages of 4096 bytes
    network_rx  BLOB, -- this and the rest: bytes a second
    network_tx  BLOB,
    disk_read   BLOB,
    disk_write  BLOB,
    PRIMARY KEY (tier, recorded_at)
) STRICT;

CREATE TABLE metrics_archive (
    tier       INTEGER NOT NULL,
    begins     INTEGER NOT NULL, -- where the stretch of buckets begins: milliseconds since 1970-01-01T00:00:00Z
    series     INTEGER NOT NULL,
    cpu        BLOB, -- as above, but the buckets of one series; NULL if nothing was measured
    memory     BLOB,
    network_rx BLOB,
    network_tx BLOB,
    disk_read  BLOB,
    disk_write BLOB,
    PRIMARY KEY (tier, begins, series)
) STRICT;

-- How far each tier has been made of the one below.
CREATE TABLE metrics_progress (
    tier    INTEGER PRIMARY KEY,
    made_to INTEGER NOT NULL -- exclusive; milliseconds since 1970-01-01T00:00:00Z
) STRICT;

-- When nothing was measured, and why.
CREATE TABLE metrics_gaps (
    begins INTEGER PRIMARY KEY, -- the last frame before: milliseconds since 1970-01-01T00:00:00Z
    ends   INTEGER NOT NULL, -- the first frame after
    reason TEXT NOT NULL -- a word of the JSON contract: asleep, closed, engine_away, …
) STRICT;

-- Compose projects, and their services.
CREATE TABLE groups (
    key     INTEGER PRIMARY KEY,
    project TEXT NOT NULL,
    service TEXT NOT NULL, -- empty for the project as a whole
    UNIQUE (project, service)
) STRICT;

INSERT INTO groups (project, service) SELECT DISTINCT project, '' FROM instances WHERE project IS NOT NULL;
INSERT INTO groups (project, service)
SELECT DISTINCT project, service FROM instances WHERE project IS NOT NULL AND service <> '';

CREATE INDEX instances_by_name ON instances (name);
CREATE INDEX instances_by_project ON instances (project, service);
CREATE INDEX instances_by_last_seen ON instances (last_seen);
