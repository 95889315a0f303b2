-- Prices
--
-- revision:      t001
-- down_revision:

-- aludel:upgrade
CREATE TABLE prices (id integer PRIMARY KEY, asset text NOT NULL, day date NOT NULL, amount integer NOT NULL);
INSERT INTO prices SELECT i, 'asset ' || i % 5, '2026-01-01'::date + i % 31, i * 10 FROM generate_series(1, 200) AS i;
CREATE TABLE daily (day date PRIMARY KEY, total bigint NOT NULL);

-- aludel:downgrade
DROP TABLE daily;
DROP TABLE prices;
