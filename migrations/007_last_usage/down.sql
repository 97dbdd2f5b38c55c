ALTER TABLE activity DROP COLUMN last_memory_limit_bytes;
ALTER TABLE activity DROP COLUMN last_memory_bytes;
ALTER TABLE activity DROP COLUMN last_cpu_percent;
ALTER TABLE activity DROP COLUMN last_at;
