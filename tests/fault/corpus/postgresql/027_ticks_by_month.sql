-- Ticks, by month
--
-- revision:      r027
-- down_revision: r026

-- aludel:upgrade
CREATE TABLE ticks (asset_id integer NOT NULL, at timestamp NOT NULL, price numeric) PARTITION BY RANGE (at);
CREATE TABLE ticks_2024_01 PARTITION OF ticks FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE ticks_2024_02 PARTITION OF ticks FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
CREATE TABLE ticks_2024_03 PARTITION OF ticks FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
INSERT INTO ticks SELECT 1, timestamp '2024-01-01' + i * interval '3 hours', i FROM generate_series(0, 719) AS i;

-- aludel:downgrade
DROP TABLE ticks;
