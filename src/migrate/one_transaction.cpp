#include "migrate/one_transaction.hpp"

#include <cstdlib>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

/// A new table takes locks on itself, its TOAST table and that one's index, its sequence and the
/// index of its key.
constexpr long long locks_per_table = 5;

long long locks_of(const Script& script) {
  long long locks = 0;
  for (const Segment& segment : script.segments) {
    for (const ScriptStatement& statement : segment.statements) {
      const std::string start = lower(statement.sql.substr(0, 40));
      if (start.starts_with("create table")) locks += locks_per_table;
      if (start.starts_with("create index") || start.starts_with("create unique index")) locks += 1;
    }
  }
  return locks;
}

/// What the server's lock table holds for all sessions together; none where there is no such limit.
std::optional<long long> lock_table_size(Session& session) {
  if (session.dialect().sql() != SqlDialect::postgresql) return std::nullopt;
  const Result result = session.connection().query(
      "SELECT current_setting('max_locks_per_transaction')::bigint * "
      "(current_setting('max_connections')::bigint + "
      "current_setting('max_prepared_transactions')::bigint)");
  return std::atoll(result.rows.at(0).at(0).value_or("0").c_str());
}

Diagnostic impossible() {
  Diagnostic problem =
      diagnostic(Code::transaction_all_impossible, "these revisions cannot run in one transaction");
  problem.now = "nothing was changed";
  problem.next =
      "leave out `--transaction all`: each revision is a transaction of its own, and a run that "
      "stops goes on where it was";
  return problem;
}

}  // namespace

long long check_one_transaction(const RevisionGraph& graph, const std::vector<Step>& steps,
                                const std::function<const Script&(RevisionIndex)>& script_of) {
  Diagnostic problem = impossible();
  long long locks = 0;
  for (const Step& step : steps) {
    const Script& script = script_of(step.revision);
    locks += locks_of(script);
    for (std::size_t k = 0; k < script.segments.size(); ++k) {
      const Segment& segment = script.segments[k];
      const bool alone = segment.autocommit || segment.batched;
      if (script.segments.size() == 1 && !alone) continue;
      for (const ScriptStatement& statement : segment.statements) {
        const Place place = script.source.place(statement.source.span);
        const bool is_reason =
            alone || (k > 0 && &statement == &segment.statements.front() &&
                      !script.segments[k - 1].autocommit && !script.segments[k - 1].batched);
        if (!is_reason) continue;
        problem.notes.push_back(place.file + ":" + std::to_string(place.line) + ": " +
                                place.excerpt + "  (revision " + graph[step.revision].id + ")");
      }
    }
  }
  if (!problem.notes.empty()) throw Error(std::move(problem));
  return locks;
}

void check_one_transaction(Session& session, const RevisionGraph& graph,
                           const std::vector<Step>& steps,
                           const std::function<const Script&(RevisionIndex)>& script_of) {
  const long long locks = check_one_transaction(graph, steps, script_of);
  const auto room = lock_table_size(session);
  if (!room || locks <= *room) return;
  Diagnostic problem = impossible();
  problem.detail = "they take about " + std::to_string(locks) +
                   " locks, and the server's lock table holds " + std::to_string(*room) +
                   " (max_locks_per_transaction × connections)";
  throw Error(std::move(problem));
}

}  // namespace aludel
