#include "migrate/create_objects.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "catalog/creation.hpp"
#include "catalog/describe.hpp"
#include "dialect/objects.hpp"
#include "migrate/locked_edit.hpp"
#include "migrate/own_objects.hpp"
#include "migrate/version_rows_sql.hpp"
#include "revision/resolve.hpp"

namespace aludel {

namespace {

bool is_fresh(Session& session, const DatabaseState& state) {
  if (!state.rows.empty() || state.in_progress) return false;
  const Inspected found =
      session.dialect().objects().inspect(session.connection(), own_objects(session.bookkeeping()));
  return found.catalog.tables.empty() && found.catalog.views.empty() && found.not_covered.empty();
}

/// The server's words say nothing of which object it was about.
void run_creation(Session& session, const Operation& bound, const Catalog& state) {
  Connection& connection = session.connection();
  try {
    for (const RenderedStatement& statement :
         session.dialect().objects().render(bound, state, connection.server_version()).statements)
      connection.query(statement.sql);
  } catch (Error& error) {
    error.diagnostic().notes.push_back("this was to " + describe(bound));
    throw;
  }
}

}  // namespace

std::optional<std::vector<std::string>> create_objects(Session& session, const Catalog& models,
                                                       const RevisionGraph& graph,
                                                       const RevisionSet& own) {
  std::optional<std::vector<std::string>> rows;
  edit_bookkeeping(session, [&](const DatabaseState& state) {
    std::vector<OwnedRequest> statements;
    if (!is_fresh(session, state)) return statements;
    const ObjectFunctions& objects = session.dialect().objects();
    Catalog made;
    for (Operation& operation : creation(models)) {
      const Operation bound =
          objects.bound(std::move(operation), made, session.connection().server_version());
      run_creation(session, bound, made);
      apply(made, bound, objects.rules);
    }
    rows = sorted_ids(graph, heads_of(graph, own));
    for (RowStatement& statement : row_statements(session.bookkeeping(), row_edit({}, *rows)))
      statements.push_back(std::move(statement.request));
    for (const std::string& row : *rows) {
      JournalEntry entry;
      entry.name = row;
      entry.event = "stamped";
      entry.detail = "created from the models";
      statements.push_back(
          journal_insert(session.dialect(), session.bookkeeping(), session.run(), entry));
    }
    return statements;
  });
  return rows;
}

}  // namespace aludel
