-- Invoices have a day
--
-- revision:      r070
-- down_revision: r069

-- aludel:upgrade
ALTER TABLE invoices ADD COLUMN day date NOT NULL DEFAULT '2024-01-01';
CREATE INDEX CONCURRENTLY ix_invoices_day ON invoices (day);

-- aludel:downgrade
DROP INDEX CONCURRENTLY ix_invoices_day;
ALTER TABLE invoices DROP COLUMN day;
