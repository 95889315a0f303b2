-- Backfill the net amount
--
-- The column comes without a value, which takes no time; the values come in batches; the index at the end, since it
-- would have to be kept up with every one of them.
--
-- revision:      30c2e5b70003
-- down_revision: 20b1d4a6f002
-- created:       2026-11-21 09:20:00+00:00

-- aludel:upgrade
ALTER TABLE prices ADD COLUMN net_cents INTEGER;
-- aludel:batch table=prices key=id size=5000
UPDATE prices SET net_cents = round(amount * 100 / (100 + vat_percent)) WHERE :batch;
CREATE INDEX ix_prices_net_cents ON prices (net_cents);
-- aludel:verify
SELECT id FROM prices WHERE net_cents IS NULL LIMIT 3;

-- aludel:downgrade
DROP INDEX ix_prices_net_cents;
ALTER TABLE prices DROP COLUMN net_cents;
