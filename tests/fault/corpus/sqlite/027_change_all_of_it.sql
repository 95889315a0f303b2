-- Change all of it
--
-- revision:      s027
-- down_revision: s026

-- aludel:upgrade
UPDATE ticks SET filler = 'b' || filler;
CREATE INDEX ix_ticks_filler ON ticks (filler);

-- aludel:downgrade
DROP INDEX ix_ticks_filler;
UPDATE ticks SET filler = substr(filler, 2);
