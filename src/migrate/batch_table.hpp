#pragma once

#include <string>
#include <vector>

#include "base/source.hpp"
#include "dialect/table_facts.hpp"
#include "revision/batch_directive.hpp"
#include "sql/token.hpp"

namespace aludel {

/// The key of a data migration in batches, as the catalog has it.
struct BatchKey {
  std::vector<std::string> types;
  bool not_null = true;  ///< all columns are declared so; else the rows must be looked at
  bool unique = false;   ///< an index says so
  bool operator==(const BatchKey&) const = default;
};

/// Looks whether a table can be gone through by the key that the directive names. Pure.
/// @throws Error(bad_directive) at the directive: no such table or column, or no index in whose
/// order the rows could be read
[[nodiscard]] BatchKey check_batch_table(const TableFacts& facts, const BatchDirective& batch,
                                         const SourceText& source, SqlDialect dialect);

/// @throws Error(bad_directive): rows without a key would be passed over
[[noreturn]] void refuse_null_keys(const BatchDirective& batch, const SourceText& source);

}  // namespace aludel
