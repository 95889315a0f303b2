#include "dialect/sqlite/refusals.hpp"

#include <algorithm>
#include <concepts>
#include <variant>

#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/text_reader.hpp"
#include "dialect/sqlite/type_names.hpp"

namespace aludel::sqlite {

namespace {

template <typename Type, typename... Types>
concept OneOf = (std::same_as<Type, Types> || ...);

std::string of(const Table& table) {
  return " of table " + table.name.text();
}

constexpr std::string_view only_on_postgresql =
    "leave it out on SQLite: if (op.dialect() == \"postgresql\") …";

[[noreturn]] void refuse_comment(const std::string& what) {
  refuse(what + ": SQLite keeps no comments",
         "write it beside the revision's code, or " + std::string(only_on_postgresql));
}

[[noreturn]] void refuse_row_security(const Table& table) {
  refuse("table " + table.name.text() + ": SQLite has no row security",
         "a view with a WHERE says which rows are to be seen; who may open the file sees all");
}

[[noreturn]] void refuse_null_in_key(const Column& column, const Table& table) {
  refuse("column " + column.name + of(table) + " is part of the primary key and cannot be null",
         "drop the primary key first");
}

struct ConstraintRefusal {
  std::string what;

  void refuse_deferral(Deferral deferral) const {
    if (deferral != Deferral::never)
      refuse(what + ": SQLite looks at it with every row and cannot defer it",
             "leave the deferral out on SQLite");
  }
  void operator()(const PrimaryKey& key) const { refuse_deferral(key.deferral); }
  void operator()(const Unique& unique) const {
    if (unique.nulls_not_distinct)
      refuse(what + ": in SQLite NULLs are always distinct",
             "a unique index on coalesce(column, a value that no row has) says the same");
    refuse_deferral(unique.deferral);
  }
  void operator()(const ForeignKey& key) const {
    require_possible(key.table);
    refuse_not_valid(key.not_valid);
  }
  void operator()(const Check& check) const { refuse_not_valid(check.not_valid); }
  void operator()(const Exclusion&) const {
    refuse(
        what + ": SQLite has no exclusion constraints",
        "a trigger with RAISE(ABORT, …) can refuse rows that overlap; where equality is meant, a "
        "unique constraint does");
  }
  void refuse_not_valid(bool not_valid) const {
    if (not_valid)
      refuse(what + ": SQLite has no NOT VALID",
             "leave it out on SQLite: the table is made anew, and all rows are looked at once");
  }
};

struct ChangeRefusal {
  const Table& table;

  void operator()(const AlterColumn& change) const {
    if (change.comment) refuse_comment("column " + change.name + of(table));
    const Column* alias = rowid_alias(table);
    if (alias != nullptr && same_name(alias->name, change.name, rules) && alias->nullable &&
        change.nullable.value_or(false))
      refuse_null_in_key(*alias, table);
  }
  void operator()(const ValidateConstraint& change) const {
    refuse(
        "constraint " + change.name + of(table) + " cannot be validated: SQLite has no NOT VALID",
        "leave both out on SQLite: a constraint that is added there looks at all rows");
  }
  void operator()(const SetTableComment&) const { refuse_comment("table " + table.name.text()); }
  void operator()(const SetRowSecurity&) const { refuse_row_security(table); }
  void operator()(const SetTableOption& change) const {
    refuse("table " + table.name.text() + ": SQLite has no storage parameter " + change.name,
           std::string(only_on_postgresql));
  }
  void operator()(const SetLogged&) const {
    refuse("table " + table.name.text() + ": SQLite logs all tables alike",
           std::string(only_on_postgresql));
  }
  void operator()(const SetParents&) const {
    refuse("table " + table.name.text() + ": SQLite's tables inherit from none",
           std::string(only_on_postgresql));
  }
  template <OneOf<AddColumn, DropColumn, RenameColumn, AddConstraint, DropConstraint,
                  RenameConstraint, SetStrict, SetWithoutRowid>
                Possible>
  void operator()(const Possible&) const {}
};

void require_possible(const Column& column, const Table& table) {
  const bool has_own =
      std::ranges::any_of(column.type.own, [](const auto& own) { return own.first == "sqlite"; });
  if (column.type.dimensions > 0 && !has_own)
    refuse("column " + column.name + of(table) + ": SQLite has no arrays",
           "keep them as JSON: `.on(\"sqlite\", \"TEXT\")` behind the type");
  const std::string type = declared_type(column.type, table.strict);
  if (table.strict && !is_type_of_strict_tables(type))
    refuse("column " + column.name + of(table) + ": a STRICT table has no type " + type,
           "say which it is there: `.on(\"sqlite\", \"TEXT\")`, INTEGER, REAL, BLOB or ANY");
  if (!column.identity) return;
  const Column* alias = rowid_alias(table);
  if (alias == nullptr || alias->name != column.name)
    refuse(
        "column " + column.name + of(table) + " cannot be an identity",
        "SQLite numbers an INTEGER column that is the primary key alone: make it that, or number "
        "the rows in a trigger");
  if (column.identity->options.start || column.identity->options.increment)
    refuse("column " + column.name + of(table) + ": SQLite numbers rows 1, 2, 3 …",
           "leave start and increment out on SQLite; after the first row with an id of your own it "
           "goes on from there");
}

void require_possible_key(const Table& table) {
  const PrimaryKey* key = primary_key(table);
  if (key == nullptr) {
    if (table.without_rowid)
      refuse("table " + table.name.text() + " has no primary key, which WITHOUT ROWID needs",
             "create the primary key first, or leave WITHOUT ROWID out");
    return;
  }
  for (const std::string& name : key->columns) {
    const Column* column = find_column(table, name, rules);
    if (column != nullptr && column->generated)
      refuse("column " + name + of(table) + " is generated, and no part of a key in SQLite",
             "a unique constraint may name it");
  }
}

[[noreturn]] void refuse_include(const Index& index) {
  std::vector<std::string> columns;
  for (const IndexPart& part : index.parts)
    columns.push_back(part.column.empty() ? "(" + part.expression + ")" : part.column);
  columns.insert(columns.end(), index.include.begin(), index.include.end());
  const std::string in_key =
      "put its columns behind those of the key: (" + join(columns, ", ") + "), or ";
  refuse("index " + index.name + ": SQLite has no INCLUDE",
         (index.unique ? "" : in_key) + std::string(only_on_postgresql));
}

void require_possible(const Index& index) {
  if (index.nulls_not_distinct)
    refuse("index " + index.name + ": in SQLite NULLs are always distinct",
           "an index on coalesce(column, a value that no row has) says the same");
  if (!index.method.empty())
    refuse(
        "index " + index.name + ": SQLite has no index method " + index.method,
        "leave the method out on SQLite; for words in texts there are its FTS5 tables, for areas "
        "R*Tree, both made by op.execute");
  if (!index.include.empty()) refuse_include(index);
  for (const IndexPart& part : index.parts) {
    if (!part.opclass.empty())
      refuse("index " + index.name + ": SQLite has no operator class " + part.opclass,
             "leave it out on SQLite: a collation says how texts are compared");
  }
}

}  // namespace

void require_possible(const ObjectName& name) {
  if (name.schema.empty()) return;
  if (equal_ignoring_case(name.schema, "temp"))
    refuse(name.text() + " would be temporary, and gone with the session",
           "make it without `temp.`, or write its query into the statement that needs it, behind "
           "WITH");
  refuse("SQLite has no schema " + name.schema + " for " + name.text(),
         "give it a name without a schema on SQLite: " + name.schema + "_" + name.name);
}

void require_possible(const Table& table, int server_version) {
  require_possible(table.name);
  const std::string subject = "table " + table.name.text();
  if (!table.partition_by.empty() || table.partition_of)
    refuse(subject + ": SQLite has no partitions",
           "one table without partitions holds all rows; an index on the key finds them");
  if (!table.inherits.empty())
    refuse(subject + ": SQLite's tables do not inherit", "give it all columns itself");
  if (table.row_security || table.force_row_security) refuse_row_security(table);
  if (table.strict && server_version < 3037000)
    refuse(subject + ": this SQLite has no STRICT tables, which came with 3.37",
           "a check with typeof(column) = 'integer' says the same of a column");
  if (std::ranges::all_of(table.columns,
                          [](const Column& one) { return one.generated.has_value(); }))
    refuse(subject + ": SQLite wants a column that is not generated", "give it one");
  for (const Column& column : table.columns) require_possible(column, table);
  require_possible_key(table);
  for (const Constraint& constraint : table.constraints)
    std::visit(ConstraintRefusal{describe(constraint) + of(table)}, constraint);
  for (const Index& index : table.indexes) require_possible(index);
}

void require_possible(const Index& index, const ObjectName& table) {
  require_possible(table);
  require_possible(index);
}

void require_possible(const View& view) {
  require_possible(view.name);
  if (view.materialized)
    refuse("view " + view.name.text() + ": SQLite has no materialized views",
           "a plain view, or a table that triggers or the application fill");
  if (!view.options.empty())
    refuse("view " + view.name.text() + ": SQLite has no option " + view.options.front().first +
               " of a view",
           std::string(only_on_postgresql));
}

void require_possible(const Trigger& trigger) {
  require_possible(trigger.table);
  const std::string subject = "trigger " + trigger.name + " of " + trigger.table.text();
  if (!trigger.schema.empty()) require_possible(ObjectName(trigger.schema, trigger.name));
  if (trigger.constraint)
    refuse(subject + ": SQLite has no constraint triggers",
           "a plain one, which runs with its statement");
  if (!trigger.enabled.empty())
    refuse(subject + ": SQLite's triggers cannot be disabled",
           "make it when it is to work, or give it a WHEN");
  TextReader reader(trigger.action);
  bool has_body = false;
  while (!reader.at_end() && !has_body) {
    has_body = reader.sees("begin");
    (void)reader.token();
  }
  if (!has_body)
    refuse(subject + ": SQLite's triggers call no function",
           "write its statements on SQLite: FOR EACH ROW BEGIN …; END");
}

void require_possible(const TableChange& change, const Table& table) {
  std::visit(ChangeRefusal{table}, change);
}

void require_key_without_null(const Table& before, const Table& after) {
  const PrimaryKey* key = primary_key(after);
  if (key == nullptr) return;
  for (const std::string& name : key->columns) {
    const Column* column = find_column(after, name, rules);
    const Column* old = find_column(before, name, rules);
    const bool was_so = old != nullptr && old->nullable;
    if (column != nullptr && column->nullable && !was_so) refuse_null_in_key(*column, after);
  }
}

void require_rebuildable(const Table& table) {
  if (table.beyond.empty()) return;
  refuse("table " + table.name.text() + " cannot be made anew, which this change needs: " +
             join(table.beyond, ", ") + " would be lost",
         "make it anew yourself by op.execute: CREATE TABLE under another name, INSERT … SELECT, "
         "DROP TABLE, ALTER TABLE … RENAME");
}

void refuse_operation(const Operation& operation, const std::string& hint) {
  refuse("SQLite cannot " + describe(operation), hint);
}

}  // namespace aludel::sqlite
