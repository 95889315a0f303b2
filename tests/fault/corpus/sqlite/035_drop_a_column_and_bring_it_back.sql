-- Drop a column and bring it back
--
-- revision:      s035
-- down_revision: s034

-- aludel:upgrade
CREATE TABLE notes_kept AS SELECT id, note FROM assets;
ALTER TABLE assets DROP COLUMN note;

-- aludel:downgrade
ALTER TABLE assets ADD COLUMN note TEXT;
UPDATE assets SET note = (SELECT note FROM notes_kept WHERE notes_kept.id = assets.id);
DROP TABLE notes_kept;
