#pragma once

#include <string>
#include <vector>

#include "dialect/bookkeeping.hpp"
#include "migrate/journal.hpp"

namespace aludel {

/// What a step changes in the version table.
struct RowEdit {
  std::vector<std::string> removed;
  std::vector<std::string> added;

  [[nodiscard]] bool empty() const { return removed.empty() && added.empty(); }
  bool operator==(const RowEdit&) const = default;
};

/// From the rows that the table holds to those that it should hold; both sorted.
[[nodiscard]] RowEdit row_edit(const std::vector<std::string>& actual,
                               const std::vector<std::string>& wanted);

/// A statement of a row edit, and how many rows it must touch: another number means that somebody
/// else was there.
struct RowStatement {
  OwnedRequest request;
  long long rows = 0;
};
[[nodiscard]] std::vector<RowStatement> row_statements(const Bookkeeping& bookkeeping,
                                                       const RowEdit& edit);

}  // namespace aludel
