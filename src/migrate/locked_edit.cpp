#include "migrate/locked_edit.hpp"

#include "migrate/ensure_bookkeeping.hpp"
#include "migrate/failure.hpp"
#include "migrate/migration_lock.hpp"

namespace aludel {

void edit_bookkeeping(Session& session,
                      const std::function<std::vector<OwnedRequest>(const DatabaseState&)>& edit) {
  const MigrationLock lock(session);
  ensure_bookkeeping(session);
  Connection& connection = session.connection();
  bool committing = false;
  try {
    for (const std::string& sql : session.dialect().begin({})) connection.query(sql);
    for (const std::string& guard : session.guards()) connection.query(guard);
    for (const OwnedRequest& statement : edit(read_state(session)))
      connection.query(statement.request());
    committing = true;
    connection.query("COMMIT");
  } catch (Error& error) {
    connection.set_stop_token({});
    if (connection.usable() && connection.in_transaction()) connection.query("ROLLBACK");
    Diagnostic& problem = error.diagnostic();
    if (committing && leaves_commit_in_doubt(problem)) {
      problem.now = "whether the change was kept is not known: `aludel status` tells";
    } else if (problem.now.empty() && !problem.connection_lost) {
      problem.now = "nothing was changed";
    }
    throw;
  }
}

}  // namespace aludel
