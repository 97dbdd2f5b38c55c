-- A console from before this does not know these words, and could read nothing of the feed.
DELETE FROM activity WHERE kind IN ('key_used', 'settings_changed', 'engine_chosen', 'secrets_shown', 'exported');
ALTER TABLE activity DROP COLUMN last_memory_limit_bytes;
ALTER TABLE activity DROP COLUMN last_memory_bytes;
ALTER TABLE activity DROP COLUMN last_cpu_percent;
ALTER TABLE activity DROP COLUMN last_at;
