DROP INDEX activity_by_time;
DROP TABLE activity;
