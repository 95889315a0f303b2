-- Checks in two steps
--
-- revision:      r016
-- down_revision: r015

-- aludel:upgrade
BEGIN;
ALTER TABLE prices ADD CONSTRAINT prices_sane CHECK (price < 1000000) NOT VALID;
COMMIT;
BEGIN;
ALTER TABLE prices VALIDATE CONSTRAINT prices_sane;
COMMIT;

-- aludel:downgrade
ALTER TABLE prices DROP CONSTRAINT prices_sane;
