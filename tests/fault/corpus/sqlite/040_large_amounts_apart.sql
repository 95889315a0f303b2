-- Large amounts apart: batches between two transactions
--
-- revision:      s040
-- down_revision: s039

-- aludel:upgrade
CREATE TABLE large_amounts (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, UNIQUE (id, amount));
UPDATE counters SET n = n + 1 WHERE name = 'mixed';
-- aludel:batch table=ledger key=id size=4 target=1h where="amount > 5000"
INSERT INTO large_amounts SELECT l.id, l.amount FROM ledger AS l WHERE l.amount > 5000 AND :batch(l);
CREATE INDEX ix_large_amounts ON large_amounts (amount);
-- aludel:verify
SELECT id FROM ledger WHERE amount > 5000 EXCEPT SELECT id FROM large_amounts;

-- aludel:downgrade
DROP INDEX ix_large_amounts;
UPDATE counters SET n = n - 1 WHERE name = 'mixed';
-- aludel:batch table=large_amounts key=id size=4 target=1h where="amount > 0"
DELETE FROM large_amounts WHERE :batch;
DROP TABLE large_amounts;
