#!/bin/sh
# run.sh DESKTOP_NOTES: an old version's file with rows meets the new program; fails where anything is lost.
set -eu
notes=$1
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
! sqlite3 notes.db "INSERT INTO notes (content, priority) VALUES ('x', 9)" 2>/dev/null
echo "an old file has the new columns and constraints, and all its rows"
