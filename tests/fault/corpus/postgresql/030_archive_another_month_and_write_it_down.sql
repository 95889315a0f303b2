-- Archive another month and write it down
--
-- revision:      r030
-- down_revision: r029

-- aludel:upgrade
CREATE TABLE archived (name text PRIMARY KEY, kept bigint);
ALTER TABLE ticks DETACH PARTITION public.ticks_2024_02 CONCURRENTLY;
INSERT INTO archived SELECT 'ticks_2024_02', count(*) FROM ticks_2024_02;

-- aludel:downgrade
ALTER TABLE ticks ATTACH PARTITION ticks_2024_02 FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
DROP TABLE archived;
