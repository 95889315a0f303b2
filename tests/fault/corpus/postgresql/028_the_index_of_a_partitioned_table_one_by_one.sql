-- The index of a partitioned table, one by one
--
-- revision:      r028
-- down_revision: r027

-- aludel:upgrade
CREATE INDEX ix_ticks_at ON ONLY ticks (at);
CREATE INDEX CONCURRENTLY ix_ticks_2024_01_at ON ticks_2024_01 (at);
ALTER INDEX ix_ticks_at ATTACH PARTITION ix_ticks_2024_01_at;
CREATE INDEX CONCURRENTLY ix_ticks_2024_02_at ON ticks_2024_02 (at);
ALTER INDEX ix_ticks_at ATTACH PARTITION ix_ticks_2024_02_at;
CREATE INDEX CONCURRENTLY ix_ticks_2024_03_at ON ticks_2024_03 (at);
ALTER INDEX ix_ticks_at ATTACH PARTITION ix_ticks_2024_03_at;

-- aludel:downgrade
DROP INDEX ix_ticks_at;
