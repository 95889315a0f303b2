#!/bin/sh
# run.sh DESKTOP_NOTES NOTES_MIGRATE: an old version's file with rows meets the new program; fails where anything is lost.
set -eu
notes=$(realpath "$1")
migrate=$(realpath "$2")
versions=$(cd "$(dirname "$0")" && pwd)/versions
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

NOTES_AT=001 "$notes" notes.db "buy milk" >old.out 2>old.err
grep -qx 'migrated: Notes and their tags' old.err
grep -qx '1  buy milk' old.out

"$notes" notes.db >new.out 2>new.err
[ "$(grep -c '^migrated: ' new.err)" = 2 ]
grep -qx '1  buy milk  3' new.out

"$notes" notes.db >again.out 2>again.err
cmp new.out again.out
[ ! -s again.err ]
[ "$(sqlite3 notes.db "SELECT tag FROM tags")" = new ]          # a child of the rebuilt table kept its row
[ "$(sqlite3 notes.db "SELECT count(*) FROM sqlite_schema WHERE name = 'tag_new_notes'")" = 1 ]
if sqlite3 notes.db "INSERT INTO notes (content, priority) VALUES ('x', 9)" 2>/dev/null; then
  echo "run: a constraint is not there" >&2
  exit 1
fi

# For whoever applies scripts by hand: the same, from the command line.
mkdir -p script/versions
cp "$versions"/*.cpp script/versions
cat >script/aludel.toml <<TOML
[aludel]
script_location = "."
[database]
url = "sqlite:///by_hand.db"
TOML
cd script
"$migrate" upgrade --sql >upgrade.sql 2>/dev/null
sqlite3 -bail by_hand.db <upgrade.sql >/dev/null
[ "$("$migrate" current)" = "003 (head)" ]
if sqlite3 by_hand.db "INSERT INTO notes (content, priority) VALUES ('x', 9)" 2>/dev/null; then
  echo "run: a constraint is not there" >&2
  exit 1
fi
cd ..
echo "an old file has the new columns and constraints, and all its rows"
