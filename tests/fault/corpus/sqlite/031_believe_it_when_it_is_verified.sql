-- Believe it when it is verified
--
-- revision:      s031
-- down_revision: s030

-- aludel:upgrade
UPDATE prices SET price = price * 2;
-- aludel:verify
SELECT id FROM prices WHERE price <= 100;

-- aludel:downgrade
UPDATE prices SET price = price / 2;
-- aludel:verify
SELECT id FROM prices WHERE price > 200;
