#!/bin/sh
# quarter.sh CORPUS_CHECK: a quarter of the corpus, by a seed that is printed (ALUDEL_SEED takes it again). Skipped (exit 77)
# where there is no server.
set -eu
server=${ALUDEL_TEST_POSTGRESQL:-}
[ -n "$server" ] || { echo "no server: scripts/test-servers run … brings one" >&2; exit 77; }
exec "$1" "${server%% *}" "$(dirname "$0")/postgresql" --sample
