-- Verify behind an index
--
-- revision:      r050
-- down_revision: r049

-- aludel:upgrade
CREATE INDEX CONCURRENTLY ix_assets_listed ON assets (listed);
-- aludel:verify
SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = 'ix_assets_listed'::regclass AND indisvalid);

-- aludel:downgrade
DROP INDEX CONCURRENTLY ix_assets_listed;
-- aludel:verify
SELECT 1 FROM pg_class WHERE relname = 'ix_assets_listed';
