-- Order a table on disk
--
-- revision:      r037
-- down_revision: r036

-- aludel:upgrade
ALTER TABLE prices CLUSTER ON prices_pkey;
CLUSTER;

-- aludel:downgrade
ALTER TABLE prices SET WITHOUT CLUSTER;
