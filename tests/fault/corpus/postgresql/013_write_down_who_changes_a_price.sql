-- Write down who changes a price
--
-- revision:      r013
-- down_revision: r012

-- aludel:upgrade
CREATE TABLE price_log (asset_id integer, day date, old numeric, new numeric);
CREATE FUNCTION log_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO price_log VALUES (NEW.asset_id, NEW.day, OLD.price, NEW.price);
  RETURN NEW;
END $$;
CREATE TRIGGER log_price AFTER UPDATE OF price ON prices
  FOR EACH ROW WHEN (OLD.price IS DISTINCT FROM NEW.price) EXECUTE FUNCTION log_price();
UPDATE prices SET price = price * 2 WHERE asset_id = 2;

-- aludel:downgrade
DROP TRIGGER log_price ON prices;
UPDATE prices SET price = price / 2 WHERE asset_id = 2;
DROP FUNCTION log_price();
DROP TABLE price_log;
