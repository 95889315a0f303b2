// SQLite keeps views and triggers as text and lets what they name go. Whether one still fits is
// told by EXPLAIN, which compiles a statement, with the triggers that it fires, and runs nothing.
// https://www.sqlite.org/lang_explain.html
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "dialect/sqlite/parts.hpp"
#include "sql/lexer.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

std::string quoted(const std::string& name) {
  return quote_identifier(name, SqlDialect::sqlite);
}

/// The database's words where it does not take `sql`.
std::optional<std::string> refusal(Connection& connection, const std::string& sql) {
  try {
    connection.query("EXPLAIN " + sql);
    return std::nullopt;
  } catch (const Error& error) {
    if (!connection.usable() || !error.diagnostic().code.starts_with("E04")) throw;
    return error.diagnostic().message;
  }
}

/// DELETE, INSERT or UPDATE: the word before ON, or before OF and the columns.
std::string event_of(const std::string& trigger) {
  const SourceText source({}, trigger);
  Lexer lexer(source, {0, source.text().size()}, SqlDialect::sqlite);
  std::string before;
  while (const auto token = lexer.next()) {
    if (token->kind == TokenKind::white_space || token->kind == TokenKind::comment) continue;
    const std::string word = lower(source.slice(token->span));
    const bool is_event = before == "delete" || before == "insert" || before == "update";
    if (is_event && (word == "on" || word == "of")) return before;
    before = token->kind == TokenKind::word ? word : "";
  }
  return {};
}

/// A statement that fires all triggers of an event; empty where there can be none.
std::string firing(Connection& connection, const std::string& table, const std::string& event) {
  if (event == "delete") return "DELETE FROM " + quoted(table);
  if (event == "insert") return "INSERT INTO " + quoted(table) + " DEFAULT VALUES";
  std::string sets;
  for (const auto& row :
       connection
           .query(Request{.sql = "SELECT name FROM pragma_table_xinfo($1) WHERE hidden = 0",
                          .parameters = {table}})
           .rows) {
    const std::string column = quoted(row.at(0).value_or(""));
    sets += (sets.empty() ? "" : ", ") + column + " = " + column;
  }
  return sets.empty() ? "" : "UPDATE " + quoted(table) + " SET " + sets;
}

}  // namespace

std::vector<Unfit> unfit(Connection& connection) {
  std::vector<Unfit> found;
  std::set<std::string> broken_views;
  std::map<std::pair<std::string, std::string>, std::vector<Unfit>> triggers;
  const Result objects = connection.query(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') "
      "ORDER BY type DESC, rowid");
  for (const auto& row : objects.rows) {
    const std::string name = row.at(1).value_or("");
    const std::string sql = row.at(3).value_or("");
    if (row.at(0) == "trigger") {
      triggers[{row.at(2).value_or(""), event_of(sql)}].push_back({"trigger " + name, sql, {}});
      continue;
    }
    const auto words = refusal(connection, "SELECT * FROM " + quoted(name));
    if (!words) continue;
    broken_views.insert(name);
    found.push_back({"view " + name, sql, *words});
  }
  for (const auto& [fired_by, group] : triggers) {
    if (broken_views.contains(fired_by.first)) continue;  // that is to be told, and nothing behind
    const std::string statement = firing(connection, fired_by.first, fired_by.second);
    if (statement.empty()) continue;
    const auto words = refusal(connection, statement);
    if (!words) continue;
    // Those of one event are compiled together: the first stands for all of them.
    Unfit unfit = group.front();
    for (std::size_t i = 1; i < group.size(); ++i)
      unfit.object += " or " + group[i].object.substr(group[i].object.find(' ') + 1);
    unfit.words = *words;
    found.push_back(std::move(unfit));
  }
  return found;
}

}  // namespace aludel::sqlite
