-- Merge indexes and statistics
--
-- revision:      e2746c8b09d1
-- down_revision: c81d2f60e7a3, 70d9b35ea1f6
-- created:       2026-11-09 10:00:00+00:00

-- aludel:upgrade

-- aludel:downgrade
