-- The audit log: the engine's events and the console's own actions. The words are those of the JSON contract.
CREATE TABLE activity (
    id           INTEGER PRIMARY KEY, -- rises with each new entry
    timestamp    INTEGER NOT NULL, -- milliseconds since 1970-01-01T00:00:00Z
    source       TEXT NOT NULL,
    kind         TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL, -- the engine's id or a volume's name; empty for the engine and the console
    subject_name TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    detail       TEXT NOT NULL, -- may be empty
    exit_code    INTEGER, -- NULL unless a process ended
    fingerprint  TEXT UNIQUE -- the same engine event heard twice has the same one; NULL for what cannot be heard twice
) STRICT;

CREATE INDEX activity_by_time ON activity (timestamp);
