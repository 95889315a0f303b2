#!/bin/sh
# demo.sh PROGRAM: the price tracker from an empty folder to filled statistics, all the way back, and up again.
# PROGRAM is the path of aludel. Everything happens in a temporary copy that is removed at the end.
set -eu

program=${1:?"usage: demo.sh PATH-OF-ALUDEL"}
case $program in
  /*) ;;
  */*) program=$PWD/$program ;;
  *) program=$(command -v "$program") ;;
esac
command -v sqlite3 >/dev/null || { echo "demo: the sqlite3 shell is needed to look into the database" >&2; exit 1; }

example=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp "$example/aludel.toml" "$work/"
cp -R "$example/migrations" "$work/"
cd "$work"
unset ALUDEL_CONFIG ALEMBIC_CONFIG  # the copy's own configuration counts

title() { printf '\n== %s\n' "$1"; }

run() {
  printf '$ aludel %s\n' "$*"
  "$program" "$@"
}

sql() { sqlite3 price-tracker.db "$1"; }

count_rows() {
  for table in products sources price_history daily_price_stats source_daily_stats; do
    if [ "$(sql "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '$table'")" = 1 ]; then
      printf '  %-18s %6d rows\n' "$table" "$(sql "SELECT count(*) FROM $table")"
    fi
  done
}

# What the price tracker has made, without Aludel's own tables.
contents() {
  sqlite3 price-tracker.db .dump | grep -v -e aludel_ -e sqlite_sequence
}

expect() {
  if [ "$2" != "$3" ]; then
    printf 'demo: %s: expected %s, found %s\n' "$1" "$2" "$3" >&2
    exit 1
  fi
}

title "Before anything: eight revisions, no database"
run status
run history --graph

title "One step: products and sources"
run upgrade +1
count_rows

title "One more: the price history"
run upgrade +1
count_rows

title "One more: half a year of sample prices"
run upgrade +1
count_rows
expect "sample prices" 5566 "$(sql 'SELECT count(*) FROM price_history')"

title "The rest: indexes and statistics, made side by side, merged, and filled"
run upgrade
count_rows
expect "prices in daily_price_stats" 5566 "$(sql 'SELECT sum(samples) FROM daily_price_stats')"
expect "prices in source_daily_stats" 5566 "$(sql 'SELECT sum(products) FROM source_daily_stats')"
expect "indexes" 8 "$(sql "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name GLOB '[iu]x_*'")"
contents >first

title "Where are we?"
run current -v

title "What the statistics say: green tea on its seven dearest days, and who sells cheapest"
sql "SELECT printf('  %s  %.2f to %.2f', day, min_cents / 100.0, max_cents / 100.0) FROM daily_price_stats
     WHERE product_id = 1 ORDER BY avg_cents DESC, day LIMIT 7"
sql "SELECT printf('  %-14s %3d times', name, sum(cheapest)) FROM source_daily_stats
     JOIN sources ON sources.id = source_id GROUP BY name ORDER BY sum(cheapest) DESC"

title "All the way down"
run downgrade base
expect "tables left" 0 "$(sql "SELECT count(*) FROM sqlite_schema WHERE name NOT GLOB 'aludel_*' AND name NOT GLOB 'sqlite_*'")"
echo "  nothing is left of the price tracker"

title "And up again: the same database, to the last row"
run upgrade
count_rows
contents >second
cmp first second
echo "  both dumps are equal"

title "Done"
run status
