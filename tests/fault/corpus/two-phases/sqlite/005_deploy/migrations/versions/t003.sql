-- Who entered a price
--
-- revision:      t003
-- down_revision: t002

-- aludel:upgrade
ALTER TABLE prices ADD COLUMN entered_by text NOT NULL DEFAULT 'import';
INSERT INTO prices (id, asset, amount, entered_by) VALUES (1000, 'asset 9', 7, 'ann');

-- aludel:downgrade
ALTER TABLE prices DROP COLUMN entered_by;
