#!/bin/sh
# readme_test.sh PROGRAM: plays the five minutes of README.md: every command of its console blocks must print what
# stands there, but for ids, dates, durations and the version of SQLite.
set -eu
program=$(realpath "$1")
readme=$(cd "$(dirname "$0")/../.." && pwd)/README.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset ALUDEL_CONFIG ALEMBIC_CONFIG DATABASE_URL

# The chapter's blocks: console into `script`, and the revision's text.
sed -n '/^## Five minutes/,/^## On PostgreSQL/p' "$readme" >chapter
awk '/^```console$/ { inside = 1; next } /^```$/ { inside = 0 } inside' chapter >script
awk '/^```sql$/ { inside = 1; next } /^```$/ { inside = 0 } inside' chapter >revision.sql
[ -s script ] && [ -s revision.sql ]

like() { # what differs from run to run is written alike
  sed -E -e 's/[0-9]{8}_[0-9a-f]{12}/DAY_ID/g' -e 's/[0-9a-f]{12}/ID/g' -e 's/[0-9.]+ m?s( |;|$)/TIME\1/g' \
    -e 's/SQLite [0-9.]+/SQLite V/'
}

while IFS= read -r line; do
  case $line in
    '$ aludel '*) ;;
    *) continue ;;
  esac
  printf '%s\n' "$line"
  sh -c "\"\$0\" ${line#\$ aludel }" "$program" 2>&1 </dev/null || true
  file=$(find migrations/versions -name '*.sql' 2>/dev/null || true)
  [ -z "$file" ] || cp revision.sql "$file"
done <script >played

like <script >expected
like <played >found
diff expected found || { echo "readme: README.md shows other output than the program prints" >&2; exit 1; }
