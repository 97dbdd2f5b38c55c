-- What an instance used last, where its process ended and that is known. Entries from before this have none.
ALTER TABLE activity ADD COLUMN last_at INTEGER; -- milliseconds since 1970-01-01T00:00:00Z; NULL if nothing is known
ALTER TABLE activity ADD COLUMN last_cpu_percent REAL; -- percent of one core: 0 … 100 × cores
ALTER TABLE activity ADD COLUMN last_memory_bytes INTEGER;
ALTER TABLE activity ADD COLUMN last_memory_limit_bytes INTEGER;
