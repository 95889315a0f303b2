// The first byte picks the dialect, the rest is a script: what is said of its statements may be
// wrong for wrong SQL, but it is said, and a plan of it follows its objects.
#include <cstddef>
#include <cstdint>
#include <string>

#include "lint/facts.hpp"
#include "lint/object_tracker.hpp"
#include "sql/splitter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto dialect =
      data[0] % 2 == 0 ? aludel::SqlDialect::sqlite : aludel::SqlDialect::postgresql;
  const aludel::SourceText source("fuzz.sql", std::string(data + 1, data + size));
  aludel::SplitResult split;
  try {
    split = aludel::split_statements(source, {0, source.text().size()}, dialect);
  } catch (const aludel::Error&) {
    return 0;
  }
  aludel::Facts facts;
  facts.schema = "public";
  aludel::ObjectTracker known(dialect, &facts, data[0] % 3 == 0);
  aludel::ObjectTracker unknown(dialect, nullptr, false);
  for (const aludel::Statement& statement : split.statements) {
    aludel::StatementEffects effects = aludel::effects_of(
        source, statement, dialect,
        dialect == aludel::SqlDialect::sqlite ? 3040001 : 150000 + data[0] % 4 * 10000);
    aludel::StatementEffects again = effects;
    aludel::settle(effects, facts);
    known.follow(effects);
    unknown.follow(again);
  }
  return 0;
}
