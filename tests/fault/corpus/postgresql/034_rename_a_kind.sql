-- Rename a kind
--
-- revision:      r034
-- down_revision: r033

-- aludel:upgrade
ALTER TYPE asset_kind RENAME VALUE 'share' TO 'stock';
ALTER TABLE assets ALTER COLUMN kind SET DEFAULT 'stock';

-- aludel:downgrade
ALTER TYPE asset_kind RENAME VALUE 'stock' TO 'share';
