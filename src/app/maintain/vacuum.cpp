#include "app/maintain/vacuum.hpp"

#include "app/maintain/parts.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "dialect/postgresql/sessions.hpp"

namespace aludel {

std::vector<std::string> resolve_tables(Session& session, const std::vector<std::string>& names) {
  std::vector<std::string> tables;
  for (const std::string& name : names) {
    const TableFacts facts = session.dialect().look_at_table(session.connection(), name);
    if (facts.found) {
      tables.push_back(facts.name);
      continue;
    }
    Diagnostic problem = diagnostic(Code::bad_usage, "there is no table `" + name + "`");
    problem.hint = did_you_mean(name, facts.other_tables);
    problem.now = "nothing was done";
    throw Error(std::move(problem));
  }
  return tables;
}

void run_timed(Session& session, VacuumedTable& table, int index, int count,
               const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  try {
    const StatementWatch::During watched(session.watch(),
                                         {.revision = table.table,
                                          .statements = count,
                                          .lock_timeout = session.options().lock_timeout,
                                          .statement = [index] { return index; }});
    work();
  } catch (const Error& error) {
    const std::string& code = error.diagnostic().code;
    if (code == info(Code::interrupted).id || error.diagnostic().connection_lost) throw;
    table.problem = error.diagnostic();
  }
  table.duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
}

Diagnostic missing_rights(Session& session, const std::vector<std::string>& tables) {
  Connection& connection = session.connection();
  const std::string role = postgresql::role_of(connection);
  Diagnostic problem = diagnostic(
      Code::statement_refused,
      counted(static_cast<long long>(tables.size()), "table was", "tables were") +
          " passed over: " + role + " may not vacuum " + (tables.size() == 1 ? "it" : "them"));
  problem.notes = tables;
  problem.next = connection.server_version() >= 170000
                     ? "as their owner or a superuser: `GRANT MAINTAIN ON " + join(tables, ", ") +
                           " TO " + role + "`; or run it as such"
                     : "run it as their owner, as the owner of the database, or as a superuser";
  return problem;
}

std::vector<VacuumedTable> vacuum(Session& session, const VacuumRequest& request,
                                  const std::function<void(const VacuumedTable&)>& tell) {
  return session.options().url.kind == DatabaseUrl::Kind::sqlite
             ? sqlite::vacuum(session, request, tell)
             : postgresql::vacuum(session, request, tell);
}

}  // namespace aludel
