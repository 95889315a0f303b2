#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"
#include "dialect/postgresql/render.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

/// What a partition says of a column that the parent has.
std::string override_sql(const Column& column) {
  std::string sql = ident(column.name) + " WITH OPTIONS";
  if (column.default_sql) sql += " DEFAULT " + *column.default_sql;
  return sql + (column.nullable ? "" : " NOT NULL");
}

/// Made by a statement of its own. In CREATE TABLE the server takes NOT VALID for valid, as there
/// are no rows, and silently leaves out a UNIQUE on the columns of another key.
bool comes_later(const Constraint& constraint, const Table& table) {
  if (is_not_valid(constraint)) return true;
  const auto* unique = std::get_if<Unique>(&constraint);
  if (unique == nullptr) return false;
  for (const Constraint& other : table.constraints) {
    if (&other == &constraint) break;
    const auto* key = std::get_if<PrimaryKey>(&other);
    const auto* twin = std::get_if<Unique>(&other);
    if (key != nullptr && key->columns == unique->columns) return true;
    if (twin != nullptr && twin->columns == unique->columns) return true;
  }
  return false;
}

/// What a table says otherwise of a column that stays its parent's.
Statements told_of_inherited(const std::string& table, const Column& column) {
  const std::string alter = "ALTER TABLE " + table + " ALTER COLUMN " + ident(column.name);
  Statements statements;
  if (!column.generated)
    statements.push_back({.sql = alter + (column.default_sql ? " SET DEFAULT " + *column.default_sql
                                                             : " DROP DEFAULT")});
  if (!column.nullable) statements.push_back({.sql = alter + " SET NOT NULL"});
  return statements;
}

std::string body(const Table& table, const Features& features) {
  std::string lines;
  const auto add = [&lines](const std::string& line) {
    lines += (lines.empty() ? "\n  " : ",\n  ") + line;
  };
  for (const Column& column : table.columns) {
    if (column.inherited) continue;
    add(table.partition_of ? override_sql(column) : column_sql(column, features));
  }
  for (const Constraint& constraint : table.constraints) {
    if (!comes_later(constraint, table)) add(constraint_sql(constraint, features));
  }
  if (lines.empty()) return table.partition_of ? "" : " ()";
  return " (" + lines + "\n)";
}

std::string head(const CreateTable& operation, const Features& features) {
  const Table& table = operation.table;
  std::string sql = std::string("CREATE ") + (table.unlogged ? "UNLOGGED " : "") + "TABLE " +
                    (operation.if_not_exists ? "IF NOT EXISTS " : "") + qualified(table.name);
  if (table.partition_of) sql += " PARTITION OF " + qualified(table.partition_of->parent);
  sql += body(table, features);
  if (table.partition_of) sql += " " + table.partition_of->bound;
  if (!table.inherits.empty()) {
    std::string parents;
    for (const ObjectName& parent : table.inherits)
      parents += (parents.empty() ? "" : ", ") + qualified(parent);
    sql += " INHERITS (" + parents + ")";
  }
  if (!table.partition_by.empty()) sql += " PARTITION BY " + table.partition_by;
  if (!table.options.empty()) sql += " WITH (" + option_list(table.options) + ")";
  return sql;
}

std::string part_sql(const IndexPart& part) {
  std::string sql = part.column.empty() ? "(" + part.expression + ")" : ident(part.column);
  if (!part.collation.empty()) sql += " COLLATE " + collation_sql(part.collation);
  if (!part.opclass.empty()) sql += " " + part.opclass;
  if (part.descending) sql += " DESC";
  if (part.nulls_first) sql += *part.nulls_first ? " NULLS FIRST" : " NULLS LAST";
  return sql;
}

std::string index_sql(const CreateIndex& operation, const Features& features) {
  const Index& index = operation.index;
  if (index.nulls_not_distinct && !features.nulls_not_distinct)
    refuse("UNIQUE NULLS NOT DISTINCT needs PostgreSQL 15: index " + index.name,
           "make the columns NOT NULL, or the index on coalesce(…) of them");
  std::string parts;
  for (const IndexPart& part : index.parts) parts += (parts.empty() ? "" : ", ") + part_sql(part);
  std::string sql = std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " +
                    (operation.concurrently ? "CONCURRENTLY " : "") +
                    (operation.if_not_exists ? "IF NOT EXISTS " : "") + ident(index.name) + " ON " +
                    qualified(operation.table);
  if (!index.method.empty()) sql += " USING " + ident(index.method);
  sql += " (" + parts + ")";
  if (!index.include.empty()) sql += " INCLUDE (" + ident_list(index.include) + ")";
  if (index.nulls_not_distinct) sql += " NULLS NOT DISTINCT";
  if (!index.options.empty()) sql += " WITH (" + option_list(index.options) + ")";
  if (!index.where.empty()) sql += " WHERE " + index.where;
  return sql;
}

}  // namespace

Statements create_index(const CreateIndex& operation, const Features& features) {
  Statements statements{
      {.sql = index_sql(operation, features), .autocommit = operation.concurrently}};
  append(statements, comment_on(ObjectKind::index, {operation.table.schema, operation.index.name},
                                operation.index.comment));
  return statements;
}

Statements own_sequences(const ObjectName& table, std::string_view column, const Catalog& before) {
  Statements statements;
  for (const Sequence& sequence : before.sequences) {
    if (!sequence.owned_by || sequence.owned_by->first != table) continue;
    if (!column.empty() && sequence.owned_by->second != column) continue;
    statements.push_back({.sql = "ALTER SEQUENCE " + qualified(sequence.name) + " OWNED BY " +
                                 qualified(table) + "." + ident(sequence.owned_by->second)});
  }
  return statements;
}

/// A partition has its parent's defaults until they are dropped.
Statements without_defaults(const Table& table, const Catalog& before) {
  const Rules rules{.dialect = "postgresql"};
  Statements statements;
  const Table* parent =
      table.partition_of ? find_table(before, table.partition_of->parent, rules) : nullptr;
  if (parent == nullptr) return statements;
  for (const Column& column : table.columns) {
    const Column* above = find_column(before, *parent, column.name, rules);
    if (column.default_sql || above == nullptr || !above->default_sql) continue;
    statements.push_back({.sql = "ALTER TABLE " + qualified(table.name) + " ALTER COLUMN " +
                                 ident(column.name) + " DROP DEFAULT"});
  }
  return statements;
}

Statements create_table(const CreateTable& operation, const Catalog& before,
                        const Features& features) {
  const Table& table = operation.table;
  const std::string name = qualified(table.name);
  Statements statements{{.sql = head(operation, features)}};
  for (const Constraint& constraint : table.constraints) {
    if (comes_later(constraint, table))
      statements.push_back({.sql = "ALTER TABLE " + name + " ADD " +
                                   constraint_sql(constraint, features) +
                                   (is_not_valid(constraint) ? " NOT VALID" : "")});
  }
  for (const Column& column : table.columns) {
    if (column.inherited) append(statements, told_of_inherited(name, column));
  }
  append(statements, without_defaults(table, before));
  append(statements, own_sequences(table.name, "", before));
  append(statements, comment_on(ObjectKind::table, table.name, table.comment));
  for (const Column& column : table.columns)
    append(statements, comment_on(ObjectKind::column, table.name, column.comment, column.name));
  for (const Index& index : table.indexes)
    append(statements,
           create_index(
               {.table = table.name, .index = index, .if_not_exists = operation.if_not_exists},
               features));
  if (table.row_security)
    statements.push_back({.sql = "ALTER TABLE " + name + " ENABLE ROW LEVEL SECURITY"});
  if (table.force_row_security)
    statements.push_back({.sql = "ALTER TABLE " + name + " FORCE ROW LEVEL SECURITY"});
  return statements;
}

}  // namespace aludel::postgresql
