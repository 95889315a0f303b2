-- Clean up in between
--
-- revision:      r036
-- down_revision: r035

-- aludel:upgrade
UPDATE ledger.accounts SET balance = balance + 5;
VACUUM ledger.accounts;
UPDATE ledger.accounts SET balance = balance * 2;
VACUUM FULL ledger.accounts;
INSERT INTO ledger.entries VALUES (1, 1, 2, 100, 'opening');

-- aludel:downgrade
DELETE FROM ledger.entries WHERE id = 1;
VACUUM ledger.entries;
UPDATE ledger.accounts SET balance = balance / 2;
-- aludel:autocommit
ANALYZE ledger.accounts;
UPDATE ledger.accounts SET balance = balance - 5;
