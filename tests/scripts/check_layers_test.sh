#!/bin/sh
# check-layers: what the table allows passes, what it forbids is named by file and line.
set -eu
check=$(dirname "$0")/../../scripts/check-layers
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
table="base: sql:base db:base revision:sql"
mkdir -p "$tree/src/base" "$tree/src/sql/deep" "$tree/src/db" "$tree/src/revision" "$tree/include/aludel"

put() { printf '%s\n' "$2" >"$tree/$1"; }
check() { "$check" "$tree" "$table" 2>&1; }
refuses() {  # refuses FILE LINE-OF-CODE EXPECTED: FILE gets the code as its second line
  put "$1" "$(printf '#pragma once\n%s' "$2")"
  if out=$(check); then echo "accepted in $1: $2"; exit 1; fi
  [ "$out" = "$1:2: $3" ] || { printf 'expected: %s\ngot:      %s\n' "$1:2: $3" "$out"; exit 1; }
  rm "$tree/$1"
}

put include/aludel/error.hpp '#include <string>'
put src/base/text.hpp '#include "aludel/error.hpp"'
put src/sql/deep/token.hpp '#include "base/text.hpp"'
put src/revision/revision.hpp '#include "sql/deep/token.hpp"
#include "base/text.hpp"
#include "revision/graph.hpp"
#include <sys/stat.h>
// #include "db/url.hpp"'
check || { echo "refused what the table allows"; exit 1; }

refuses src/base/up.hpp '#include "sql/token.hpp"' 'layer base may not include "sql/token.hpp"'
refuses src/sql/deep/up.cpp '  #  include "revision/revision.hpp"' 'layer sql may not include "revision/revision.hpp"'
refuses src/revision/side.hpp '#include "db/url.hpp"' 'layer revision may not include "db/url.hpp"'
refuses src/revision/angle.hpp '#include <db/url.hpp>' 'layer revision may not include "db/url.hpp"'
refuses src/db/dots.hpp '#include "../sql/token.hpp"' 'layer db may not include "../sql/token.hpp"'
refuses src/db/near.hpp '#include "url.hpp"' '"url.hpp" is written from src/: "db/url.hpp"'
refuses include/aludel/inside.hpp '#include "base/text.hpp"' 'layer aludel may not include "base/text.hpp"'

mkdir "$tree/src/new"
put src/new/file.cpp ''
if out=$(check); then echo "accepted a folder that is no layer"; exit 1; fi
case $out in "src/new/file.cpp:1: src/new is no layer"*) ;; *) printf 'got: %s\n' "$out"; exit 1 ;; esac
