#!/bin/sh
# run.sh BRANCHES_MIGRATE: one branch, both, and back, on SQLite.
set -eu
program=$(realpath "$1")
example=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$example/aludel.toml" "$example/versions" "$work"
cd "$work"
unset ALUDEL_CONFIG ALEMBIC_CONFIG ALUDEL_ENV DATABASE_URL
migrate() { "$program" "$@"; }

migrate upgrade billing
[ "$(migrate current)" = "010" ]
migrate upgrade
[ "$(migrate current)" = "030 (head) (mergepoint)" ]
[ "$(sqlite3 app.db "SELECT count(*) FROM pragma_table_info('users') WHERE name = 'nickname'")" = 1 ]
migrate downgrade base
[ -z "$(migrate current)" ]
[ "$(sqlite3 app.db "SELECT count(*) FROM sqlite_schema WHERE name IN ('users', 'invoices')")" = 0 ]
echo "two branches and their merge went up and down"
