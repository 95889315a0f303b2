-- A ledger in cents: batches behind a transaction
--
-- revision:      r074
-- down_revision: r073

-- aludel:upgrade
CREATE TABLE ledger (id bigint PRIMARY KEY, account text NOT NULL, line integer NOT NULL, amount bigint NOT NULL, note text,
  UNIQUE (account, line));
INSERT INTO ledger SELECT i * 3, 'A' || i % 4, i, i * 7 FROM generate_series(1, 40) AS i;
-- aludel:batch table=ledger key=id size=10 target=1h
UPDATE ledger SET amount = amount * 100 WHERE :batch;

-- aludel:downgrade
-- aludel:batch table=ledger key=id size=10 target=1h
UPDATE ledger SET amount = amount / 100 WHERE :batch;
DROP TABLE ledger;
