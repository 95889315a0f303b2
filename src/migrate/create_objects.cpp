#include "migrate/create_objects.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "dialect/objects.hpp"
#include "migrate/inspect_session.hpp"
#include "migrate/locked_edit.hpp"
#include "migrate/rendered_operations.hpp"
#include "migrate/version_rows_sql.hpp"
#include "revision/resolve.hpp"

namespace aludel {

namespace {

bool is_fresh(Session& session, const DatabaseState& state) {
  if (!state.rows.empty() || state.in_progress) return false;
  const Inspected found = inspect(session);
  return found.catalog.tables.empty() && found.catalog.views.empty() &&
         found.catalog.composites.empty() && found.catalog.others.empty() &&
         found.not_covered.empty();
}

void make_objects(Session& session, const Catalog& models) {
  Connection& connection = session.connection();
  try {
    render_creation(session.dialect().objects(), models, CatalogOf::models,
                    connection.server_version(), [&](const Rendering& rendering) {
                      for (const RenderedStatement& statement : rendering.statements)
                        connection.query(statement.sql);
                    });
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (problem.next.empty() && connection.usable())
      problem.next =
          "correct the models, then the same call again; or call `upgrade`, which runs the "
          "revisions";
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
    make_objects(session, models);
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
