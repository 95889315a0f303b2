#include "app/models/scratch_state.hpp"

#include "app/models/execute_models.hpp"
#include "app/scratch/beyond_database.hpp"
#include "migrate/inspect_session.hpp"
#include "migrate/own_objects.hpp"
#include "migrate/rendered_operations.hpp"

namespace aludel {

SessionOptions options_for_scratch(SessionOptions options, const DatabaseUrl& scratch) {
  options.url = scratch;
  options.read_only = false;
  options.version_table.was_set = true;
  options.version_table.schema.clear();
  options.sink = [](const Event&) {};
  options.echo = false;
  return options;
}

KnownState state_of(Session& session, WithRights rights) {
  Connection& connection = session.connection();
  KnownState state{inspect(session), connection.server_version()};
  if (rights == WithRights::yes && session.dialect().sql() == SqlDialect::postgresql)
    state.rights = read_rights(connection, own_objects(session.bookkeeping()));
  return state;
}

KnownState state_of_models(const ScratchPlace& place, SessionOptions options,
                           const std::vector<SourceText>& files, WithRights rights) {
  const ScratchDatabase scratch(place);
  Session session(options_for_scratch(std::move(options), scratch.url()));
  execute_models(session, files);
  session.clean();
  return state_of(session, rights);
}

KnownState state_of_models(const ScratchPlace& place, SessionOptions options,
                           const Catalog& models) {
  const ScratchDatabase scratch(place);
  Session session(options_for_scratch(std::move(options), scratch.url()));
  Connection& connection = session.connection();
  render_creation(session.dialect().objects(), models, CatalogOf::models,
                  connection.server_version(), [&](const Rendering& rendering) {
                    for (const RenderedStatement& statement : rendering.statements)
                      connection.query(statement.sql);
                  });
  return state_of(session);
}

KnownState state_of_history(const ScratchPlace& place, SessionOptions options, RunRequest request,
                            const std::vector<std::string>& targets, WithRights rights) {
  std::vector<RevisionIndex> order;
  for (const std::string& target : targets) {
    for (const Step& step : plan_upgrade(request.graph, request.own, {}, target).steps)
      order.push_back(step.revision);
  }
  const ScratchDatabase scratch(place_for_revisions(place, request, order));
  Session session(options_for_scratch(std::move(options), scratch.url()));
  request.direction = Direction::up;
  request.consent = {};
  // What is in other databases is not looked at: this one's objects are what is asked for.
  request.applied_elsewhere = [](const Revision&) { return true; };
  try {
    for (const std::string& target : targets) {
      request.target = target;
      (void)run(session, request);
    }
    session.relocate();
    return state_of(session, rights);
  } catch (Error& error) {
    error.diagnostic().notes.push_back(
        "this was in a scratch database, where the revisions are run");
    error.diagnostic().now = "nothing was changed";
    throw;
  }
}

}  // namespace aludel
