#include "catalog/table_change.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/column_users.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/partitions.hpp"
#include "catalog/refusal.hpp"
#include "catalog/rename_in_bodies.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

/// One change of one table; each call operator leaves it changed or throws.
struct Change {
  Table& table;
  const Catalog& catalog;
  const Rules& rules;

  void operator()(const AddColumn& change) const {
    if (find_column(catalog, table, change.column.name, rules) != nullptr) {
      if (change.if_not_exists) return;
      refuse("table " + name() + " has a column " + change.column.name + " already",
             "choose another name, or alter that column");
    }
    require_valid(change.column, table, catalog, rules);
    table.columns.push_back(change.column);
  }

  void operator()(const DropColumn& change) const {
    if (change.if_exists && find_column(table, change.name, rules) == nullptr) return;
    const std::string column = own_column(change.name).name;
    refuse_where_generated_columns_use(column);
    if (!table.partition_by.empty() &&
        names_column(partition_columns(), column, table.name, rules)) {
      refuse("column " + column + " decides about the partitions of table " + name());
    }
    if (rules.column_takes_its_users) {
      std::erase_if(table.constraints, [&](const Constraint& one) {
        return uses_column(one, column, table.name, rules);
      });
      std::erase_if(table.indexes,
                    [&](const Index& one) { return uses_column(one, column, table.name, rules); });
    } else {
      refuse_where_members_use(column);
    }
    if (table.columns.size() == 1 && rules.dialect == "sqlite") {
      refuse("column " + column + " is the last one of table " + name(), "drop the table instead");
    }
    std::erase_if(table.columns, [&](const Column& one) { return one.name == column; });
  }

  void operator()(const AlterColumn& change) const {
    Column& column = column_for(change);
    if (change.type) column.type = *change.type;
    if (change.nullable) column.nullable = *change.nullable;
    if (change.default_sql) column.default_sql = *change.default_sql;
    if (change.identity) column.identity = *change.identity;
    if (change.generated) column.generated = *change.generated;
    if (change.collation) column.collation = *change.collation;
    if (change.comment) column.comment = *change.comment;
    require_valid(column, table, catalog, rules);
    if (is_told_by_parents(column, table, catalog, rules)) {
      table.columns.erase(table.columns.begin() + (&column - table.columns.data()));
      return;
    }
    const PrimaryKey* key = primary_key(table);
    const bool in_key = key != nullptr && contains_name(key->columns, column.name, rules);
    if (change.nullable.value_or(false) && in_key && rules.dialect != "sqlite") {
      refuse("column " + column.name + " of table " + name() +
                 " is part of the primary key and cannot be null",
             "drop the primary key first");
    }
  }

  void operator()(const RenameColumn& change) const {
    Column& column = own_column(change.name);
    refuse_own_name("column " + column.name, column.name, change.to);
    const Column* other = find_column(catalog, table, change.to, rules);
    if (other != nullptr && other != &column) {
      refuse("table " + name() + " has a column " + change.to + " already",
             "choose another name, or rename that column first");
    }
    const std::string from = column.name;
    column.name = change.to;
    rename_column_in(table, from, change.to, rules);
  }

  void operator()(const AddConstraint& change) const {
    require_valid(change.constraint, table, catalog, rules);
    table.constraints.push_back(change.constraint);
    const auto* key = std::get_if<PrimaryKey>(&change.constraint);
    if (key == nullptr || rules.dialect == "sqlite") return;  // there a key may hold NULL
    for (Column& column : table.columns) {
      if (contains_name(key->columns, column.name, rules)) column.nullable = false;
    }
  }

  void operator()(const DropConstraint& change) const {
    const std::size_t at = meant_constraint(table, change, rules);
    if (at == table.constraints.size()) return;
    table.constraints.erase(table.constraints.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void operator()(const RenameConstraint& change) const {
    Constraint& constraint = named_constraint(change.name);
    refuse_own_name("constraint " + name_of(constraint), name_of(constraint), change.to);
    const Constraint* other = find_constraint(table, change.to, rules);
    if (other != nullptr && other != &constraint) {
      refuse("table " + name() + " has a constraint " + change.to + " already",
             "choose another name, or rename that constraint first");
    }
    name_of(constraint) = change.to;
  }

  void operator()(const ValidateConstraint& change) const {
    Constraint& constraint = named_constraint(change.name);
    if (auto* key = std::get_if<ForeignKey>(&constraint)) {
      key->not_valid = false;
    } else if (auto* check = std::get_if<Check>(&constraint)) {
      check->not_valid = false;
    } else {
      refuse(describe(constraint) + " of table " + name() + " is always valid",
             "only foreign keys and checks can be NOT VALID");
    }
  }

  void operator()(const SetTableComment& change) const { table.comment = change.comment; }

  void operator()(const SetRowSecurity& change) const {
    if (change.enabled) table.row_security = *change.enabled;
    if (change.forced) table.force_row_security = *change.forced;
  }

  void operator()(const SetTableOption& change) const {
    std::erase_if(table.options, [&](const auto& option) { return option.first == change.name; });
    if (change.value) table.options.emplace_back(change.name, *change.value);
  }

  void operator()(const SetLogged& change) const { table.unlogged = !change.logged; }
  void operator()(const SetStrict& change) const { table.strict = change.strict; }

  void operator()(const SetWithoutRowid& change) const {
    if (change.without_rowid && primary_key(table) == nullptr) {
      refuse("table " + name() + " has no primary key, which WITHOUT ROWID needs",
             "create the primary key first");
    }
    table.without_rowid = change.without_rowid;
  }

  void operator()(const SetParents& change) const {
    for (const ObjectName& parent : change.parents)
      static_cast<void>(require_table(catalog, parent, rules));
    table = with_parents(std::move(table), change.parents, catalog, rules);
  }

  [[nodiscard]] std::string name() const { return table.name.text(); }

  /// One that the table has itself: what it has from a parent is changed there.
  [[nodiscard]] Column& own_column(std::string_view column) const {
    static_cast<void>(require_column(catalog, table, column, rules));
    if (Column* own = find_column(table, column, rules); own != nullptr) return *own;
    refuse("column " + std::string(column) + " of table " + name() + " belongs to its parent",
           "change it in the parent; all that have it from there follow");
  }

  /// A table may say of its own what a column from a parent has by default, and what it is for.
  [[nodiscard]] Column& column_for(const AlterColumn& change) const {
    const bool may_differ = !change.type && !change.collation && !change.identity &&
                            !change.generated && rules.dialect != "sqlite";
    const Column* inherited = find_column(catalog, table, change.name, rules);
    if (!may_differ || inherited == nullptr || find_column(table, change.name, rules) != nullptr)
      return own_column(change.name);
    Column own = *inherited;
    own.comment.clear();
    own.identity.reset();
    own.inherited = !table.partition_of;
    table.columns.push_back(std::move(own));
    return table.columns.back();
  }

  [[nodiscard]] Constraint& named_constraint(const std::string& constraint) const {
    return table.constraints[meant_constraint(table, {.name = constraint}, rules)];
  }

  /// What a server refuses; to SQLite it is no change.
  void refuse_own_name(const std::string& what, const std::string& from,
                       const std::string& to) const {
    if (from != to || rules.dialect == "sqlite") return;
    refuse(what + " of table " + name() + " is called " + to + " already",
           "leave the rename out, or choose another name");
  }

  /// "RANGE (day)" without its first word, which is no column.
  [[nodiscard]] std::string_view partition_columns() const {
    const std::string_view text = table.partition_by;
    return text.substr(std::min(text.find('('), text.size()));
  }

  void refuse_where_generated_columns_use(const std::string& column) const {
    for (const Column& other : table.columns) {
      if (!other.generated || other.name == column) continue;
      if (!names_column(other.generated->expression, column, table.name, rules)) continue;
      refuse("column " + column + " of table " + name() + " is used by the generated column " +
                 other.name,
             "drop column " + other.name + " first, or change its expression");
    }
  }

  void refuse_where_members_use(const std::string& column) const {
    std::vector<std::string> users;
    for (const Constraint& one : table.constraints) {
      if (uses_column(one, column, table.name, rules)) users.push_back(describe(one));
    }
    for (const Index& one : table.indexes) {
      if (uses_column(one, column, table.name, rules)) users.push_back("index " + one.name);
    }
    if (users.empty()) return;
    refuse("column " + column + " of table " + name() + " is used by " + join(users, ", "),
           "drop " + std::string(users.size() == 1 ? "it" : "them") + " first");
  }
};

bool is_of_kind(const Constraint& constraint, ConstraintKind kind) {
  return kind == ConstraintKind::any || static_cast<std::size_t>(kind) == constraint.index() + 1;
}
static_assert(static_cast<std::size_t>(ConstraintKind::exclusion) ==
              std::variant_size_v<Constraint>);

bool is_meant(const Constraint& constraint, const DropConstraint& which, const Rules& rules) {
  if (!is_of_kind(constraint, which.kind)) return false;
  if (!which.name.empty()) return same_name(name_of(constraint), which.name, rules);
  if (which.kind == ConstraintKind::primary_key && which.columns.empty()) return true;
  if (const auto* check = std::get_if<Check>(&constraint)) {
    return trim(check->expression) == trim(which.expression);
  }
  const std::vector<std::string>& columns = columns_of(constraint);
  return std::ranges::equal(columns, which.columns, [&](const auto& one, const auto& other) {
    return same_name(one, other, rules);
  });
}

/// "unique constraint on (code)", "check code > 0"
std::string meant_words(const DropConstraint& which) {
  if (!which.expression.empty()) return "check " + which.expression;
  std::string kind = "constraint";
  if (which.kind == ConstraintKind::primary_key) kind = "primary key";
  if (which.kind == ConstraintKind::unique) kind = "unique constraint";
  if (which.kind == ConstraintKind::foreign_key) kind = "foreign key";
  return which.columns.empty() ? kind : kind + " on (" + join(which.columns, ", ") + ")";
}

/// "unique constraint uq on (code)", "check code > 0"
std::string in_full(const Constraint& constraint) {
  if (name_of(constraint).empty()) return describe(constraint);
  if (const auto* check = std::get_if<Check>(&constraint))
    return describe(constraint) + " " + check->expression;
  const std::vector<std::string>& columns = columns_of(constraint);
  return describe(constraint) + (columns.empty() ? "" : " on (" + join(columns, ", ") + ")");
}

[[noreturn]] void refuse_constraint(const Table& table, const DropConstraint& which,
                                    const Rules& rules) {
  const std::string subject = "table " + table.name.text() + " has no ";
  if (which.name.empty()) {
    std::vector<std::string> there;
    for (const Constraint& constraint : table.constraints) there.push_back(in_full(constraint));
    refuse(subject + meant_words(which),
           there.empty() ? "it has no constraints" : "it has " + join(there, ", "));
  }
  if (find_index(table.indexes, which.name, rules) != nullptr) {
    refuse(subject + "constraint " + which.name + ": that is an index", "drop it as an index");
  }
  std::vector<std::string> names;
  for (const Constraint& constraint : table.constraints) {
    if (!name_of(constraint).empty()) names.push_back(name_of(constraint));
  }
  std::string hint = nearest_hint(which.name, names, "constraints");
  if (names.size() < table.constraints.size()) {
    hint += (hint.empty() ? "" : "; ") +
            std::string("one without a name is dropped by its kind and columns");
  }
  refuse(subject + "constraint " + which.name, std::move(hint));
}

}  // namespace

Table changed(Table table, const TableChange& change, const Catalog& catalog, const Rules& rules) {
  std::visit(Change{table, catalog, rules}, change);
  return sorted(std::move(table));
}

std::size_t meant_constraint(const Table& table, const DropConstraint& which, const Rules& rules) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < table.constraints.size(); ++i) {
    if (is_meant(table.constraints[i], which, rules)) found.push_back(i);
  }
  if (found.empty()) {
    if (which.if_exists) return table.constraints.size();
    refuse_constraint(table, which, rules);
  }
  const bool same = std::ranges::all_of(found, [&](std::size_t at) {
    return table.constraints[at] == table.constraints[found.front()];
  });
  if (found.size() > 1 && !same) {
    std::vector<std::string> names;
    for (const std::size_t at : found) names.push_back(describe(table.constraints[at]));
    refuse("table " + table.name.text() +
               " has several constraints that this can mean: " + join(names, ", "),
           "say which kind it is, or give its name");
  }
  return found.front();
}

}  // namespace aludel
