-- How far each stream of events was followed; committed together with the activities that it covers.
CREATE TABLE checkpoints (
    name  TEXT PRIMARY KEY, -- which stream: one an engine
    value INTEGER NOT NULL -- its writer's unit, such as nanoseconds since 1970-01-01T00:00:00Z of the last event seen
) STRICT;
