#include "aludel/migrate.hpp"

#include "app/file_turn.hpp"
#include "app/migrations.hpp"
#include "app/missing_file.hpp"
#include "base/file.hpp"
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

DatabaseUrl url_of(std::string_view url) {
  return parse_url(url, std::filesystem::current_path());
}

DatabaseState state_of(const DatabaseUrl& url, const Options& options) {
  if (is_missing_file(url)) return {};
  Session session(session_options(url, options, For::reading));
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

Report run_in(std::string_view url, const Migrations& migrations, Direction direction,
              std::string_view target, const Options& options) {
  const RunRequest request = run_request(migrations.data(), direction, target, options);
  const DatabaseUrl where = url_of(url);
  const FileTurn turn(where, options.lock_wait, options.stop);
  Session session(session_options(where, options, For::writing));
  return run(session, request);
}

}  // namespace

Report upgrade(std::string_view url, const Migrations& migrations, std::string_view target,
               const Options& options) {
  return run_in(url, migrations, Direction::up, target, options);
}

Report downgrade(std::string_view url, const Migrations& migrations, std::string_view target,
                 const Options& options) {
  return run_in(url, migrations, Direction::down, target, options);
}

Current current(std::string_view url, const Options& options) {
  DatabaseState state = state_of(url_of(url), options);
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

std::vector<PendingRevision> pending(std::string_view url, const Migrations& migrations,
                                     std::string_view target, const Options& options) {
  const Migrations::Data& data = migrations.data();
  std::vector<PendingRevision> result;
  for (const Step& step : plan_run(run_request(data, Direction::up, target, options),
                                   state_of(url_of(url), options))) {
    const Revision& revision = data.graph[step.revision];
    result.push_back({revision.id, revision.message, data.file_of(revision)});
  }
  return result;
}

}  // namespace aludel
