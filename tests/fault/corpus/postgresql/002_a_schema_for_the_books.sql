-- A schema for the books
--
-- revision:      r002
-- down_revision: r001

-- aludel:upgrade
CREATE SCHEMA ledger;
COMMENT ON SCHEMA ledger IS 'double entry; nothing here is ever deleted';
CREATE TABLE ledger.accounts (
  id       integer PRIMARY KEY,
  title    text NOT NULL,
  balance  bigint NOT NULL DEFAULT 0
);
CREATE TABLE ledger.entries (
  id       integer PRIMARY KEY,
  debit    integer NOT NULL REFERENCES ledger.accounts,
  credit   integer NOT NULL REFERENCES ledger.accounts,
  amount   bigint NOT NULL,
  note     text
);

-- aludel:downgrade
DROP SCHEMA ledger CASCADE;
