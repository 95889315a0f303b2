-- In the name of the owner
--
-- revision:      r046
-- down_revision: r045

-- aludel:upgrade
GRANT CREATE, USAGE ON SCHEMA public TO fault_owner;
SET ROLE fault_owner;
CREATE TABLE owned (id integer PRIMARY KEY, n integer NOT NULL);
INSERT INTO owned SELECT i, i FROM generate_series(1, 30) AS i;
CREATE INDEX CONCURRENTLY ix_owned_n ON owned (n);
CREATE VIEW owned_sum AS SELECT sum(n) AS total FROM owned;
UPDATE owned SET n = n + 1;
RESET ROLE;
GRANT SELECT ON owned TO fault_reader;

-- aludel:downgrade
SET ROLE fault_owner;
DROP VIEW owned_sum;
DROP INDEX CONCURRENTLY ix_owned_n;
DROP TABLE owned;
RESET ROLE;
REVOKE ALL ON SCHEMA public FROM fault_owner;
