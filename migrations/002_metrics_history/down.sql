DROP TABLE frames;
DROP INDEX metrics_history_by_time;
DROP INDEX metrics_history_by_instance;
DROP TABLE metrics_history;
