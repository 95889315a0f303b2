#include "aludel/model.hpp"

#include "base/text.hpp"
#include "catalog/naming.hpp"
#include "catalog/refusal.hpp"

namespace aludel {

std::string default_sql(const Cell& value) {
  switch (value.kind) {
    case Cell::Kind::null: return "NULL";
    case Cell::Kind::sql: return value.value;
    case Cell::Kind::text: break;
  }
  return "'" + replace_all(value.value, "'", "''") + "'";
}

ColumnModel::operator Column() const {
  if (!in_key_ && constraints_.empty() && keys_.empty() && indexes_.empty()) return column_;
  refuse("column " + column_.name +
             " has a key, constraint or index, which a column alone cannot have",
         "say it of the table: create_unique_constraint, create_foreign_key, create_index …");
}

void ColumnModel::add_to(Table& table) const {
  table.columns.push_back(column_);
  table.constraints.insert(table.constraints.end(), constraints_.begin(), constraints_.end());
  table.constraints.insert(table.constraints.end(), keys_.begin(), keys_.end());
  table.indexes.insert(table.indexes.end(), indexes_.begin(), indexes_.end());
  if (!in_key_) return;
  for (Constraint& constraint : table.constraints) {
    auto* key = std::get_if<PrimaryKey>(&constraint);
    if (key == nullptr) continue;
    key->columns.push_back(column_.name);
    return;
  }
  table.constraints.emplace_back(PrimaryKey{.columns = {column_.name}});
}

Catalog named(const NamingConvention& convention, Catalog catalog) {
  require_known_tokens(convention);
  for (Table& table : catalog.tables) table = named_by(convention, std::move(table));
  for (View& view : catalog.views) {
    for (Index& index : view.indexes) index = named_by(convention, view.name, std::move(index));
  }
  return sorted(std::move(catalog));
}

}  // namespace aludel
