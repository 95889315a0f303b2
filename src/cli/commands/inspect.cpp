// `inspect`: a database as SQL, to be kept under version control.
#include <nlohmann/json.hpp>

#include "app/inspect/database_sql.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

int inspect(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  if (const auto url = invocation.arguments.get("url")) workspace.need_no_project(*url);
  Console& console = invocation.console;
  const DatabaseSql sql = workspace.completing([&] { return database_sql(workspace.reading()); });
  console.result({{"statements", sql.statements}, {"not_covered", sql.not_covered}});
  bool first = true;
  for (const std::string& statement : sql.statements) {
    if (!std::exchange(first, false)) console.print("");
    console.print(statement + ";");
  }
  if (!sql.not_covered.empty() && !first) console.print("");
  for (const std::string& object : sql.not_covered) console.print("-- not printed: " + object);
  if (sql.statements.empty() && sql.not_covered.empty())
    console.note("the database holds nothing but Aludel's own tables, if these");
  return 0;
}

}  // namespace aludel::commands
