-- Carry the symbol with each price
--
-- A denormalised column. What is written while the batches go on is kept up by a trigger or by the application; the
-- verify query finds what was missed.
--
-- revision:      50e407d92005
-- down_revision: 40d3f6c81004
-- created:       2026-11-21 09:40:00+00:00

-- aludel:upgrade
ALTER TABLE prices ADD COLUMN symbol VARCHAR(12);
-- aludel:batch table=prices key=id size=5000
UPDATE prices SET symbol = (SELECT assets.symbol FROM assets WHERE assets.id = prices.asset_id) WHERE :batch;
-- aludel:verify
SELECT prices.id, prices.symbol FROM prices JOIN assets ON assets.id = prices.asset_id
WHERE prices.symbol IS NULL OR prices.symbol <> assets.symbol LIMIT 3;

-- aludel:downgrade
ALTER TABLE prices DROP COLUMN symbol;
