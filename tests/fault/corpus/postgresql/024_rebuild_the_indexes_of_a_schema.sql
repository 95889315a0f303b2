-- Rebuild the indexes of a schema
--
-- revision:      r024
-- down_revision: r023

-- aludel:upgrade
REINDEX SCHEMA ledger;
REINDEX (CONCURRENTLY) TABLE assets;

-- aludel:downgrade
