-- Clean duplicates
--
-- Of the prices of one asset at one time the one with the lowest id stays. The others are put aside first, so that
-- there is a way back.
--
-- revision:      40d3f6c81004
-- down_revision: 30c2e5b70003
-- created:       2026-11-21 09:30:00+00:00

-- aludel:upgrade
CREATE TABLE prices_put_aside AS SELECT * FROM prices WHERE 1 = 0;
-- aludel:batch table=prices key=id size=5000
INSERT INTO prices_put_aside
SELECT * FROM prices AS p
WHERE :batch(p) AND EXISTS (
  SELECT 1 FROM prices AS kept
  WHERE kept.asset_id = p.asset_id AND kept.taken_at = p.taken_at AND kept.id < p.id
);
CREATE UNIQUE INDEX ux_prices_put_aside_id ON prices_put_aside (id);
-- aludel:batch table=prices key=id size=5000
DELETE FROM prices WHERE :batch AND id IN (SELECT aside.id FROM prices_put_aside AS aside);
CREATE UNIQUE INDEX ux_prices_asset_id_taken_at ON prices (asset_id, taken_at);

-- aludel:downgrade
DROP INDEX ux_prices_asset_id_taken_at;
-- aludel:batch table=prices_put_aside key=id size=5000
INSERT INTO prices SELECT * FROM prices_put_aside WHERE :batch;
DROP TABLE prices_put_aside;
