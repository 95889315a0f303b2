#include "catalog/apply.hpp"

#include <algorithm>

#include "catalog/apply_parts.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"

namespace aludel {

void apply(Catalog& catalog, const Operation& operation, const Rules& rules) {
  std::visit([&](const auto& one) { apply_one(catalog, one, rules); }, operation);
}

void apply_one(Catalog& catalog, const BulkInsert& operation, const Rules& rules) {
  const Table& table = require_table(catalog, operation.table, rules);
  std::vector<const Column*> named;
  for (const std::string& column : operation.columns) {
    const Column* found = &require_column(catalog, table, column, rules);
    if (std::ranges::find(named, found) != named.end())
      refuse("column " + found->name + " of table " + table.name.text() + " is named twice",
             "each row has one value for it");
    named.push_back(found);
  }
}

void apply_one(Catalog& catalog, const Backfill& operation, const Rules& rules) {
  static_cast<void>(require_column(catalog, require_table(catalog, operation.table, rules),
                                   operation.key, rules));
}

}  // namespace aludel
