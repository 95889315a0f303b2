-- On a path of its own
--
-- revision:      r047
-- down_revision: r046

-- aludel:upgrade
CREATE SCHEMA archive;
SET search_path = archive, public;
CREATE TABLE cards (id integer, label text);
INSERT INTO cards SELECT i, 'card ' || i FROM generate_series(1, 100) AS i;
CREATE UNIQUE INDEX CONCURRENTLY ux_cards ON cards (id);
ALTER TABLE cards ADD PRIMARY KEY USING INDEX ux_cards;
VACUUM ANALYZE cards;
INSERT INTO cards VALUES (101, 'the last one');

-- aludel:downgrade
SET search_path = archive;
DROP TABLE cards;
RESET search_path;
DROP SCHEMA archive;
