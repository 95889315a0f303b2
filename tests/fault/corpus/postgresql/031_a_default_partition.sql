-- A default partition
--
-- revision:      r031
-- down_revision: r030

-- aludel:upgrade
CREATE TABLE ticks_other PARTITION OF ticks DEFAULT;
INSERT INTO ticks VALUES (2, '2030-01-01', 5);
ALTER TABLE ticks DETACH PARTITION ticks_2024_03;

-- aludel:downgrade
DROP TABLE ticks_other;
ALTER TABLE ticks ATTACH PARTITION ticks_2024_03 FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
