#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialect/bookkeeping.hpp"
#include "sql/token.hpp"

namespace aludel {

/// How a dialect writes the types of the bookkeeping tables.
struct BookkeepingTypes {
  std::string_view row_id;  ///< of the journal: grows with each row
  std::string_view number;
  std::string_view milliseconds;
  std::string_view time;
};

/// The statements that create what `bookkeeping` lacks. The columns are frozen: docs/formats.md,
/// "Tables".
[[nodiscard]] std::vector<std::string> bookkeeping_tables(const Bookkeeping& bookkeeping,
                                                          SqlDialect dialect,
                                                          const BookkeepingTypes& types);

}  // namespace aludel
