-- Functions
--
-- revision:      r011
-- down_revision: r010

-- aludel:upgrade
CREATE FUNCTION price_on(asset integer, on_day date) RETURNS numeric LANGUAGE sql STABLE
  RETURN (SELECT price FROM prices WHERE asset_id = asset AND day <= on_day ORDER BY day DESC LIMIT 1);

CREATE FUNCTION price_change(asset integer) RETURNS numeric LANGUAGE plpgsql STABLE AS $body$
DECLARE
  first numeric; last numeric;
BEGIN
  SELECT price INTO first FROM prices WHERE asset_id = asset ORDER BY day LIMIT 1;
  SELECT price INTO last FROM prices WHERE asset_id = asset ORDER BY day DESC LIMIT 1;
  RETURN last - first;  -- a ; inside
END
$body$;

-- aludel:downgrade
DROP FUNCTION price_change(integer);
DROP FUNCTION price_on(integer, date);
