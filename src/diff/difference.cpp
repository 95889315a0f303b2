#include "diff/difference.hpp"

#include "catalog/describe.hpp"
#include "diff/comparison.hpp"
#include "diff/sure_renames.hpp"

namespace aludel {

namespace {

/// Changes of one table that follow each other become one operation: a dialect sees all of them.
void append(std::vector<Operation>& operations, Operation operation) {
  auto* next = std::get_if<AlterTable>(&operation);
  auto* last = operations.empty() ? nullptr : std::get_if<AlterTable>(&operations.back());
  if (next == nullptr || last == nullptr || last->name != next->name) {
    operations.push_back(std::move(operation));
    return;
  }
  std::ranges::move(next->changes, std::back_inserter(last->changes));
}

}  // namespace

Difference difference(const Catalog& from, const Catalog& to, const Rules& rules,
                      Conversion conversion) {
  if (from == to) return {};
  Catalog renamed = from;
  Difference result{.operations = take_sure_renames(renamed, to, rules), .refusals = {}};
  Comparison all(renamed, to, rules, conversion);
  find_replaced(all);
  compare_schemas(all);
  compare_types(all);
  compare_sequences(all);
  compare_routines(all);
  compare_tables(all);
  compare_views(all);
  compare_triggers(all);
  compare_policies(all);
  compare_composites(all);
  compare_others(all);
  compare_settings(all);
  compare_grants(all);
  result.refusals = std::move(all.refusals);
  const Ordered ordered = in_order(all.alterations);
  for (const std::size_t one : ordered.order)
    append(result.operations, std::move(all.alterations[one].operation));
  for (const std::size_t one : ordered.in_a_circle) {
    result.refusals.push_back(
        {describe(all.alterations[one].operation), "it and others need each other to be first"});
  }
  return result;
}

}  // namespace aludel
