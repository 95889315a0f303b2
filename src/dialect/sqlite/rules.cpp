#include "dialect/sqlite/rules.hpp"

#include <set>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "dialect/sqlite/type_names.hpp"

namespace aludel::sqlite {

const Column* rowid_alias(const Table& table) {
  const PrimaryKey* key = primary_key(table);
  if (key == nullptr || key->columns.size() != 1 || table.without_rowid) return nullptr;
  const Column* column = find_column(table, key->columns.front(), rules);
  const bool is_alias = column != nullptr && !column->generated &&
                        equal_ignoring_case(declared_type(column->type, table.strict), "INTEGER");
  return is_alias ? column : nullptr;
}

std::string free_name(const Catalog& catalog, const std::string& wish) {
  std::set<std::string> taken;
  for (const Table& table : catalog.tables) {
    taken.insert(lower(table.name.name));
    for (const Index& index : table.indexes) taken.insert(lower(index.name));
  }
  for (const View& view : catalog.views) taken.insert(lower(view.name.name));
  std::string name = wish;
  for (int number = 2; taken.contains(lower(name)); ++number)
    name = wish + "_" + std::to_string(number);
  return name;
}

}  // namespace aludel::sqlite
