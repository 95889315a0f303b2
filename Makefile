# Two commands to begin with: `make` builds the program, `make test` is everything that a change must pass.
# Each target is a preset of CMakePresets.json or a script, to be had without make as well.

.PHONY: all setup test demo asan tsan clang bench corpus proof format check-format package install clean
.NOTPARALLEL:

prefix ?= /usr/local

export CMAKE_GENERATOR ?= $(if $(shell ninja --version 2>/dev/null),Ninja,Unix Makefiles)
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(shell nproc)
export CTEST_PARALLEL_LEVEL ?= $(shell nproc)
# A second checkout finds what the first one compiled.
export CCACHE_BASEDIR ?= $(CURDIR)
export CCACHE_NOHASHDIR ?= 1

build = cmake --preset $(1) && cmake --build --preset $(1)

# The suites of faults say how much they have tried; that is shown at the end.
figures = $(CURDIR)/build/figures
tests_with_figures = rm -f $(figures) && ALUDEL_FIGURES=$(figures) scripts/test-servers run $(1) && cat $(figures)

# Suites that depend on the server's version, on one that `make test` leaves out.
object_suites = GoldenOperations|InspectPostgresql|Postgresql.*|Code.*|ChangedCode.*|UpAndDown
server_suites = $(object_suites)|Effects|.*Evidence|Concurrently|.*Progress|.*Losses|LossesOfServer.*|Rebuilds|OfflineLeaves|StartUp
on_postgresql = scripts/test-servers --postgresql $(1) run \
	ctest --preset dev -L db -R '^db\.On/($(2))\..*/postgresql' -E postgresql_newer

all: setup-build
	$(call build,release)

setup: setup-test

# Apart from what follows it, so that Ninja is seen when it was installed just now.
setup-%:
	scripts/setup $*

test: setup-test
	$(call build,dev)
	$(call tests_with_figures,ctest --preset dev)

demo: all
	examples/price-tracker/demo.sh build/release/aludel

asan: setup-test
	$(call build,asan)
	scripts/test-servers run ctest --preset asan

tsan: setup-test
	$(call build,tsan)
	scripts/test-servers run ctest --preset tsan

clang: setup-clang
	$(call build,clang)
	scripts/test-servers run ctest --preset clang

bench: setup-bench
	$(call build,bench)
	ALUDEL_MAX_LOCKS=256 scripts/test-servers --durable run bench/run build/bench
	ALUDEL_MAX_LOCKS=256 scripts/test-servers run bench/models build/bench/aludel

# The pass rate of pairs of schemas: of those here, or of CORPUS=DIR (on SQLite with ON=sqlite).
corpus: setup-test
	cmake --preset dev && cmake --build --preset dev --target corpus_check
	$(if $(CORPUS),,build/dev/tests/corpus_check sqlite tests/corpus/sqlite --strict)
	scripts/test-servers run sh -c 'build/dev/tests/corpus_check "$(or $(ON),$${ALUDEL_TEST_POSTGRESQL%% *})" "$(or $(CORPUS),tests/corpus/postgresql)" $(if $(CORPUS),,--strict)'

# Everything that `make test` takes samples of: docs/proof.md.
proof: asan setup-fuzz
	$(call build,dev)
	$(call tests_with_figures,env ALUDEL_PROOF=1 ctest --preset dev -L fault)
	$(MAKE) corpus
	$(call on_postgresql,13,$(object_suites))
	$(call on_postgresql,14,$(server_suites))
	$(call on_postgresql,16,$(server_suites))
	$(call on_postgresql,17,$(server_suites))
	$(call build,fuzz)
	scripts/fuzz build/fuzz

format:
	scripts/format

check-format:
	scripts/format --check

# aludel and libaludel-dev for Debian, in build/packages.
package: all
	cpack --config build/release/CPackConfig.cmake -B build/packages

install: all
	cmake --install build/release --prefix $(prefix)

clean:
	rm -rf build
