#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/source.hpp"
#include "revision/directives.hpp"

namespace aludel {

/// What a line `-- aludel:batch …` says: docs/formats.md, "Batches".
struct BatchDirective {
  Span span;  ///< of the directive
  // Names as written, quotes included, ready for SQL.
  std::string table;             ///< `prices`, `app."Prices"`
  std::vector<std::string> key;  ///< its columns, in order
  long long size = 1000;         ///< rows of the first batch
  std::chrono::milliseconds pause{0};
  std::chrono::milliseconds target{50};  ///< what nearly every batch stays below
  bool target_is_said = false;           ///< then also while nobody else writes
  std::string where;                     ///< a condition on the table's rows; empty: all of them
  Span table_span;
  Span key_span;
  Span where_span;

  bool operator==(const BatchDirective&) const = default;
};

/// Reads the arguments of a `batch` directive: `table=… key=…[,…] [size=…] [pause=…] [target=…]
/// [where="…"]`, separated by blanks; names are SQL's, a quoted one may hold blanks.
/// @throws Error(bad_directive) at the argument that is wrong
[[nodiscard]] BatchDirective read_batch(const SourceText& source, const Directive& directive);

}  // namespace aludel
