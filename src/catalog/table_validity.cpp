#include <algorithm>

#include "base/text.hpp"
#include "catalog/column_users.hpp"
#include "catalog/default_fits.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "catalog/table_change.hpp"

namespace aludel {

namespace {

/// What a foreign key of `table` refers to: the table itself is not yet in the catalog as it is
/// now.
const Table* referred_table(const ForeignKey& key, const Table& table, const Catalog& catalog,
                            const Rules& rules) {
  return same_name(key.table, table.name, rules) ? &table : find_table(catalog, key.table, rules);
}

/// Whether no two rows can have the same values there. What a table has from its parents is not
/// known of itself.
bool is_key(const Table& table, const ForeignKey& foreign, const Rules& rules) {
  if (table.partition_of || !table.inherits.empty()) return true;
  const bool by_constraint =
      std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
        const bool is_unique = std::holds_alternative<PrimaryKey>(constraint) ||
                               std::holds_alternative<Unique>(constraint);
        return is_unique && refers_to(foreign, table, columns_of(constraint), rules);
      });
  return by_constraint || std::ranges::any_of(table.indexes, [&](const Index& index) {
           if (!index.unique || !index.where.empty()) return false;
           std::vector<std::string> columns;
           for (const IndexPart& part : index.parts) columns.push_back(part.column);
           return refers_to(foreign, table, columns, rules);
         });
}

struct ValidConstraint {
  const Constraint& constraint;
  const Table& table;
  const Catalog& catalog;
  const Rules& rules;

  void operator()(const PrimaryKey& key) const {
    require_columns(key.columns);
    for (const std::string& column : key.include) require(column);
    if (primary_key(table) != nullptr) {
      refuse("table " + table.name.text() + " has a primary key already",
             "drop it first; a second key is a unique constraint");
    }
  }
  void operator()(const Unique& unique) const {
    require_columns(unique.columns);
    for (const std::string& column : unique.include) require(column);
  }
  void operator()(const ForeignKey& key) const {
    require_columns(key.columns);
    const Table* referred = referred_table(key, table, catalog, rules);
    if (referred == nullptr) {
      if (rules.foreign_keys_may_dangle) return;
      referred = &require_table(catalog, key.table, rules);
    }
    for (const std::string& column : key.referred) {
      static_cast<void>(require_column(catalog, *referred, column, rules));
    }
    require_same_length(key, *referred);
    if (is_key(*referred, key, rules)) return;
    refuse(subject() + " refers to " + columns_of_table(key.referred, *referred) +
               ", which is not unique",
           "give " + referred->name.text() + " a primary key or a unique constraint on (" +
               join(key.referred, ", ") + ") first");
  }
  void operator()(const Check& check) const {
    if (trim(check.expression).empty()) refuse(subject() + " has no expression");
  }
  void operator()(const Exclusion& exclusion) const {
    if (exclusion.elements.empty()) refuse(subject() + " has no elements");
  }

  [[nodiscard]] std::string subject() const {
    return "the " + describe(constraint) + " of table " + table.name.text();
  }
  static std::string columns_of_table(const std::vector<std::string>& columns, const Table& of) {
    return of.name.text() + "(" + join(columns, ", ") + ")";
  }
  void require(std::string_view column) const {
    static_cast<void>(require_column(catalog, table, column, rules));
  }
  void require_columns(const std::vector<std::string>& columns) const {
    if (columns.empty()) refuse(subject() + " has no columns");
    for (const std::string& column : columns) {
      require(column);
      const auto same = [&](const std::string& other) { return same_name(column, other, rules); };
      if (std::ranges::count_if(columns, same) > 1) {
        refuse(subject() + " names column " + column + " twice");
      }
    }
  }
  void require_same_length(const ForeignKey& key, const Table& referred) const {
    std::size_t count = key.referred.size();
    if (key.referred.empty()) {
      const PrimaryKey* primary = primary_key(referred);
      if (primary == nullptr) {
        if (is_key(referred, key, rules)) return;
        refuse(subject() + " refers to the primary key of table " + referred.name.text() +
                   ", which has none",
               "name the columns that it refers to");
      }
      count = primary->columns.size();
    }
    if (count == key.columns.size()) return;
    refuse(subject() + " has " + counted(static_cast<long long>(key.columns.size()), "column") +
           " and refers to " + std::to_string(count));
  }
};

}  // namespace

void require_valid(const Constraint& constraint, const Table& table, const Catalog& catalog,
                   const Rules& rules) {
  std::visit(ValidConstraint{constraint, table, catalog, rules}, constraint);
  if (find_constraint(table, name_of(constraint), rules) == nullptr) return;
  refuse("table " + table.name.text() + " has a constraint " + name_of(constraint) + " already",
         "choose another name, or drop that one first");
}

void require_valid(const Index& index, const Table& table, const Catalog& catalog,
                   const Rules& rules) {
  if (index.parts.empty()) refuse("index " + index.name + " has no columns");
  for (const IndexPart& part : index.parts) {
    if (!part.column.empty()) {
      static_cast<void>(require_column(catalog, table, part.column, rules));
    }
  }
  for (const std::string& column : index.include) {
    static_cast<void>(require_column(catalog, table, column, rules));
  }
}

void require_valid(const Column& column, const Table& table, const Catalog& catalog,
                   const Rules& rules) {
  const std::string subject = "column " + column.name + " of table " + table.name.text();
  if (column.name.empty()) refuse("a column of table " + table.name.text() + " has no name");
  if (column.type.kind == Type::Kind::named && column.type.name.empty() &&
      rules.dialect != "sqlite") {
    refuse(subject + " has no type");
  }
  if (column.default_sql && column.identity) {
    refuse(subject + " has a default and is an identity column",
           "an identity column gets its numbers from the database: drop the default");
  }
  if (column.generated && (column.default_sql || column.identity)) {
    refuse(subject + " is generated and has a default of another kind",
           "drop the default, or the expression");
  }
  require_fitting_default(column, table.name, catalog, rules);
}

}  // namespace aludel
