-- Move data through a temporary table
--
-- revision:      r063
-- down_revision: r062

-- aludel:upgrade
CREATE TEMPORARY TABLE doubled ON COMMIT DROP AS SELECT asset_id, quantity * 2 AS quantity FROM positions;
WITH gone AS (DELETE FROM positions WHERE asset_id >= 30 RETURNING *)
INSERT INTO positions SELECT g.asset_id, 'bob', d.quantity, g.code FROM gone g JOIN doubled d USING (asset_id);

-- aludel:downgrade
UPDATE positions SET owner = 'ann', quantity = quantity / 2 WHERE owner = 'bob';
