// What a data migration in batches asks of SQLite.
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "dialect/sqlite/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"') return std::string(name);
  return replace_all(std::string(name.substr(1, name.size() - 2)), "\"\"", "\"");
}

/// `main."Prices"`, without quotes and in two parts; the first may be empty.
std::pair<std::string, std::string> parts_of(std::string_view table) {
  bool quoted = false;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i] == '"') quoted = !quoted;
    if (table[i] == '.' && !quoted)
      return {unquoted(table.substr(0, i)), unquoted(table.substr(i + 1))};
  }
  return {{}, unquoted(table)};
}

class Pragmas {
 public:
  Pragmas(Connection& connection, std::string schema)
      : connection_(connection), schema_(std::move(schema)) {}

  [[nodiscard]] Result query(const std::string& columns, const std::string& pragma,
                             const std::string& argument) const {
    Request request{.sql = {}, .parameters = {argument}};
    const std::string sql =
        "SELECT " + columns + " FROM pragma_" + pragma + (schema_.empty() ? "($1)" : "($1, $2)");
    request.sql = sql;
    if (!schema_.empty()) request.parameters.emplace_back(schema_);
    return connection_.query(request);
  }

 private:
  Connection& connection_;
  std::string schema_;
};

}  // namespace

TableFacts look_at_table(Connection& connection, const std::string& table) {
  const auto [schema, name] = parts_of(table);
  const Pragmas pragmas(connection, schema);
  TableFacts facts;
  std::vector<std::size_t> key;  // columns of the primary key
  for (const auto& row :
       pragmas.query("name, upper(type), \"notnull\", pk", "table_info", name).rows) {
    if (row.at(3) != "0") key.push_back(facts.columns.size());
    facts.columns.push_back({row.at(0).value_or(""), row.at(1).value_or(""), row.at(2) == "1"});
  }
  facts.found = !facts.columns.empty();
  facts.name = table;
  const std::string tables =
      (schema.empty() ? "" : quote_identifier(schema, SqlDialect::sqlite) + ".") + "sqlite_schema";
  const std::string sql =
      "SELECT 1 FROM " + tables + " WHERE type = 'view' AND name = $1 COLLATE NOCASE";
  const Request views{.sql = sql, .parameters = {name}};
  if (!connection.query(views).rows.empty()) facts.no_table = "a view";
  if (!facts.found) {
    for (const auto& row :
         connection.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").rows)
      facts.other_tables.push_back(row.at(0).value_or(""));
    return facts;
  }
  if (key.size() == 1 && facts.columns[key[0]].type == "INTEGER") {  // the rowid itself
    facts.columns[key[0]].not_null = true;
    facts.indexes.push_back({"the primary key", {facts.columns[key[0]].name}, true});
  }
  for (const auto& index : pragmas.query("name, partial, \"unique\"", "index_list", name).rows) {
    if (index.at(1) != "0") continue;
    TableFacts::Index found{index.at(0).value_or(""), {}, index.at(2) == "1"};
    std::optional<std::string> direction;
    for (const auto& column :
         pragmas.query("name, \"desc\", key", "index_xinfo", found.name).rows) {
      if (column.at(2) != "1") break;  // the rowid behind the columns
      const bool usable = column.at(0) && direction.value_or(*column.at(1)) == *column.at(1);
      found.unique = found.unique && usable;
      if (!usable) break;  // an expression, or a column that goes the other way
      direction = column.at(1);
      found.columns.push_back(*column.at(0));
    }
    facts.indexes.push_back(std::move(found));
  }
  return facts;
}

std::string literal_of(const std::string& column) {
  // quote() writes infinity as a word; 9e999 is read as it.
  const std::string exact = "CASE " + column +
                            " WHEN 9e999 THEN '9e999' WHEN -9e999 THEN '-9e999' ELSE quote(" +
                            column + ") END";
  // It ends a text at its first NUL. The + takes the affinity from what CAST gives: it is compared
  // as a literal is.
  return "CASE WHEN typeof(" + column + ") = 'text' AND instr(" + column +
         ", char(0)) > 0 THEN '+CAST(x''' || hex(" + column + ") || ''' AS TEXT)' ELSE " + exact +
         " END";
}

BatchLoad batch_load(Connection& connection) {
  BatchLoad load;
  load.other_writers = connection.query("PRAGMA data_version").rows.at(0).at(0).value_or("");
  return load;
}

namespace {

/// A trigger's statements, and what a table says itself of conflicts, would follow the clause of
/// the statement.
bool may_say_what_conflicts_do(Connection& connection) {
  return connection.query("SELECT 1 FROM pragma_database_list WHERE name NOT IN ('main', 'temp')")
             .rows.empty() &&
         connection
             .query(
                 "SELECT 1 FROM main.sqlite_schema WHERE type = 'trigger' OR sql LIKE '%conflict%' "
                 "UNION ALL SELECT 1 FROM sqlite_temp_schema LIMIT 1")
             .rows.empty();
}

}  // namespace

BatchSettings batch_settings(Connection& connection, bool looks_up) {
  BatchSettings settings;
  const auto told = [&](const std::string& pragma) {
    return connection.query("PRAGMA " + pragma).rows.at(0).at(0).value_or("");
  };
  const auto set = [&](const std::string& pragma, const std::string& value) {
    settings.back.push_back("PRAGMA " + pragma + " = " + told(pragma));
    settings.on.push_back("PRAGMA " + pragma + " = " + value);
  };
  // The pages of a range are read when its end is looked for, and again when it is changed.
  if (looks_up) set("main.cache_size", "-16000");
  // An error undoes the whole transaction then: the pages as they were before the statement are not
  // kept, which takes a tenth of the time.
  if (may_say_what_conflicts_do(connection)) settings.update_clause = "OR ROLLBACK";
  // What a statement inside a transaction writes down to undo itself: not into a file.
  // ObjectSetting it drops temporary tables.
  if (connection.query("SELECT 1 FROM sqlite_temp_schema LIMIT 1").rows.empty())
    set("temp_store", "MEMORY");
  // https://sqlite.org/pragma.html#pragma_synchronous: with a write-ahead log NORMAL is always
  // consistent, with a rollback journal it is not. Less is what the revision has chosen.
  if (told("main.journal_mode") != "wal") return settings;
  const std::string synchronous = told("main.synchronous");
  if (synchronous == "2" || synchronous == "3") set("main.synchronous", "NORMAL");
  return settings;
}

}  // namespace aludel::sqlite
