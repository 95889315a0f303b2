-- Kinds of assets as an enum
--
-- revision:      r006
-- down_revision: r005

-- aludel:upgrade
CREATE TYPE asset_kind AS ENUM ('metal', 'share', 'fund');
ALTER TABLE assets ADD COLUMN kind asset_kind NOT NULL DEFAULT 'share';
UPDATE assets SET kind = 'metal' WHERE symbol LIKE 'XA_';

-- aludel:downgrade
ALTER TABLE assets DROP COLUMN kind;
DROP TYPE asset_kind;
