-- Fill the day
-- of each price.
--
-- revision:      8f3c2a91d0e4
-- down_revision: 4b1de0c7a2f5, 77aa
-- branch_labels: billing
-- depends_on:    other
-- database:      shop
-- created:       2026-11-21 10:00:00+00:00
-- x-ticket:      812

-- aludel:timeout lock=30s statement=0
-- aludel:variables name:identifier day:literal x:raw
-- aludel:allow-data-loss "nobody" reads it
-- aludel:upgrade
CREATE TABLE {{name}} (id INTEGER DEFAULT {{day}});
-- aludel:autocommit
VACUUM;
-- aludel:batch size=100 key="a b"
UPDATE t SET x = 1;
-- aludel:verify
SELECT 1 FROM t WHERE x IS NULL;
-- aludel:upgrade postgresql,mariadb
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$
-- aludel:downgrade
SELECT 1; $$;
-- aludel:downgrade sqlite
DROP TABLE t
-- aludel:irreversible it is gone
