-- Give customers a region
--
-- revision:      005
-- down_revision: 004
-- created:       2026-02-02 15:10:00+00:00

-- aludel:upgrade
CREATE TABLE regions (
  country char(2) PRIMARY KEY,
  region  text NOT NULL
);
INSERT INTO regions (country, region) VALUES
  ('AT', 'Alps'), ('CH', 'Alps'), ('DE', 'Centre'), ('PL', 'Centre'),
  ('DK', 'North'), ('SE', 'North'), ('ES', 'South'), ('IT', 'South');

ALTER TABLE customers ADD COLUMN region text;
UPDATE customers SET region = coalesce((SELECT region FROM regions WHERE regions.country = customers.country), 'Elsewhere');
ALTER TABLE customers ALTER COLUMN region SET DEFAULT 'Elsewhere', ALTER COLUMN region SET NOT NULL;

-- No customer of a known country may be elsewhere.
-- aludel:verify
SELECT customers.id FROM customers JOIN regions USING (country) WHERE customers.region <> regions.region;

-- aludel:downgrade
ALTER TABLE customers DROP COLUMN region;
DROP TABLE regions;
