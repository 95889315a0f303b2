#!/bin/sh
# demo.sh PROGRAM: plays the README in a copy, on SQLite, and on PostgreSQL where ALUDEL_TEST_POSTGRESQL names a server.
# PROGRAM is the path of aludel. Needs a Python with SQLAlchemy: PYTHON, that of ALUDEL_TEST_ALEMBIC, or python3; skipped
# (exit 77) without one.
set -eu

program=${1:?"usage: demo.sh PATH-OF-ALUDEL"}
case $program in
  /*) ;;
  */*) program=$PWD/$program ;;
  *) program=$(command -v "$program") ;;
esac
example=$(cd "$(dirname "$0")" && pwd)
if [ -z "${PYTHON:-}" ] && [ -n "${ALUDEL_TEST_ALEMBIC:-}" ]; then PYTHON=$ALUDEL_TEST_ALEMBIC/bin/python; fi
PYTHON=${PYTHON:-python3}
export PYTHON
"$PYTHON" -c 'import sqlalchemy' 2>/dev/null || { echo "demo: no Python with SQLAlchemy here" >&2; exit 77; }

work=$(mktemp -d)
server=$(printf '%s' "${ALUDEL_TEST_POSTGRESQL:-}" | cut -d' ' -f1)
database=sqlalchemy_models_$$
cleanup() {
  rm -rf "$work"
  [ -z "$server" ] || psql -Xqd "$server" -c "DROP DATABASE IF EXISTS $database" >/dev/null 2>&1 || :
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$work/bin"
ln -s "$program" "$work/bin/aludel"
PATH=$work/bin:$PATH
unset ALUDEL_CONFIG ALEMBIC_CONFIG ALUDEL_ENV
export PYTHONDONTWRITEBYTECODE=1

# The README's blocks of sh, one after the other.
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$example/README.md" >"$work/commands"

play() {
  printf '\n== %s\n' "$1"
  export DATABASE_URL="$2"
  mkdir "$work/$1"
  cp "$example"/*.py "$example/aludel.toml" "$work/$1/"
  (cd "$work/$1" && sh -eux "$work/commands" && cat migrations/versions/*_notes.sql)
}

play sqlite "sqlite:///shop.db"
if [ -n "$server" ]; then
  psql -Xqd "$server" -c "CREATE DATABASE $database"
  play postgresql "$(printf '%s' "$server" | sed "s#/[^/?]*\(?\|\$\)#/$database\1#")"
fi
printf '\nthe demo is done\n'
