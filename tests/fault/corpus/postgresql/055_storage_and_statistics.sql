-- Storage and statistics
--
-- revision:      r055
-- down_revision: r054

-- aludel:upgrade
CREATE STATISTICS prices_by_asset (dependencies, ndistinct) ON asset_id, day FROM prices;
ALTER TABLE prices SET (fillfactor = 80, autovacuum_enabled = false);
ALTER TABLE prices ALTER COLUMN price SET STATISTICS 500;
ALTER TABLE assets ALTER COLUMN name SET STORAGE EXTERNAL;
ANALYZE prices;

-- aludel:downgrade
ALTER TABLE assets ALTER COLUMN name SET STORAGE EXTENDED;
ALTER TABLE prices ALTER COLUMN price SET STATISTICS -1;
ALTER TABLE prices RESET (fillfactor, autovacuum_enabled);
DROP STATISTICS prices_by_asset;
