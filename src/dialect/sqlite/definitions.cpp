#include "dialect/sqlite/definitions.hpp"

#include <algorithm>
#include <variant>

#include "base/text.hpp"
#include "dialect/sqlite/rules.hpp"
#include "dialect/sqlite/text_reader.hpp"
#include "dialect/sqlite/type_names.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

std::string constraint_name(const std::string& name) {
  return name.empty() ? "" : "CONSTRAINT " + quoted(name) + " ";
}

std::string_view words(Action action) {
  switch (action) {
    case Action::none: return "";
    case Action::restrict: return "RESTRICT";
    case Action::cascade: return "CASCADE";
    case Action::set_null: return "SET NULL";
    case Action::set_default: return "SET DEFAULT";
  }
  return "";
}

struct ConstraintDefinition {
  std::string operator()(const PrimaryKey& key) const {
    return constraint_name(key.name) + "PRIMARY KEY (" + quoted_list(key.columns) + ")";
  }
  std::string operator()(const Unique& unique) const {
    return constraint_name(unique.name) + "UNIQUE (" + quoted_list(unique.columns) + ")";
  }
  std::string operator()(const ForeignKey& key) const {
    std::string sql = constraint_name(key.name) + "FOREIGN KEY (" + quoted_list(key.columns) +
                      ") REFERENCES " + quoted(key.table.name);
    if (!key.referred.empty()) sql += " (" + quoted_list(key.referred) + ")";
    if (key.on_delete != Action::none) sql.append(" ON DELETE ").append(words(key.on_delete));
    if (key.on_update != Action::none) sql.append(" ON UPDATE ").append(words(key.on_update));
    if (key.match_full) sql += " MATCH FULL";
    if (key.deferral != Deferral::never) sql += " DEFERRABLE";
    if (key.deferral == Deferral::initially_deferred) sql += " INITIALLY DEFERRED";
    return sql;
  }
  std::string operator()(const Check& check) const {
    return constraint_name(check.name) + "CHECK (" + check.expression + ")";
  }
  std::string operator()(const Exclusion&) const { return {}; }
};

/// A default that needs no parentheses: a literal, a number with a sign, the current time.
bool is_simple(const std::string& default_sql) {
  if (is_constant(default_sql)) return true;
  return default_sql == "CURRENT_TIMESTAMP" || default_sql == "CURRENT_DATE" ||
         default_sql == "CURRENT_TIME";
}

/// Where the table's key is the rowid it is said at the column, as AUTOINCREMENT must be.
bool has_key_at_column(const Table& table, const Column& column) {
  return rowid_alias(table) == &column;
}

}  // namespace

std::string quoted(std::string_view name) {
  return quote_identifier(name, SqlDialect::sqlite);
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + quoted(name);
  return list;
}

bool is_constant(const std::string& default_sql) {
  TextReader reader(default_sql);
  if (!reader.take("-")) reader.take("+");
  if (reader.at_end()) return false;
  const std::string token = reader.token();
  if (!reader.at_end()) return false;
  const bool is_blob = token.size() > 1 && (token.front() | 0x20) == 'x' && token[1] == '\'';
  const std::string word = lower(token);
  return is_digit(token.front()) || token.front() == '.' || token.front() == '\'' || is_blob ||
         word == "null" || word == "true" || word == "false";
}

std::string column_definition(const Column& column, const Table& table) {
  std::string sql = quoted(column.name);
  const std::string type = declared_type(column.type, table.strict);
  if (!type.empty()) sql += " " + type;
  if (!column.nullable) sql += " NOT NULL";
  if (has_key_at_column(table, column)) {
    const auto is_key = [](const Constraint& one) {
      return std::holds_alternative<PrimaryKey>(one);
    };
    const auto key = std::ranges::find_if(table.constraints, is_key);
    sql += " " + constraint_name(std::get<PrimaryKey>(*key).name) + "PRIMARY KEY";
    if (column.identity) sql += " AUTOINCREMENT";
  }
  if (column.default_sql) {
    const bool simple = is_simple(*column.default_sql);
    sql += " DEFAULT " + (simple ? *column.default_sql : "(" + *column.default_sql + ")");
  }
  if (!column.collation.empty()) sql += " COLLATE " + quoted(column.collation);
  if (column.generated) {
    sql += " GENERATED ALWAYS AS (" + column.generated->expression + ")";
    sql += column.generated->stored ? " STORED" : " VIRTUAL";
  }
  return sql;
}

std::string create_table(const Table& table, const std::string& name, bool if_not_exists) {
  std::string sql =
      "CREATE TABLE " + std::string(if_not_exists ? "IF NOT EXISTS " : "") + quoted(name) + " (\n";
  for (const Column& column : table.columns) sql += "  " + column_definition(column, table) + ",\n";
  for (const Constraint& constraint : table.constraints) {
    if (std::holds_alternative<PrimaryKey>(constraint) && rowid_alias(table) != nullptr) continue;
    sql += "  " + std::visit(ConstraintDefinition{}, constraint) + ",\n";
  }
  sql.replace(sql.size() - 2, 2, "\n)");
  if (table.strict) sql += " STRICT";
  if (table.without_rowid) sql += table.strict ? ", WITHOUT ROWID" : " WITHOUT ROWID";
  return sql;
}

std::string create_index(const Index& index, const std::string& table, bool if_not_exists) {
  std::string parts;
  for (const IndexPart& part : index.parts) {
    if (!parts.empty()) parts += ", ";
    parts += part.column.empty() ? "(" + part.expression + ")" : quoted(part.column);
    if (!part.collation.empty()) parts += " COLLATE " + quoted(part.collation);
    if (part.descending) parts += " DESC";
  }
  std::string sql = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  if (if_not_exists) sql += "IF NOT EXISTS ";
  sql += quoted(index.name) + " ON " + quoted(table) + " (" + parts + ")";
  if (!index.where.empty()) sql += " WHERE " + index.where;
  return sql;
}

std::string create_view(const View& view) {
  const std::string columns = view.columns.empty() ? "" : " (" + quoted_list(view.columns) + ")";
  return "CREATE VIEW " + quoted(view.name.name) + columns + " AS " + view.query;
}

std::string create_trigger(const Trigger& trigger) {
  return "CREATE TRIGGER " + quoted(trigger.name) + " " + trigger.timing + " ON " +
         quoted(trigger.table.name) + " " + trigger.action;
}

}  // namespace aludel::sqlite
