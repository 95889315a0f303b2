-- Generated columns
--
-- revision:      s007
-- down_revision: s006

-- aludel:upgrade
ALTER TABLE prices ADD COLUMN month TEXT GENERATED ALWAYS AS (substr(day, 1, 7)) VIRTUAL;
CREATE TABLE ratios (a REAL, b REAL, ratio REAL GENERATED ALWAYS AS (a / b) STORED);
INSERT INTO ratios (a, b) VALUES (1, 2), (3, 4);

-- aludel:downgrade
DROP TABLE ratios;
ALTER TABLE prices DROP COLUMN month;
