-- What the person chose, one row a choice: its name, and its value as JSON.
CREATE TABLE preferences (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
