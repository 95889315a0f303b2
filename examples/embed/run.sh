#!/bin/sh
# run.sh NOTES: starts the program twice, once without a database and once with one; fails where it does not do
# what its README says.
set -eu
notes=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

"$notes" notes.db "buy milk" >first.out 2>first.err
grep -qx '1  buy milk' first.out
[ "$(grep -c '^migrated: ' first.err)" = 2 ]

"$notes" notes.db "call Ann" >second.out 2>second.err
[ "$(wc -l <second.out)" = 2 ]
[ ! -s second.err ] # nothing to be done the second time
echo "notes migrated its database at the first start and left it alone at the second"
