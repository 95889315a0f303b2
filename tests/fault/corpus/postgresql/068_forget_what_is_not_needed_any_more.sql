-- Forget what is not needed any more
--
-- revision:      r068
-- down_revision: r067

-- aludel:upgrade
DROP VIEW owned_sum;
DROP FUNCTION price_change(integer);
TRUNCATE import_buffer;

-- aludel:downgrade
INSERT INTO import_buffer SELECT md5(i::text) FROM generate_series(1, 5000) AS i;
CREATE FUNCTION price_change(asset integer) RETURNS numeric LANGUAGE sql STABLE AS
  'SELECT max(price) - min(price) FROM prices WHERE asset_id = asset';
CREATE VIEW owned_sum AS SELECT sum(n) AS total FROM owned;
ALTER VIEW owned_sum OWNER TO fault_owner;
