-- Generated columns
--
-- revision:      r015
-- down_revision: r014

-- aludel:upgrade
ALTER TABLE prices ADD COLUMN cents bigint GENERATED ALWAYS AS (round(price * 100)::bigint) STORED;

-- aludel:downgrade
ALTER TABLE prices DROP COLUMN cents;
