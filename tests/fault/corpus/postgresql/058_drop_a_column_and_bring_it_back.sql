-- Drop a column, and bring it back
--
-- revision:      r058
-- down_revision: r057

-- aludel:upgrade
CREATE TABLE kept_weights AS SELECT id, weight FROM assets;
ALTER TABLE assets DROP COLUMN weight;

-- aludel:downgrade
ALTER TABLE assets ADD COLUMN weight double precision;
UPDATE assets a SET weight = k.weight FROM kept_weights k WHERE k.id = a.id;
DROP TABLE kept_weights;
