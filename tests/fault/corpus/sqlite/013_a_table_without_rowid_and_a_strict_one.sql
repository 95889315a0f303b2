-- A table without rowid and a strict one
--
-- revision:      s013
-- down_revision: s012

-- aludel:upgrade
CREATE TABLE codes (code TEXT NOT NULL, lang TEXT NOT NULL, text TEXT, PRIMARY KEY (code, lang)) WITHOUT ROWID;
CREATE TABLE measures (id INTEGER PRIMARY KEY, value REAL, raw BLOB, any_thing ANY) STRICT;
INSERT INTO codes VALUES ('a', 'en', 'one'), ('a', 'de', 'eins'), ('b', 'en', NULL);
INSERT INTO measures VALUES (1, 1.5, x'00ff', 'text'), (2, NULL, zeroblob(3000), 4);

-- aludel:downgrade
DROP TABLE measures;
DROP TABLE codes;
