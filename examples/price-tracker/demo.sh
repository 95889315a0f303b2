#!/bin/sh
# demo.sh PROGRAM: the price tracker from an empty folder to filled statistics, all the way back, and up again; then its start
# script, also on PostgreSQL where ALUDEL_TEST_POSTGRESQL names a server.
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
server=$(printf '%s' "${ALUDEL_TEST_POSTGRESQL:-}" | cut -d' ' -f1)
database=price_tracker_$$
cleanup() {
  rm -rf "$work"
  [ -z "$server" ] || psql -Xqd "$server" -c "DROP DATABASE IF EXISTS $database" >/dev/null 2>&1 || :
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp "$example/aludel.toml" "$example/start.sh" "$example/app.sh" "$work/"
cp -R "$example/migrations" "$work/"
mkdir "$work/bin"
ln -s "$program" "$work/bin/aludel"
PATH=$work/bin:$PATH
cd "$work"
unset ALUDEL_CONFIG ALEMBIC_CONFIG ALUDEL_ENV DATABASE_URL  # the copy's own configuration counts

# The lines of README.md's blocks of sh, without their comments; but for the one that plays this.
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$example/README.md" |
  sed -e 's/  *# .*//' -e '/^\.\/demo\.sh/d' >commands

title() { printf '\n== %s\n' "$1"; }

run() {
  printf '$ aludel %s\n' "$*" | tee -a "$work/ran"
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

title "Where things are"
run status

ask() {
  if [ -n "${DATABASE_URL:-}" ]; then set -- -XAtqc "$1"; fi
  aludel db shell -- "$@"
}

# start_script: the database is empty; afterwards it is not.
start_script() {
  title "$1: the start script does not start an application that would find no tables"
  status=0
  AUTO_MIGRATE_ON_START=check ./start.sh touch started || status=$?
  expect "exit code of check" 1 "$status"
  status=0
  AUTO_MIGRATE_ON_START=wait MIGRATION_TIMEOUT=1 ./start.sh touch started || status=$?
  expect "exit code of a wait for nobody" 5 "$status"
  [ ! -e started ] || expect started no yes

  title "$1: three instances start at once, and a fourth that waits for them"
  AUTO_MIGRATE_ON_START=wait ./start.sh sh -c 'echo fourth >>started' 2>fourth.log & fourth=$!
  for name in first second third; do
    ./start.sh sh -c "echo $name >>started" 2>"$name.log" &
  done
  wait "$fourth"
  wait
  expect "instances" "first fourth second third" "$(sort started | tr '\n' ' ' | sed 's/ $//')"
  # On SQLite they take turns, on PostgreSQL one does it all; nothing is done twice.
  expect "revisions applied in all" 8 "$(awk '/^applied/ { sum += $2 } END { print sum }' first.log second.log third.log)"
  expect "prices" 5566 "$(ask 'SELECT count(*) FROM price_history')"

  title "$1: the application itself, until it is told to end"
  grep 'start\.sh' "$work/commands" | while IFS= read -r command; do
    printf '$ %s\n' "$command"
    : >said
    sh -c "exec env $command" >>said & app=$!
    for _ in $(seq 100); do
      [ "$(grep -c ' cents' said)" -lt 10 ] || break
      sleep 0.1
    done
    kill -TERM "$app"
    wait "$app"
    expect "products told" 10 "$(grep -c ' cents' said)"
  done
  rm started
}

rm price-tracker.db
start_script SQLite
if [ -n "$server" ]; then
  psql -Xqd "$server" -c "CREATE DATABASE $database"
  DATABASE_URL=$(printf '%s' "$server" | sed "s#:///postgres?#:///$database?#")
  export DATABASE_URL
  start_script PostgreSQL
fi

grep '^aludel' commands | while IFS= read -r command; do
  grep -qxF "\$ $command" ran || { echo "demo: README.md has \`$command\`, which was not run" >&2; exit 1; }
done
