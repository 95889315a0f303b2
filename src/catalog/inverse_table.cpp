#include <algorithm>

#include "catalog/column_users.hpp"
#include "catalog/inverse_parts.hpp"
#include "catalog/lookup.hpp"
#include "catalog/table_change.hpp"
#include "catalog/type_meaning.hpp"

namespace aludel {

namespace {

DropConstraint drop_of(const Constraint& constraint) {
  DropConstraint drop{.name = name_of(constraint),
                      .kind = static_cast<ConstraintKind>(constraint.index() + 1)};
  if (!drop.name.empty()) return drop;
  drop.columns = columns_of(constraint);
  if (const auto* check = std::get_if<Check>(&constraint)) drop.expression = check->expression;
  return drop;
}

struct ChangeInverse {
  const Table& table;
  const Rules& rules;

  using Back = ChangesBack;

  static Back reason(std::string text) { return std::unexpected(std::move(text)); }
  static Back back(TableChange change) { return std::vector<TableChange>{std::move(change)}; }
  static Back nothing() { return std::vector<TableChange>{}; }

  Back operator()(const AddColumn& change) const {
    if (find_column(table, change.column.name, rules) != nullptr) return nothing();
    return back(DropColumn{change.column.name});
  }

  Back operator()(const DropColumn& change) const {
    const Column* column = find_column(table, change.name, rules);
    if (column == nullptr) return nothing();
    const std::string subject = "column " + change.name + " of table " + table.name.text();
    if (!column->generated) return reason("the values of " + subject + " are not kept");
    // Its values are computed again.
    if (column != &table.columns.back())
      return reason(subject + " would come back behind the columns that stand behind it");
    if (is_used_by_members(*column))
      return reason("what of the table's own uses " + subject + " goes with it");
    return back(AddColumn{*column});
  }

  Back operator()(const AlterColumn& change) const {
    const Column* own = find_column(table, change.name, rules);
    if (own == nullptr)
      return reason("column " + change.name + " of table " + table.name.text() +
                    " was as its parent has it, which is changed there");
    const Column& column = *own;
    const std::string subject = "column " + column.name + " of table " + table.name.text();
    AlterColumn inverse{.name = change.name};
    if (change.type && *change.type != column.type) {
      if (!change.using_expression.empty() ||
          !keeps_values_both_ways(column.type, *change.type, rules)) {
        return reason("the old values of " + subject + " cannot be had back from the new type");
      }
      inverse.type = column.type;
    }
    if (change.identity && column.identity && !*change.identity) {
      return reason("the number that the identity of " + subject + " has reached is not kept");
    }
    if (change.generated && column.generated && !*change.generated && rules.dialect != "sqlite") {
      return reason(subject + " cannot become generated again");
    }
    if (change.generated && *change.generated && !column.generated) {
      return reason("the values that " + subject + " had before it was computed are not kept");
    }
    if (change.nullable) inverse.nullable = column.nullable;
    if (change.default_sql) inverse.default_sql = column.default_sql;
    if (change.identity) inverse.identity = column.identity;
    if (change.generated) inverse.generated = column.generated;
    if (change.collation) inverse.collation = column.collation;
    if (change.comment) inverse.comment = column.comment;
    return inverse == AlterColumn{.name = change.name} ? nothing() : back(std::move(inverse));
  }

  Back operator()(const RenameColumn& change) const {
    return back(RenameColumn{change.to, change.name});
  }

  Back operator()(const AddConstraint& change) const {
    std::vector<TableChange> changes{drop_of(change.constraint)};
    const auto* key = std::get_if<PrimaryKey>(&change.constraint);
    if (key == nullptr || rules.dialect == "sqlite") return changes;
    for (const Column& column : table.columns) {  // the key has made them NOT NULL
      if (column.nullable && contains_name(key->columns, column.name, rules)) {
        changes.emplace_back(AlterColumn{.name = column.name, .nullable = true});
      }
    }
    return changes;
  }

  Back operator()(const DropConstraint& change) const {
    const std::size_t at = meant_constraint(table, change, rules);
    if (at == table.constraints.size()) return nothing();
    return back(AddConstraint{table.constraints[at]});
  }

  Back operator()(const RenameConstraint& change) const {
    return back(RenameConstraint{change.to, change.name});
  }

  Back operator()(const ValidateConstraint& change) const {
    const Constraint& constraint =
        table.constraints[meant_constraint(table, {.name = change.name}, rules)];
    const auto* key = std::get_if<ForeignKey>(&constraint);
    const auto* check = std::get_if<Check>(&constraint);
    const bool was_valid =
        !(key != nullptr && key->not_valid) && !(check != nullptr && check->not_valid);
    if (was_valid) return nothing();
    return std::vector<TableChange>{drop_of(constraint), AddConstraint{constraint}};
  }

  Back operator()(const SetTableComment&) const { return back(SetTableComment{table.comment}); }

  Back operator()(const SetRowSecurity& change) const {
    SetRowSecurity inverse;
    if (change.enabled) inverse.enabled = table.row_security;
    if (change.forced) inverse.forced = table.force_row_security;
    return back(inverse);
  }

  Back operator()(const SetTableOption& change) const {
    SetTableOption inverse{.name = change.name};
    for (const auto& [name, value] : table.options) {
      if (name == change.name) inverse.value = value;
    }
    return back(std::move(inverse));
  }

  Back operator()(const SetLogged&) const { return back(SetLogged{!table.unlogged}); }
  Back operator()(const SetStrict&) const { return back(SetStrict{table.strict}); }
  Back operator()(const SetWithoutRowid&) const {
    return back(SetWithoutRowid{table.without_rowid});
  }

  Back operator()(const SetParents&) const { return back(SetParents{table.inherits}); }

  [[nodiscard]] bool is_used_by_members(const Column& column) const {
    const auto uses = [&](const auto& one) {
      return uses_column(one, column.name, table.name, rules);
    };
    return std::ranges::any_of(table.constraints, uses) || std::ranges::any_of(table.indexes, uses);
  }
};

}  // namespace

ChangesBack inverse_of_change(const TableChange& change, const Table& table, const Rules& rules) {
  return std::visit(ChangeInverse{table, rules}, change);
}

}  // namespace aludel
