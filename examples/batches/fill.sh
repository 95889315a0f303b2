#!/bin/sh
# fill.sh URL [ROWS]: fills `prices` (one million rows where nothing is said), the same every time. The tables are those
# of the first revision: `aludel upgrade +1`. URL is sqlite:///FILE or postgresql://…
set -eu

url=${1:?"usage: fill.sh URL [ROWS]"}
rows=${2:-1000000}

# Every hundredth price is there twice, every third is in euros.
fill() {
  cat <<SQL
INSERT INTO assets (id, symbol) SELECT i, 'ASSET' || i FROM ($1 SELECT i FROM numbers WHERE i <= 50) AS a;
INSERT INTO prices (id, asset_id, taken_at, amount, unit, vat_percent)
SELECT i, (i - (CASE WHEN i % 100 = 0 THEN 1 ELSE 0 END)) % 50 + 1,
       '2026-' || ((i - (CASE WHEN i % 100 = 0 THEN 1 ELSE 0 END)) / 50),
       CASE WHEN i % 3 = 0 THEN i % 977 ELSE i % 977 * 100 END,
       CASE WHEN i % 3 = 0 THEN 'EUR' ELSE 'ct' END,
       CASE WHEN i % 5 = 0 THEN 7 ELSE 19 END
FROM ($1 SELECT i FROM numbers) AS p;
SQL
}

case $url in
  sqlite:///*)
    fill "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < $rows)" |
      sqlite3 -bail "${url#sqlite:///}"
    ;;
  *)
    fill "WITH numbers AS (SELECT i FROM generate_series(1, $rows) AS i)" |
      psql -Xqd "$url" -v ON_ERROR_STOP=1
    psql -Xqd "$url" -c "VACUUM ANALYZE prices"
    ;;
esac
