-- Statistics for the planner
--
-- revision:      s025
-- down_revision: s024

-- aludel:upgrade
ANALYZE;
CREATE INDEX ix_totals_n ON totals (n);

-- aludel:downgrade
DROP INDEX ix_totals_n;
DROP TABLE sqlite_stat1;
