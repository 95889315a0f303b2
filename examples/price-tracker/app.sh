#!/bin/sh
# app.sh: stands for the application. It says what each product cost last, every minute until it is told to end.
set -eu
sleeping=
trap '[ -z "$sleeping" ] || kill "$sleeping"; exit 0' INT TERM
while :; do
  aludel db shell <<'SQL'
SELECT products.name || ': ' || max(price_cents) || ' cents'
FROM price_history
JOIN products ON products.id = product_id
WHERE recorded_at = (SELECT max(recorded_at) FROM price_history AS later WHERE later.product_id = price_history.product_id)
GROUP BY products.id, products.name
ORDER BY products.id;
SQL
  sleep "${INTERVAL:-60}" &
  sleeping=$!
  wait "$sleeping"
  sleeping=
done
