#include "dialect/sqlite/bound.hpp"

#include <algorithm>
#include <concepts>
#include <utility>

#include "base/text.hpp"
#include "catalog/apply.hpp"
#include "catalog/lookup.hpp"
#include "dialect/sqlite/read_objects.hpp"
#include "dialect/sqlite/refusals.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/text_reader.hpp"
#include "dialect/sqlite/type_names.hpp"

namespace aludel::sqlite {

namespace {

template <typename Type, typename... Types>
concept OneOf = (std::same_as<Type, Types> || ...);

void settle(ObjectName& name) {
  if (equal_ignoring_case(name.schema, "main")) name.schema.clear();
}

bool is_whole_number(const Type& type) {
  const bool has_own =
      std::ranges::any_of(type.own, [](const auto& own) { return own.first == rules.dialect; });
  return !has_own && type.dimensions == 0 &&
         (type.kind == Type::Kind::small_int || type.kind == Type::Kind::integer ||
          type.kind == Type::Kind::big_int);
}

/// @param is_key  the only column of the primary key: the rowid, if it holds whole numbers
void settle(Type& type, bool strict, bool is_key) {
  const bool has_own =
      std::ranges::any_of(type.own, [](const auto& own) { return own.first == rules.dialect; });
  if (type.dimensions > 0 && !has_own) return;  // refused
  type = is_key && is_whole_number(type) ? integer() : type_declared(declared_type(type, strict));
}

void settle(Identity& identity) {
  identity.always = false;
  const auto start = identity.options.start;
  const auto increment = identity.options.increment;
  identity.options = {};
  // These change which numbers there are, and are refused.
  if (start && *start != 1) identity.options.start = start;
  if (increment && *increment != 1) identity.options.increment = increment;
}

std::string bound_collation(const std::string& name) {
  const std::string collation = collation_named(name);
  return collation == "BINARY" ? "" : collation;
}

void settle(Column& column, bool strict, bool is_key) {
  settle(column.type, strict, is_key);
  if (column.default_sql) column.default_sql = bare_default(*column.default_sql);
  if (column.identity) settle(*column.identity);
  if (column.generated)
    column.generated->expression = bare_expression(column.generated->expression);
  column.collation = bound_collation(column.collation);
  column.comment.clear();
}

struct ConstraintBinder {
  void operator()(PrimaryKey& key) const { key.include.clear(); }
  void operator()(Unique& unique) const { unique.include.clear(); }
  void operator()(ForeignKey& key) const { settle(key.table); }
  void operator()(Check& check) const {
    check.expression = bare_expression(check.expression);
    check.no_inherit = false;
  }
  void operator()(Exclusion&) const {}
};

void settle(Constraint& constraint, const Table* table) {
  std::visit(ConstraintBinder{}, constraint);
  if (table != nullptr) constraint = settled(std::move(constraint), *table);
}

Index bound_index(Index index, const Table* table) {
  for (IndexPart& part : index.parts) {
    if (!part.expression.empty()) part.expression = bare_expression(part.expression);
    part.collation = collation_named(part.collation);
    part.nulls_first.reset();
  }
  if (index.method == "btree") index.method.clear();
  index.where = bare_expression(index.where);
  index.options.clear();
  index.comment.clear();
  // SQLite would take a name that no column has for a text; here it is a mistake.
  const bool has_all =
      table != nullptr && std::ranges::all_of(index.parts, [&](const auto& part) {
        return part.column.empty() || find_column(*table, part.column, rules) != nullptr;
      });
  return has_all ? settled(std::move(index), *table) : index;
}

bool is_key_alone(const Table& table, const std::string& column) {
  const PrimaryKey* key = primary_key(table);
  return key != nullptr && key->columns.size() == 1 &&
         same_name(key->columns.front(), column, rules);
}

void settle(Table& table) {
  settle(table.name);
  for (Column& column : table.columns) {
    settle(column, table.strict, is_key_alone(table, column.name));
    const PrimaryKey* key = primary_key(table);
    const bool in_key =
        key != nullptr && std::ranges::any_of(key->columns, [&](const std::string& name) {
          return same_name(name, column.name, rules);
        });
    if (in_key && rowid_alias(table) != &column) column.nullable = false;
  }
  for (Constraint& constraint : table.constraints) settle(constraint, &table);
  for (Index& index : table.indexes) index = bound_index(std::move(index), &table);
  table.comment.clear();
  table.unlogged = false;
  table.options.clear();
}

/// Changes of one table, which may be missing: then `apply` says so.
struct ChangeBinder {
  const Table* table;
  bool strict;  ///< behind all changes: whichever comes first, the table is made once

  void operator()(AddColumn& change) const { settle(change.column, strict, false); }
  void operator()(AlterColumn& change) const {
    const bool is_key = table != nullptr && is_key_alone(*table, change.name);
    if (change.type) settle(*change.type, strict, is_key);
    if (change.default_sql && *change.default_sql)
      change.default_sql = bare_default(**change.default_sql);
    if (change.identity && *change.identity) settle(**change.identity);
    if (change.generated && *change.generated)
      (**change.generated).expression = bare_expression((**change.generated).expression);
    if (change.collation) change.collation = bound_collation(*change.collation);
    // A comment alone is refused: nothing would be left of what was asked for.
    AlterColumn without = change;
    without.comment.reset();
    if (without != AlterColumn{.name = change.name}) change.comment.reset();
  }
  void operator()(AddConstraint& change) const { settle(change.constraint, table); }
  void operator()(DropConstraint& change) const {
    change.expression = bare_expression(change.expression);
  }
  template <
      OneOf<SetStrict, DropColumn, RenameColumn, RenameConstraint, ValidateConstraint,
            SetTableComment, SetRowSecurity, SetTableOption, SetLogged, SetWithoutRowid, SetParents>
          Change>
  void operator()(Change&) const {}
};

/// The name at the end of a column that `change` names.
std::string name_behind(const std::vector<TableChange>& changes, std::size_t change,
                        std::string name) {
  for (std::size_t i = change + 1; i < changes.size(); ++i) {
    const auto* rename = std::get_if<RenameColumn>(&changes[i]);
    if (rename != nullptr && same_name(rename->name, name, rules)) name = rename->to;
  }
  return name;
}

/// The columns that hold no NULL from `change` on without a word of it: of a key, as everywhere
/// else (SQLite by itself would let it hold some), and where SQLite does say so.
std::vector<std::string> columns_not_null_by(const TableChange& change, const Table& table) {
  if (const auto* add = std::get_if<AddConstraint>(&change)) {
    const auto* key = std::get_if<PrimaryKey>(&add->constraint);
    return key == nullptr ? std::vector<std::string>{} : key->columns;
  }
  const auto* strict = std::get_if<SetStrict>(&change);
  const auto* without_rowid = std::get_if<SetWithoutRowid>(&change);
  const bool says_so = (strict != nullptr && strict->strict) ||
                       (without_rowid != nullptr && without_rowid->without_rowid);
  const PrimaryKey* key = primary_key(table);
  return says_so && key != nullptr ? key->columns : std::vector<std::string>{};
}

void add_not_null_of_keys(std::vector<TableChange>& changes, const Table& table) {
  const std::size_t told = changes.size();
  for (std::size_t i = 0; i < told; ++i) {
    for (const std::string& named : columns_not_null_by(changes[i], table)) {
      const std::string name = name_behind(changes, i, named);
      const bool is_told = std::ranges::any_of(changes, [&](const TableChange& change) {
        const auto* alter = std::get_if<AlterColumn>(&change);
        return alter != nullptr && alter->nullable == false && same_name(alter->name, name, rules);
      });
      const Column* column = find_column(table, named, rules);
      const bool is_alias = column != nullptr && rowid_alias(table) == column;
      if (!is_told && !is_alias && (column == nullptr || column->nullable))
        changes.emplace_back(AlterColumn{.name = name, .nullable = false});
    }
  }
}

/// A STRICT table knows six types: those of columns that were there before become what they are
/// there.
void add_strict_types(std::vector<TableChange>& changes, const Table& table) {
  for (const Column& column : table.columns) {
    std::string name = column.name;
    bool is_settled = false;  // it is told its type, or gone
    for (const TableChange& change : changes) {
      const auto* alter = std::get_if<AlterColumn>(&change);
      const auto* drop = std::get_if<DropColumn>(&change);
      const auto* rename = std::get_if<RenameColumn>(&change);
      if (alter != nullptr && same_name(alter->name, name, rules))
        is_settled |= alter->type.has_value();
      if (drop != nullptr && same_name(drop->name, name, rules)) is_settled = true;
      if (rename != nullptr && same_name(rename->name, name, rules)) name = rename->to;
    }
    const Type type = type_declared(declared_type(column.type, true));
    if (!is_settled && type != column.type)
      changes.emplace_back(AlterColumn{.name = name, .type = type});
  }
}

bool drops_not_null(const TableChange& change) {
  const auto* alter = std::get_if<AlterColumn>(&change);
  return alter != nullptr && alter->nullable == true;
}

struct Binder {
  const Catalog& before;

  void operator()(CreateTable& operation) const { settle(operation.table); }
  void operator()(AlterTable& operation) const {
    settle(operation.name);
    const Table* table = find_table(before, operation.name, rules);
    ChangeBinder binder{.table = table, .strict = table != nullptr && table->strict};
    for (const TableChange& change : operation.changes) {
      if (const auto* set = std::get_if<SetStrict>(&change)) binder.strict = set->strict;
    }
    for (TableChange& change : operation.changes) std::visit(binder, change);
    if (table == nullptr) return;
    if (binder.strict && !table->strict) add_strict_types(operation.changes, *table);
    add_not_null_of_keys(operation.changes, *table);
    if (std::ranges::any_of(operation.changes, drops_not_null)) {
      Catalog after = before;
      apply(after, operation, rules);
      require_key_without_null(*table, *find_table(after, operation.name, rules));
    }
  }
  void operator()(CreateIndex& operation) const {
    settle(operation.table);
    operation.index =
        bound_index(std::move(operation.index), find_table(before, operation.table, rules));
    operation.concurrently = false;
  }
  void operator()(DropIndex& operation) const {
    settle(operation.table);
    operation.concurrently = false;
  }
  void operator()(RenameIndex& operation) const { settle(operation.table); }
  void operator()(CreateView& operation) const {
    settle(operation.view.name);
    operation.view.query = bare_statement(operation.view.query);
    operation.view.comment.clear();
  }
  void operator()(CreateTrigger& operation) const {
    settle(operation.trigger.table);
    operation.trigger.timing = bare_statement(operation.trigger.timing);
    operation.trigger.action = bare_statement(operation.trigger.action);
    operation.trigger.comment.clear();
  }
  void operator()(DropTrigger& operation) const { settle(operation.table); }
  void operator()(BulkInsert& operation) const { settle(operation.table); }
  void operator()(Backfill& operation) const { settle(operation.table); }
  template <OneOf<DropTable, RenameTable, DropView> Named>
  void operator()(Named& operation) const {
    settle(operation.name);
  }
  /// What SQLite has not stays as it is, to be refused.
  template <OneOf<AttachPartition, DetachPartition, CreateSchema, DropSchema, CreateExtension,
                  DropExtension, CreateEnum, DropEnum, AddEnumValue, RenameEnumValue,
                  RemoveEnumValue, CreateDomain, DropDomain, CreateSequence, AlterSequence,
                  DropSequence, RefreshView, CreateFunction, DropFunction, CreatePolicy, DropPolicy,
                  GrantPrivileges, RevokePrivileges, SetComment, Execute, Verify, CreateComposite,
                  DropComposite, AlterObject, CreateObject, DropObject, ChangeSetting>
                Untouched>
  void operator()(Untouched&) const {}
};

}  // namespace

Operation bound(Operation operation, const Catalog& before, int) {
  std::visit(Binder{before}, operation);
  return operation;
}

}  // namespace aludel::sqlite
