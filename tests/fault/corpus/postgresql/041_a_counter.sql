-- A counter
--
-- revision:      r041
-- down_revision: r040

-- aludel:upgrade
CREATE TABLE counters (name text PRIMARY KEY, n bigint NOT NULL);
INSERT INTO counters VALUES ('plain', 0), ('mixed', 0), ('asked', 0), ('called', 0);

-- aludel:downgrade
DROP TABLE counters;
