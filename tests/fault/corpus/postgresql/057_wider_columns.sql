-- Wider columns
--
-- revision:      r057
-- down_revision: r056

-- aludel:upgrade
ALTER TABLE positions ALTER COLUMN code TYPE varchar(200);
ALTER TABLE ledger.entries ALTER COLUMN amount TYPE numeric(20,2) USING amount / 100.0;

-- aludel:downgrade
ALTER TABLE ledger.entries ALTER COLUMN amount TYPE bigint USING (amount * 100)::bigint;
ALTER TABLE positions ALTER COLUMN code TYPE text;
