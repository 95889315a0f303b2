#!/bin/sh
# demo.sh PROGRAM [ROWS]: the recipes on a table of ROWS rows (20,000 where nothing is said), killed on the way and gone on
# with, all the way back, and up again; on SQLite, and on PostgreSQL where ALUDEL_TEST_POSTGRESQL names a server.
# PROGRAM is the path of aludel. Everything happens in a temporary copy that is removed at the end.
set -eu

program=${1:?"usage: demo.sh PATH-OF-ALUDEL [ROWS]"}
rows=${2:-20000}
case $program in
  /*) ;;
  */*) program=$PWD/$program ;;
  *) program=$(command -v "$program") ;;
esac
command -v sqlite3 >/dev/null || { echo "demo: the sqlite3 shell is needed to look into the database" >&2; exit 1; }

example=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=$(printf '%s' "${ALUDEL_TEST_POSTGRESQL:-}" | cut -d' ' -f1)
database=aludel_batches_$$
cleanup() {
  rm -rf "$work"
  [ -z "$server" ] || psql -Xqd "$server" -c "DROP DATABASE IF EXISTS $database" >/dev/null 2>&1 || :
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp "$example/aludel.toml" "$work/"
cp -R "$example/migrations" "$work/"
cd "$work"
unset ALUDEL_CONFIG ALEMBIC_CONFIG  # the copy's own configuration counts

title() { printf '\n== %s\n' "$1"; }

run() {
  printf '$ aludel %s\n' "$*"
  "$program" "$@" --url "$url"
}

sql() {
  case $url in
    sqlite:///*) sqlite3 "${url#sqlite:///}" "$1" ;;
    *) psql -XAtqd "$url" -c "$1" ;;
  esac
}

expect() {
  if [ "$2" != "$3" ]; then
    printf 'demo: %s: expected %s, found %s\n' "$1" "$2" "$3" >&2
    exit 1
  fi
}

# Everything that the recipes change, as one line.
contents() {
  sql "SELECT count(*), sum(id), sum(CAST(amount AS INTEGER)), sum(net_cents), count(symbol) FROM prices"
}

play() {
  title "$1: a table of $rows rows"
  run upgrade +1
  "$example/fill.sh" "$url" "$rows"

  title "$1: all recipes, killed on the way and started again"
  "$program" upgrade --url "$url" &
  sleep 0.2
  kill -KILL $! 2>/dev/null || :
  wait $! 2>/dev/null || :
  run current
  run upgrade

  expect "prices in euros" 0 "$(sql "SELECT count(*) FROM prices WHERE unit = 'EUR'")"
  expect "prices in cents" "$(sql "SELECT count(*) FROM prices")" \
    "$(sql "SELECT count(*) FROM prices WHERE CAST(amount AS INTEGER) = id % 977 * 100")"
  expect "prices without a net amount" 0 "$(sql "SELECT count(*) FROM prices WHERE net_cents IS NULL")"
  expect "prices" $((rows - rows / 100)) "$(sql "SELECT count(*) FROM prices")"
  expect "wrong symbols" 0 "$(sql "SELECT count(*) FROM prices WHERE symbol <> 'ASSET' || asset_id")"
  first=$(contents)

  title "$1: and all of it back"
  run downgrade 10a0c3f5e001
  expect "prices" "$rows" "$(sql "SELECT count(*) FROM prices")"
  expect "prices in euros" $((rows / 3)) "$(sql "SELECT count(*) FROM prices WHERE unit = 'EUR'")"
  expect "prices as they were" "$rows" "$(sql "SELECT count(*) FROM prices
    WHERE CAST(amount AS INTEGER) = CASE WHEN id % 3 = 0 THEN id % 977 ELSE id % 977 * 100 END")"

  title "$1: and up again: the same"
  run upgrade
  expect "contents" "$first" "$(contents)"
}

url=sqlite:///prices.db
play SQLite
if [ -n "$server" ]; then
  psql -Xqd "$server" -c "CREATE DATABASE $database"
  url=$(printf '%s' "$server" | sed "s#:///postgres?#:///$database?#")
  play PostgreSQL
fi
