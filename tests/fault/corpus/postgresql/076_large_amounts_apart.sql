-- Large amounts apart: batches among other segments
--
-- revision:      r076
-- down_revision: r075

-- aludel:upgrade
CREATE TABLE large_amounts (id bigint PRIMARY KEY, amount bigint NOT NULL);
-- aludel:batch table=ledger key=id size=6 target=1h where="amount > 5000"
INSERT INTO large_amounts SELECT l.id, l.amount FROM ledger AS l WHERE l.amount > 5000 AND :batch(l);
CREATE INDEX CONCURRENTLY ix_large_amounts ON large_amounts (amount);

-- aludel:downgrade
DROP INDEX CONCURRENTLY ix_large_amounts;
-- aludel:batch table=large_amounts key=id size=6 target=1h where="amount > 0"
DELETE FROM large_amounts WHERE :batch;
DROP TABLE large_amounts;
