-- Normalise prices
--
-- Some were written in euros, some in cents. The statement can tell what it has done already, and needs not:
-- a batch is committed with its watermark, so no row is met twice.
--
-- revision:      20b1d4a6f002
-- down_revision: 10a0c3f5e001
-- created:       2026-11-21 09:10:00+00:00

-- aludel:upgrade
ALTER TABLE prices ADD COLUMN was_in_euros INTEGER;
-- aludel:batch table=prices key=id size=5000 where="unit = 'EUR'"
UPDATE prices SET amount = amount * 100, unit = 'ct', was_in_euros = 1 WHERE unit = 'EUR' AND :batch;
-- aludel:verify
SELECT id, unit FROM prices WHERE unit <> 'ct' LIMIT 3;

-- aludel:downgrade
-- aludel:batch table=prices key=id size=5000 where="was_in_euros = 1"
UPDATE prices SET amount = amount / 100, unit = 'EUR' WHERE was_in_euros = 1 AND :batch;
ALTER TABLE prices DROP COLUMN was_in_euros;
