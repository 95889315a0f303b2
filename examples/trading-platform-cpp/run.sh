#!/bin/sh
# run.sh TRADING_MIGRATE: up, down and up again on a private PostgreSQL; the script of --sql gives the same. Exit 77
# where PostgreSQL is not installed.
set -eu
program=$(realpath "$1")
example=$(cd "$(dirname "$0")" && pwd)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || {
  echo "run: NOT PLAYED: PostgreSQL is not installed" >&2
  exit 77
}
work=$(mktemp -d)
migrate() { "$program" "$@"; }
cleanup() {
  migrate dev down --delete >/dev/null 2>&1 || :
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 755 "$work" # root's server runs as another user
cp -R "$example/aludel.toml" "$example/versions" "$work"
cd "$work"
mkdir build
ln -s "$program" build/trading_migrate
unset ALUDEL_CONFIG ALEMBIC_CONFIG ALUDEL_ENV DATABASE_URL

sql() { migrate db shell -- -XAtqc "$1"; }
tables() { sql "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema IN ('auth', 'trading', 'market_data') ORDER BY 1"; }

migrate dev up
migrate upgrade
[ "$(migrate current)" = "20250411_0005 (head)" ]
tables >first
grep -qx trading.exposure first
sql "INSERT INTO auth.accounts (email) VALUES ('ann@example.org'); INSERT INTO market_data.instruments VALUES (1, 'GOLD');
     INSERT INTO market_data.prices VALUES (1, '2025-04-11 12:00+00', 3.5);
     INSERT INTO trading.orders (account_id, instrument_id, side, quantity, price) VALUES (1, 1, 'buy', 2, 3.5)"
[ "$(sql "SELECT notional = 7 FROM trading.exposure")" = t ]
if sql "INSERT INTO trading.orders (account_id, instrument_id, side, quantity, price) VALUES (1, 1, 'buy', 0, 3.5)" 2>/dev/null; then
  echo "run: a constraint is not there" >&2
  exit 1
fi

migrate downgrade base
[ -z "$(tables)" ] # no downgrade is written: each is the upgrade's inverse
migrate upgrade
tables | cmp - first
migrate downgrade base
migrate upgrade --sql >upgrade.sql
migrate db shell -- -Xq -v ON_ERROR_STOP=1 -f upgrade.sql
tables | cmp - first
[ "$(migrate current)" = "20250411_0005 (head)" ]
echo "five revisions in C++ went up, down and up again, online and as a script"
