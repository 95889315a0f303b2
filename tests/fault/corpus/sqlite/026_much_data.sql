-- Much data
--
-- revision:      s026
-- down_revision: s025

-- aludel:upgrade
CREATE TABLE ticks (id INTEGER PRIMARY KEY, filler TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
INSERT INTO ticks SELECT i, printf('%0200d', i) FROM n;

-- aludel:downgrade
DROP TABLE ticks;
