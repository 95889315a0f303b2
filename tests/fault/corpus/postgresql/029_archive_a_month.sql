-- Archive a month
--
-- revision:      r029
-- down_revision: r028

-- aludel:upgrade
ALTER TABLE ticks DETACH PARTITION ticks_2024_01 CONCURRENTLY;

-- aludel:downgrade
ALTER TABLE ticks ATTACH PARTITION ticks_2024_01 FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
