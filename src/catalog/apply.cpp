#include "catalog/apply.hpp"

#include "catalog/apply_parts.hpp"
#include "catalog/lookup.hpp"

namespace aludel {

void apply(Catalog& catalog, const Operation& operation, const Rules& rules) {
  std::visit([&](const auto& one) { apply_one(catalog, one, rules); }, operation);
}

void apply_one(Catalog& catalog, const BulkInsert& operation, const Rules& rules) {
  const Table& table = require_table(catalog, operation.table, rules);
  for (const std::string& column : operation.columns) {
    static_cast<void>(require_column(catalog, table, column, rules));
  }
}

void apply_one(Catalog& catalog, const Backfill& operation, const Rules& rules) {
  static_cast<void>(require_column(catalog, require_table(catalog, operation.table, rules),
                                   operation.key, rules));
}

}  // namespace aludel
