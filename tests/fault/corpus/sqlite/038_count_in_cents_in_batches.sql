-- Count in cents, in batches
--
-- revision:      s038
-- down_revision: s037

-- aludel:upgrade
-- aludel:batch table=ledger key=id size=6 target=1h
UPDATE ledger SET amount = amount * 100 WHERE :batch;

-- aludel:downgrade
-- aludel:batch table=ledger key=id size=6 target=1h
UPDATE ledger SET amount = amount / 100 WHERE :batch;
