#!/bin/sh
# start.sh [COMMAND…]: what a small host, a service or a container runs. It brings the database up to date and becomes the
# application, app.sh where no COMMAND is named. Several may start at once: one migrates, the others wait for it.
#   DATABASE_URL            price-tracker.db beside this where it is not set
#   AUTO_MIGRATE_ON_START   true; check: start only where nothing is pending; wait: for another to migrate; false
#   MIGRATION_TIMEOUT       seconds for all of it, 120 where it is not set
set -eu
cd "$(dirname "$0")"
export AUTO_MIGRATE_ON_START="${AUTO_MIGRATE_ON_START:-true}"
export MIGRATION_TIMEOUT="${MIGRATION_TIMEOUT:-120}"
[ $# -gt 0 ] || set -- ./app.sh
exec aludel --wait 30s start -- "$@"
