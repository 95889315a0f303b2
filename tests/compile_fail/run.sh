#!/bin/sh
# run.sh COMPILER SOURCE: what must not compile does not, and the compiler says what is missing; the same without the
# gap compiles, so that it fails for this reason and no other.
set -eu
compiler=$1
source=$2

# compile FILE DEFINE
compile() { "$compiler" -std=c++23 -fsyntax-only -I"$source/src" -I"$source/include" "$source/tests/compile_fail/$1" "-D$2" 2>&1; }

# refuse FILE WORDS: WORDS are in what the compiler says.
refuse() {
  compile "$1" COMPLETE || { echo "compile_fail: $1 does not compile where it is complete" >&2; exit 1; }
  if found=$(compile "$1" MISSING_CASE); then
    echo "compile_fail: $1 compiles with what it must not have" >&2
    exit 1
  fi
  echo "$found" | grep -q "$2" || { echo "compile_fail: the message of $1 does not name what is missing: $found" >&2; exit 1; }
}

refuse visitor.cpp SetWithoutRowid  # an operation that a visitor forgets
refuse member.cpp 'give it, as in column<'  # a member whose type no column is known for
