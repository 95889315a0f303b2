#pragma once

#include <expected>
#include <string>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// What takes `operation` back, in order: apply(apply(before, operation), inverse) = before. Or,
/// where it cannot be exact (rows are gone, SQL says nothing of itself), the reason as a clause:
/// "the rows of table prices are not kept".
///
/// @throws Error(bad_operation) as `apply`, where `operation` does not fit `before`
///
/// Dropping a table, column or materialized view is reversible as far as the definition goes; the
/// rows are not, so it has no exact inverse and is answered with the reason, unless the drop came
/// from the inverse of its creation.
[[nodiscard]] std::expected<std::vector<Operation>, std::string> inverse(const Operation& operation,
                                                                         const Catalog& before,
                                                                         const Rules& rules);
/// Whether nothing of it can change what a catalog holds, as far as `apply` knows: its inverse
/// needs no proof.
[[nodiscard]] bool is_of_rows_alone(const Operation& operation);
/// The same without a copy of `before`, for many operations on a large database.
/// @param scratch  equal to `before`, and again so where there is an inverse
[[nodiscard]] std::expected<std::vector<Operation>, std::string> inverse(const Operation& operation,
                                                                         const Catalog& before,
                                                                         const Rules& rules,
                                                                         Catalog& scratch);

}  // namespace aludel
