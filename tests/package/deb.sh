#!/bin/sh
# deb.sh BUILD VERSION: makes the Debian packages of the build, unpacks them, and uses what is in them.
# Exit 77 (ctest: skipped) where there is no Debian around.
set -eu
build=$1
version=$2
command -v dpkg-deb >/dev/null && command -v cpack >/dev/null || exit 77

work=$build/tests/deb
rm -rf "$work"
cpack --config "$build/CPackConfig.cmake" -B "$work" >"$build/tests/deb.log" 2>&1 || { cat "$build/tests/deb.log"; exit 1; }
fail() { echo "deb: $1" >&2; exit 1; }

program=$(echo "$work"/aludel_*.deb)
library=$(echo "$work"/libaludel-dev_*.deb)
root=$work/root
dpkg-deb -x "$program" "$root"
dpkg-deb -x "$library" "$work/development"

[ "$(dpkg-deb -f "$program" Package Version | tr '\n' ' ')" = "Package: aludel Version: $version " ] || fail "another name or version"
dpkg-deb -f "$program" Depends | grep -q 'libsqlite3-0' || fail "the program's libraries are not named"
dpkg-deb -f "$program" Recommends | grep -q 'libpq5' || fail "libpq is not recommended"
for file in usr/share/doc/aludel/copyright usr/share/doc/aludel/changelog.gz usr/share/man/man1/aludel.1; do
  [ -s "$root/$file" ] || fail "there is no $file"
done
[ -s "$work/development/usr/include/aludel/migrate.hpp" ] || fail "there are no headers"
[ ! -e "$work/development/usr/bin" ] && [ ! -e "$root/usr/include" ] || fail "a file is in the wrong package"

PATH=$root/usr/bin:$PATH
export PATH
[ "$(aludel --version)" = "aludel $version" ] || fail "the program says \"$(aludel --version)\""
completed=$(bash -c '. "$0/usr/share/bash-completion/completions/aludel"
  COMP_WORDS=(aludel upg); COMP_CWORD=1; _aludel; echo "${COMPREPLY[@]}"' "$root")
[ "$completed" = upgrade ] || fail "bash completes \"upg\" by \"$completed\""
if command -v fish >/dev/null; then
  completed=$(fish -N -c "source $root/usr/share/fish/vendor_completions.d/aludel.fish; complete -C 'aludel upg'")
  [ "$completed" = upgrade ] || fail "fish completes \"upg\" by \"$completed\""
fi
if command -v zsh >/dev/null; then
  # In a terminal of zsh's own, as nothing else may ask for completions there.
  completed=$(cd "$work" && timeout 20 zsh -fc 'zmodload zsh/zpty
    zpty shell zsh -f
    zpty -w shell "fpath=($1/usr/share/zsh/vendor-completions \$fpath); autoload -Uz compinit; compinit -u -D; PS1="
    zpty -w shell "echo rea""dy"; zpty -r shell line "*ready*ready*"
    zpty -w -n shell "aludel upg"$'"'\\t'"'; sleep 1; zpty -r -t shell line "*upgrade*" && echo upgrade
    zpty -d shell' zsh "$root") || :
  [ "$completed" = upgrade ] || fail "zsh completes \"upg\" by \"$completed\""
fi
