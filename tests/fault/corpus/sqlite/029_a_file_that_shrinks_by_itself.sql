-- A file that shrinks by itself
--
-- revision:      s029
-- down_revision: s028

-- aludel:upgrade
PRAGMA auto_vacuum = INCREMENTAL;
VACUUM;
DROP TABLE unique_days;
PRAGMA incremental_vacuum(2);

-- aludel:downgrade
CREATE TABLE unique_days (day TEXT UNIQUE ON CONFLICT ROLLBACK, price NUMERIC);
INSERT INTO unique_days SELECT day, max(price) FROM prices GROUP BY day;
PRAGMA auto_vacuum = NONE;
VACUUM;
