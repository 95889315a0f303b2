// `db shell`: the database's own shell, on the right database.
#include "app/databases/client_program.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

int db_shell(Invocation& invocation) {
  Workspace workspace(invocation);
  return workspace.completing([&]() -> int {
    become(database_shell(workspace.url(), invocation.arguments.positional,
                          workspace.project().pg_bin));
  });
}

}  // namespace aludel::commands
