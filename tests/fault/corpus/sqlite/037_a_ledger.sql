-- A ledger
--
-- revision:      s037
-- down_revision: s036

-- aludel:upgrade
CREATE TABLE ledger (id INTEGER PRIMARY KEY, account TEXT NOT NULL, line INTEGER NOT NULL, amount INTEGER NOT NULL,
  note TEXT, UNIQUE (account, line));
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
INSERT INTO ledger SELECT i * 3, printf('A%d', i % 4), i, i * 7, NULL FROM n;

-- aludel:downgrade
DROP TABLE ledger;
