#!/bin/sh
# run.sh COMPILER SOURCE: an operation that a visitor forgets is found by the compiler; the same visitor without the gap
# compiles, so that it fails for this reason and no other.
set -eu
compile() { "$1" -std=c++23 -fsyntax-only -I"$2/src" -I"$2/include" "$2/tests/compile_fail/visitor.cpp" "$3" 2>&1; }
compile "$1" "$2" -DCOMPLETE || { echo "compile_fail: the complete visitor does not compile" >&2; exit 1; }
if found=$(compile "$1" "$2" -DMISSING_CASE); then
  echo "compile_fail: a visitor that forgets an operation compiles" >&2
  exit 1
fi
echo "$found" | grep -q SetWithoutRowid || { echo "compile_fail: the message does not name what is missing: $found" >&2; exit 1; }
