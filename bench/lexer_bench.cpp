// How fast a revision's text is cut into statements, in bytes a second.
#include <string>

#include <benchmark/benchmark.h>

#include "sql/splitter.hpp"

namespace aludel {
namespace {

/// A dump of about `bytes` bytes: tables, rows with quotes, functions with dollar quotes, comments.
std::string dump_of(std::size_t bytes) {
  std::string text;
  for (int n = 0; text.size() < bytes; ++n) {
    const std::string id = std::to_string(n);
    text += "-- table " + id + "\nCREATE TABLE t" + id +
            " (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'it''s', price numeric(12, 2));\n";
    text += "INSERT INTO t" + id +
            " (id, name, price) VALUES (1, 'semi;colon', 3.50), (2, 'O''Neill', 1e3) /* two; rows "
            "*/;\n";
    text += "CREATE INDEX ix_t" + id + " ON t" + id +
            " USING btree (lower(name) DESC, price) WHERE price > 0;\n";
  }
  return text;
}

void split(benchmark::State& state, SqlDialect dialect) {
  const SourceText source("dump.sql", dump_of(static_cast<std::size_t>(state.range(0))));
  const Span all{0, source.text().size()};
  for (auto _ : state) benchmark::DoNotOptimize(split_statements(source, all, dialect));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(all.end));
}

BENCHMARK_CAPTURE(split, sqlite, SqlDialect::sqlite)
    ->Arg(1 << 10)
    ->Arg(1 << 20)
    ->Arg(10 << 20)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(split, postgresql, SqlDialect::postgresql)
    ->Arg(1 << 10)
    ->Arg(1 << 20)
    ->Arg(10 << 20)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(split, mariadb, SqlDialect::mariadb)
    ->Arg(1 << 10)
    ->Arg(1 << 20)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace aludel
