#pragma once

#include <expected>
#include <string>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// What takes `operation` back, in order: apply(apply(before, operation), inverse) = before. Or,
/// where it cannot be exact (rows are gone, SQL says nothing of itself), the reason as a clause:
/// "the rows of table prices are not kept". Never throws for an operation that `apply` accepts on
/// `before`.
///
/// Dropping a table, column or materialized view is reversible as far as the definition goes; the
/// rows are not, so it has no exact inverse and is answered with the reason, unless the drop came
/// from the inverse of its creation.
[[nodiscard]] std::expected<std::vector<Operation>, std::string> inverse(const Operation& operation,
                                                                         const Catalog& before,
                                                                         const Rules& rules);

}  // namespace aludel
