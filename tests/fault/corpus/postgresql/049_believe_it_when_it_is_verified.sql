-- Believe it when it is verified
--
-- revision:      r049
-- down_revision: r048

-- aludel:upgrade
UPDATE assets SET listed = '2000-01-01' WHERE listed IS NULL;
ALTER TABLE assets ALTER COLUMN listed SET NOT NULL;
-- aludel:verify
SELECT id FROM assets WHERE listed IS NULL;

-- aludel:downgrade
ALTER TABLE assets ALTER COLUMN listed DROP NOT NULL;
UPDATE assets SET listed = NULL WHERE listed = '2000-01-01' AND id >= 10;
