-- Twelve thousand rows
--
-- revision:      r066
-- down_revision: r065

-- aludel:upgrade
CREATE TABLE readings (id integer PRIMARY KEY, sensor integer NOT NULL, value double precision, note text);
INSERT INTO readings SELECT i, i % 40, i * 0.25, CASE WHEN i % 7 = 0 THEN 'seven' END FROM generate_series(1, 12000) AS i;
CREATE INDEX ix_readings_sensor ON readings (sensor);

-- aludel:downgrade
DROP TABLE readings;
