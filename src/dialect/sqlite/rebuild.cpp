// A view of SQLite has no dependents: others name it in their text alone, and stay as they are. Its
// triggers go with it.
#include "dialect/sqlite/parts.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

Rebuild plan_rebuild(Connection& connection, std::span<const ReplacedObject> objects) {
  Rebuild rebuild;
  bool replaces = false;
  for (const ReplacedObject& object : objects) {
    const Result view = connection.query(
        Request{.sql = "SELECT name FROM sqlite_schema WHERE type = 'view' AND lower(name) = "
                       "lower($1)",
                .parameters = {object.name}});
    if (view.rows.empty()) continue;
    replaces = true;
    const std::string name = view.rows[0][0].value_or("");
    if (object.drop)
      rebuild.before.push_back(
          {"view " + name, "DROP VIEW " + quote_identifier(name, SqlDialect::sqlite)});
    const Result triggers = connection.query(Request{
        .sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1 "
               "ORDER BY rowid",
        .parameters = {name}});
    for (const auto& trigger : triggers.rows) {
      // However it was written, SQLite keeps it with these words at its beginning.
      constexpr std::string_view begin = "CREATE TRIGGER ";
      const std::string sql = trigger.at(1).value_or("");
      if (!sql.starts_with(begin)) continue;
      const std::string what = "trigger " + trigger.at(0).value_or("");
      rebuild.dependents.push_back(what);
      rebuild.after.push_back(
          {what, std::string(begin) + "IF NOT EXISTS " + sql.substr(begin.size())});
    }
  }
  if (replaces) rebuild.unfit = unfit(connection);
  return rebuild;
}

}  // namespace aludel::sqlite
