-- Billing and stock meet
--
-- revision:      r073
-- down_revision: r070, r072

-- aludel:upgrade
ALTER TABLE invoices ADD COLUMN box integer REFERENCES boxes;
UPDATE invoices SET box = 1 + id % 2;
CREATE INDEX CONCURRENTLY ix_invoices_box ON invoices (box);

-- aludel:downgrade
DROP INDEX CONCURRENTLY ix_invoices_box;
ALTER TABLE invoices DROP COLUMN box;
