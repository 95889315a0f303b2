-- Note the lines, by a key of two columns
--
-- revision:      s039
-- down_revision: s038

-- aludel:upgrade
-- aludel:batch table=ledger key=account,line size=5 target=1h
UPDATE ledger SET note = coalesce(note, account) || '.' || line WHERE :batch;
-- aludel:verify
SELECT id FROM ledger WHERE note <> account || '.' || line;

-- aludel:downgrade
-- aludel:batch table=ledger key=account,line size=5 target=1h
UPDATE ledger SET note = nullif(substr(note, 1, length(note) - 1 - length(line)), account) WHERE :batch;
