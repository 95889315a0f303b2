-- A partial index on an expression
--
-- revision:      r022
-- down_revision: r021

-- aludel:upgrade
CREATE INDEX CONCURRENTLY IF NOT EXISTS "Ix Entries" ON ledger.entries (lower(note), amount) WHERE amount > 0;

-- aludel:downgrade
DROP INDEX CONCURRENTLY IF EXISTS ledger."Ix Entries";
