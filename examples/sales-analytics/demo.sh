#!/bin/sh
# demo.sh PROGRAM: every command of README.md, in its order, on a private PostgreSQL in a temporary copy that is removed at
# the end. PROGRAM is the path of aludel. Exit 77 where PostgreSQL is not installed.
set -eu

program=${1:?"usage: demo.sh PATH-OF-ALUDEL"}
program=$(realpath "$(command -v "$program")")
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || {
  echo "demo: NOT PLAYED: PostgreSQL is not installed" >&2
  exit 77
}

example=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cleanup() {
  aludel dev down --delete >/dev/null 2>&1 || :
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 755 "$work"  # root's server runs as another user
mkdir "$work/bin" "$work/shop"
ln -s "$program" "$work/bin/aludel"
PATH=$work/bin:$PATH
unset ALUDEL_CONFIG ALEMBIC_CONFIG ALUDEL_ENV DATABASE_URL MAKEFLAGS MAKELEVEL MFLAGS
cp -R "$example/." "$work/shop"
cd "$work/shop"

sql() { aludel db shell -- -XAtqc "$1"; }

expect() {
  if [ "$2" != "$3" ]; then
    printf 'demo: %s: expected %s, found %s\n' "$1" "$2" "$3" >&2
    exit 1
  fi
}

# The lines of README.md's blocks of sh, without their comments; but for the one that plays this.
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' README.md |
  sed -e 's/  *# .*//' -e '/^\.\/demo\.sh/d' >"$work/commands"

# What must be true behind a command.
check() {
  case $1 in
    'make migrate-all')
      expect revision 005 "$(sql 'SELECT version_num FROM aludel_version')"
      expect partitions t "$(sql "SELECT count(*) >= 15 FROM pg_inherits WHERE inhparent = 'orders'::regclass")" ;;
    'make migrate-sql')
      expect "sums of today" '1|4|3480' "$(sql 'SELECT orders, items, cents FROM daily_sales')"
      expect "revenue" 3480 "$(sql 'SELECT sum(cents) FROM monthly_revenue')" ;;
    'make migrate-create '*) [ -e migrations/versions/006_add_loyalty_points.sql ] ;;
    'make migrate') expect revision 006 "$(sql 'SELECT version_num FROM aludel_version')" ;;
    'make migrate-down') expect revision 005 "$(sql 'SELECT version_num FROM aludel_version')" ;;
    'make db-backup') sql 'DELETE FROM order_items' ;;
    'make db-restore') expect "items that are back" 2 "$(sql 'SELECT count(*) FROM order_items')" ;;
    'make db-reset') expect orders 180 "$(sql 'SELECT count(*) FROM orders')" ;;
    *'deploy --backup') expect "revision of production" "006 (head)" "$(aludel --env production current)" ;;
  esac
}

while IFS= read -r command <&3; do
  printf '\n$ %s\n' "$command"
  case $command in
    'aludel --env production db create'*)  # where production is, in this play: beside the other, on the same server
      aludel dev up -q >/dev/null
      PRODUCTION_URL=$(printf '%s' "$DATABASE_URL" | sed 's#:///[^?]*#:///shop_production#')
      export PRODUCTION_URL ;;
  esac
  eval "$command"
  check "$command"
done 3<"$work/commands"

aludel makefile | cmp - Makefile
