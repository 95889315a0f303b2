// The first byte picks the dialect, the rest is the text. Only aludel::Error may come out, and the
// statements' `whole` spans must follow each other without gap.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "aludel/error.hpp"
#include "sql/splitter.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_directive(std::string_view comment) {
  return comment.starts_with("-- aludel:");
}

void check_pieces(const aludel::SourceText& source, const aludel::SplitResult& result) {
  std::size_t at = 0;
  for (const aludel::Statement& statement : result.statements) {
    require(statement.whole.begin == at && statement.whole.end > at);
    require(!statement.tokens.empty());
    require(statement.span.begin == statement.tokens.front().span.begin);
    require(statement.span.begin >= at && statement.span.end <= statement.whole.end);
    at = statement.span.begin;
    for (const aludel::Token& token : statement.tokens) {
      require(token.span.begin >= at && token.span.end > token.span.begin);
      at = token.span.end;
    }
    require(at <= statement.whole.end);
    at = statement.whole.end;
  }
  require(at <= result.end && result.end <= source.text().size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto dialect = static_cast<aludel::SqlDialect>(data[0] % 3);
  const aludel::SourceText source("fuzz.sql", std::string(data + 1, data + size));
  try {
    check_pieces(source, aludel::split_statements(source, {0, source.text().size()}, dialect,
                                                  data[0] % 2 == 0 ? is_directive : nullptr));
  } catch (const aludel::Error& error) {
    require(error.diagnostic().place.has_value());
  }
  return 0;
}
