-- Every instance that was ever seen, so that its history outlives it and can be found by name or compose service.
CREATE TABLE instances (
    key        INTEGER PRIMARY KEY, -- short, for the many rows that refer to it
    id         TEXT NOT NULL UNIQUE, -- the engine's id
    name       TEXT NOT NULL, -- as last known; the short id until somebody says it
    image      TEXT, -- as the person named it; NULL until known
    project    TEXT, -- compose project; NULL if it belongs to none
    service    TEXT, -- service within the compose project
    first_seen INTEGER NOT NULL, -- milliseconds since 1970-01-01T00:00:00Z
    last_seen  INTEGER NOT NULL -- milliseconds since 1970-01-01T00:00:00Z
) STRICT;
