-- A view that can be written
--
-- revision:      s010
-- down_revision: s009

-- aludel:upgrade
CREATE VIEW v_metals AS SELECT id, symbol, name FROM assets WHERE kind = 'metal';
CREATE TRIGGER metals_inserted INSTEAD OF INSERT ON v_metals BEGIN
  INSERT INTO assets (symbol, name) VALUES (new.symbol, new.name);
END;
INSERT INTO v_metals (symbol, name) VALUES ('XPT', 'Platinum');

-- aludel:downgrade
DELETE FROM assets WHERE symbol = 'XPT';
DROP VIEW v_metals;
