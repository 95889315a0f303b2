-- Note the lines, by a key of two columns
--
-- revision:      r075
-- down_revision: r074

-- aludel:upgrade
-- aludel:batch table=ledger key=account,line size=8 target=1h
UPDATE ledger SET note = coalesce(note, account) || '.' || line WHERE :batch;
-- aludel:verify
SELECT id FROM ledger WHERE note IS DISTINCT FROM account || '.' || line;

-- aludel:downgrade
-- aludel:batch table=ledger key=account,line size=8 target=1h
UPDATE ledger SET note = nullif(left(note, -1 - length(line::text)), account) WHERE :batch;
