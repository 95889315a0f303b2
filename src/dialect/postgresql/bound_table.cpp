#include <algorithm>
#include <set>

#include "dialect/postgresql/bound.hpp"
#include "dialect/postgresql/implied_names.hpp"
#include "dialect/postgresql/sequence_options.hpp"
#include "dialect/postgresql/sql_text.hpp"
#include "dialect/postgresql/types.hpp"

namespace aludel::postgresql {

namespace {

struct ConstraintBinder {
  const Catalog& before;
  const Table* own;  ///< the table that it is of, as it will be

  void operator()(PrimaryKey&) const {}
  void operator()(Unique&) const {}
  void operator()(ForeignKey& key) const {
    key.table = bound_name(std::move(key.table));
    if (!key.referred.empty()) return;
    const auto take_key = [&](const Table& table) {
      for (const Constraint& constraint : table.constraints) {
        if (const auto* primary = std::get_if<PrimaryKey>(&constraint))
          key.referred = primary->columns;
      }
    };
    if (own != nullptr && own->name == key.table) take_key(*own);
    for (const Table& table : before.tables) {
      if (key.referred.empty() && table.name == key.table) take_key(table);
    }
  }
  void operator()(Check& check) const { check.expression = without_parentheses(check.expression); }
  void operator()(Exclusion& exclusion) const {
    exclusion.where = without_parentheses(exclusion.where);
  }
};

void require_keys(Table& table) {
  for (const Constraint& constraint : table.constraints) {
    const auto* key = std::get_if<PrimaryKey>(&constraint);
    if (key == nullptr) continue;
    for (Column& column : table.columns) {
      if (std::ranges::find(key->columns, column.name) != key->columns.end())
        column.nullable = false;
    }
  }
}

}  // namespace

ObjectName bound_name(ObjectName name) {
  if (name.schema == "public") name.schema.clear();
  return name;
}

Column bound_column(Column column, const Catalog& before) {
  column.type = bound_type(column.type);
  if (column.default_sql)
    column.default_sql = bound_default(*column.default_sql, column.type, before);
  if (column.identity) {
    column.nullable = false;
    column.identity->options = without_defaults(column.identity->options, column.type);
  }
  if (column.generated)
    column.generated->expression = without_parentheses(column.generated->expression);
  if (column.collation == "default") column.collation.clear();
  return column;
}

Constraint bound_constraint(Constraint constraint, const Catalog& before, const Table* own) {
  std::visit(ConstraintBinder{before, own}, constraint);
  return constraint;
}

Index bound_index(Index index) {
  if (index.method == "btree") index.method.clear();
  index.where = without_parentheses(index.where);
  for (IndexPart& part : index.parts) {
    part.expression = without_parentheses(part.expression);
    if (part.nulls_first == part.descending) part.nulls_first.reset();
  }
  return index;
}

Table bound_table(Table table, const Catalog& before) {
  table.name = bound_name(std::move(table.name));
  table.strict = false;
  table.without_rowid = false;
  for (Column& column : table.columns) column = bound_column(std::move(column), before);
  if (table.partition_of) table.partition_of->parent = bound_name(table.partition_of->parent);
  for (ObjectName& parent : table.inherits) parent = bound_name(std::move(parent));
  require_keys(table);
  for (Constraint& constraint : table.constraints)
    constraint = bound_constraint(std::move(constraint), before, &table);
  for (Index& index : table.indexes) index = bound_index(std::move(index));
  return sorted(with_names(std::move(table), before));
}

}  // namespace aludel::postgresql
