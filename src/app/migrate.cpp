#include "aludel/check.hpp"
#include "aludel/create.hpp"
#include "app/compare/compare.hpp"
#include "app/file_turn.hpp"
#include "app/migrations.hpp"
#include "app/missing_file.hpp"
#include "base/file.hpp"
#include "dialect/adopt.hpp"
#include "migrate/create_objects.hpp"
#include "migrate/run.hpp"
#include "migrate/session.hpp"

namespace aludel {

namespace {

enum class For { reading, writing };

SessionOptions session_options(DatabaseUrl url, const Options& options, For purpose) {
  SessionOptions result;
  result.url = std::move(url);
  result.version_table.schema = options.version_table_schema;
  if (!options.version_table.empty()) {
    result.version_table.table = options.version_table;
    result.version_table.was_set = true;
  }
  result.foreign_keys = options.foreign_keys;
  result.read_only = purpose == For::reading;
  result.lock_wait = options.lock_wait;
  result.lock_timeout = options.lock_timeout;
  result.statement_timeout = options.statement_timeout;
  result.kill_blockers = options.kill_blockers;
  result.connect_wait = options.connect_wait;
  if (options.events) result.sink = options.events;
  result.echo = options.echo;
  result.hidden_values = options.variables;
  result.stop = options.stop;
  return result;
}

/// The connection of the application's; empty where there is none.
Adopt adopt_of(const Database& database) {
  if (database.sqlite() != nullptr) return adopt_sqlite(database.sqlite());
  if (database.postgresql() != nullptr) return adopt_postgresql(database.postgresql());
  return {};
}

DatabaseUrl kind_alone() {
  DatabaseUrl url;
  url.kind = DatabaseUrl::Kind::postgresql;
  return url;
}

DatabaseUrl url_of(const Database& database) {
  if (database.sqlite() != nullptr) return url_of_open(database.sqlite());
  if (database.postgresql() != nullptr) return kind_alone();
  return parse_url(database.url(), std::filesystem::current_path());
}

SessionOptions session_options(const Database& database, const Options& options, For purpose) {
  SessionOptions result = session_options(url_of(database), options, purpose);
  result.adopt = adopt_of(database);
  return result;
}

DatabaseState state_of(const Database& database, const Options& options) {
  if (database.sqlite() == nullptr && is_missing_file(url_of(database))) return {};
  Session session(session_options(database, options, For::reading));
  return read_state(session);
}

RunRequest run_request(const Migrations::Data& migrations, Direction direction,
                       std::string_view target, const Options& options) {
  return {.graph = migrations.graph,
          .own = migrations.graph.all(),
          .direction = direction,
          .target = std::string(target),
          .variables = options.variables,
          .one_transaction = options.one_transaction,
          .consent = {.needed = options.protect_data,
                      .database = {},
                      .reason = options.data_loss_reason,
                      .how = "call it with Options::data_loss_reason"},
          .read =
              [&migrations](const Revision& revision) {
                if (revision.text) return SourceText(revision.path, *revision.text);
                return read_text(migrations.file_of(revision), Code::revision_file_unreadable);
              },
          .applied_elsewhere = {}};
}

Report run_in(const Database& database, const Migrations& migrations, Direction direction,
              std::string_view target, const Options& options) {
  const RunRequest request = run_request(migrations.data(), direction, target, options);
  const FileTurn turn(url_of(database), options.lock_wait, options.stop);
  Session session(session_options(database, options, For::writing));
  return run(session, request);
}

}  // namespace

Report upgrade(const Database& database, const Migrations& migrations, std::string_view target,
               const Options& options) {
  return run_in(database, migrations, Direction::up, target, options);
}

Report downgrade(const Database& database, const Migrations& migrations, std::string_view target,
                 const Options& options) {
  return run_in(database, migrations, Direction::down, target, options);
}

bool create_all(const Database& database, const Catalog& models, const Migrations& migrations,
                const Options& options) {
  const FileTurn turn(url_of(database), options.lock_wait, options.stop);
  Session session(session_options(database, options, For::writing));
  const RevisionGraph& graph = migrations.data().graph;
  return create_objects(session, models, graph, graph.all()).has_value();
}

std::vector<std::string> model_differences(const Database& database, const Catalog& models,
                                           const Migrations& migrations,
                                           const CheckOptions& options) {
  const SessionOptions reading = session_options(database, options.options, For::reading);
  SessionOptions scratch = reading;
  scratch.adopt = {};
  ScratchPlace place{.url = reading.url, .access = server_access(reading)};
  if (!options.scratch_url.empty()) {
    place.url = parse_url(options.scratch_url, std::filesystem::current_path());
  } else if (database.postgresql() != nullptr) {
    place.refusal = "an open connection does not say how another database is reached";
  }
  const KnownState wanted = state_of_models(place, scratch, models);
  KnownState live;
  std::optional<Session> session;
  if (database.sqlite() != nullptr || !is_missing_file(reading.url)) {
    session.emplace(reading);
    live = state_of(*session);
  }
  CompareOptions compared{.online = false};
  compared.history = [&] {
    return state_of_history(place, scratch,
                            run_request(migrations.data(), Direction::up, "heads", options.options),
                            {"heads"})
        .objects.catalog;
  };
  const ComparedStates found = compare(live, wanted, dialect_for(reading.url), nullptr, compared);
  std::vector<std::string> lines;
  for (const RenderedChange& change : found.changes)
    lines.insert(lines.end(), change.what.begin(), change.what.end());
  for (const Refusal& refusal : found.refusals)
    lines.push_back(refusal.object + ": " + refusal.reason);
  return lines;
}

Current current(const Database& database, const Options& options) {
  DatabaseState state = state_of(database, options);
  Current result{.rows = std::move(state.rows)};
  if (!state.in_progress) return result;
  const InProgress& progress = *state.in_progress;
  result.in_progress = HalfDone{.revision = progress.revision,
                                .direction = progress.direction,
                                .segments_done = progress.done(),
                                .segments = progress.segments};
  if (progress.batch) {
    result.in_progress->rows_done = progress.batch->rows;
    if (progress.batch->detail.total > 0)
      result.in_progress->rows_total = progress.batch->detail.total;
  }
  if (progress.intent) result.in_progress->statement_in_doubt = progress.intent->statement;
  return result;
}

std::vector<PendingRevision> pending(const Database& database, const Migrations& migrations,
                                     std::string_view target, const Options& options) {
  const Migrations::Data& data = migrations.data();
  std::vector<PendingRevision> result;
  for (const Step& step :
       plan_run(run_request(data, Direction::up, target, options), state_of(database, options))) {
    const Revision& revision = data.graph[step.revision];
    result.push_back({revision.id, revision.message, data.file_of(revision)});
  }
  return result;
}

}  // namespace aludel
