#pragma once

#include <expected>
#include <string>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

using Inverse = std::expected<std::vector<Operation>, std::string>;
using ChangesBack = std::expected<std::vector<TableChange>, std::string>;

/// What takes one change of `table` back, in order; `table` is as it was before.
[[nodiscard]] ChangesBack inverse_of_change(const TableChange& change, const Table& table,
                                            const Rules& rules);

/// DELETE of the rows by their primary key.
[[nodiscard]] Inverse inverse_of_rows(const BulkInsert& rows, const Table& table,
                                      const Rules& rules);

/// The grants on an object, which go with it.
[[nodiscard]] std::vector<Operation> grants_again(const Catalog& catalog, ObjectKind kind,
                                                  const ObjectName& object,
                                                  const std::string& signature, const Rules& rules);

}  // namespace aludel
