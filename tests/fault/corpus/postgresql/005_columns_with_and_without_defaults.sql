-- Columns with and without defaults
--
-- revision:      r005
-- down_revision: r004

-- aludel:upgrade
ALTER TABLE assets ADD COLUMN active boolean NOT NULL DEFAULT true;
ALTER TABLE assets ADD COLUMN weight double precision, ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
ALTER TABLE assets ALTER COLUMN listed SET DEFAULT current_date;
UPDATE assets SET weight = id * 1.5, tags = ARRAY['metal'] WHERE id < 10;

-- aludel:downgrade
ALTER TABLE assets ALTER COLUMN listed DROP DEFAULT;
ALTER TABLE assets DROP COLUMN tags, DROP COLUMN weight;
ALTER TABLE assets DROP COLUMN active;
