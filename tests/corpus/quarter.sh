#!/bin/sh
# quarter.sh CORPUS_CHECK: the corpus of SQLite, and a quarter of PostgreSQL's by a seed that is printed (ALUDEL_SEED takes
# it again). Skipped (exit 77) where there is no server.
set -eu
here=$(dirname "$0")
"$1" sqlite "$here/sqlite" --strict
server=${ALUDEL_TEST_POSTGRESQL:-}
[ -n "$server" ] || { echo "no server: scripts/test-servers run … brings one" >&2; exit 77; }
exec "$1" "${server%% *}" "$here/postgresql" --sample --strict
