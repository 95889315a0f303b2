-- Two more kinds, used at once
--
-- revision:      r033
-- down_revision: r032

-- aludel:upgrade
ALTER TYPE asset_kind ADD VALUE IF NOT EXISTS 'coin' AFTER 'metal';
ALTER TYPE asset_kind ADD VALUE 'e''tf' BEFORE 'fund';
INSERT INTO assets (id, symbol, name, kind) VALUES (50, 'BTC', 'Coin', 'coin'), (51, 'ETF', 'A fund', 'e''tf');

-- aludel:downgrade
DELETE FROM assets WHERE id IN (50, 51);
