#include <algorithm>

#include "catalog/apply_parts.hpp"
#include "catalog/lookup.hpp"
#include "catalog/namespaces.hpp"
#include "catalog/order.hpp"
#include "catalog/refusal.hpp"
#include "catalog/settings.hpp"
#include "catalog/sql_words.hpp"
#include "catalog/table_change.hpp"

namespace aludel {

namespace {

/// The indexes of the table or materialized view.
std::vector<Index>& indexes_of(Catalog& catalog, const ObjectName& name, const Rules& rules) {
  View* view = find_view(catalog, name, rules);
  if (view != nullptr && view->materialized) return view->indexes;
  static_cast<void>(require_table(catalog, name, rules));
  return find_table(catalog, name, rules)->indexes;
}

/// The indexes that hold the one named: of the table named, else of another one of its schema.
std::vector<Index>* holder_of(Catalog& catalog, const ObjectName& table, std::string_view index,
                              const Rules& rules) {
  const auto holds = [&](const auto& one) {
    return same_name(one.name.schema, table.schema, rules) &&
           find_index(one.indexes, index, rules) != nullptr;
  };
  if (Table* named = find_table(catalog, table, rules); named != nullptr && holds(*named)) {
    return &named->indexes;
  }
  const auto in_table = std::ranges::find_if(catalog.tables, holds);
  if (in_table != catalog.tables.end()) return &in_table->indexes;
  const auto in_view = std::ranges::find_if(catalog.views, holds);
  return in_view == catalog.views.end() ? nullptr : &in_view->indexes;
}

[[noreturn]] void refuse_index(Catalog& catalog, const ObjectName& table, const std::string& name,
                               const Rules& rules) {
  std::vector<std::string> names;
  for (const Index& index : indexes_of(catalog, table, rules)) names.push_back(index.name);
  const Table* owner = find_table(catalog, table, rules);
  if (owner != nullptr && find_constraint(*owner, name, rules) != nullptr) {
    refuse("table " + table.text() + " has no index " + name + ": that is a constraint",
           "drop or rename it as a constraint");
  }
  refuse(table.text() + " has no index " + name, nearest_hint(name, names, "indexes"));
}

}  // namespace

void apply_one(Catalog& catalog, const CreateIndex& operation, const Rules& rules) {
  const Index& index = operation.index;
  std::vector<Index>& indexes = indexes_of(catalog, operation.table, rules);
  if (index.name.empty()) refuse("an index of " + operation.table.text() + " needs a name");
  if (operation.if_not_exists &&
      holder_of(catalog, operation.table, index.name, rules) != nullptr) {
    return;
  }
  if (const Table* table = find_table(catalog, operation.table, rules)) {
    require_valid(index, *table, catalog, rules);
  }
  require_free_relation(catalog, ObjectName(operation.table.schema, index.name), rules);
  insert_sorted(indexes, index);
}

void apply_one(Catalog& catalog, const DropIndex& operation, const Rules& rules) {
  std::vector<Index>* indexes = holder_of(catalog, operation.table, operation.name, rules);
  if (indexes == nullptr) {
    if (operation.if_exists) return;
    refuse_index(catalog, operation.table, operation.name, rules);
  }
  std::erase_if(*indexes,
                [&](const Index& index) { return same_name(index.name, operation.name, rules); });
  const ObjectName index(operation.table.schema, operation.name);
  std::erase_if(catalog.settings, [&](const ObjectSetting& one) {
    return one.object == index || index_of(one, rules) == index;
  });
}

void apply_one(Catalog& catalog, const RenameIndex& operation, const Rules& rules) {
  std::vector<Index>* indexes = holder_of(catalog, operation.table, operation.name, rules);
  if (indexes == nullptr) refuse_index(catalog, operation.table, operation.name, rules);
  if (!same_name(operation.name, operation.to, rules)) {
    require_free_relation(catalog, ObjectName(operation.table.schema, operation.to), rules);
  } else if (rules.dialect != "sqlite") {
    refuse("index " + operation.name + " is called " + operation.to + " already",
           "leave the rename out, or choose another name");
  }
  for (Index& index : *indexes) {
    if (same_name(index.name, operation.name, rules)) index.name = operation.to;
  }
  sort_objects(*indexes);
  const ObjectName from(operation.table.schema, operation.name);
  for (ObjectSetting& one : catalog.settings) {
    if (one.object == from && one.kind == index_statistics) one.object.name = operation.to;
    if (index_of(one, rules) != from) continue;
    const std::size_t name = one.value.rfind(written_name(operation.name, rules));
    one.value.replace(name, std::string::npos, written_name(operation.to, rules));
  }
}

}  // namespace aludel
