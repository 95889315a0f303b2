#include "migrate/relative_run.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "migrate/resume.hpp"
#include "revision/applied.hpp"

namespace aludel {

namespace {

bool is_alive(Session& session, const std::string& backend, const std::string& host) {
  if (session.dialect().takes_turns()) return is_other_living_runner(session, backend, host);
  // Whoever runs holds the lock.
  return !session.dialect()
              .lock_holder(session.connection(), session.bookkeeping())
              .description.empty();
}

}  // namespace

std::optional<std::vector<Step>> steps_of_stopped_run(Session& session, const RunRequest& request) {
  const Bookkeeping& tables = session.bookkeeping();
  if (!tables.has_journal) return std::nullopt;
  const OwnedRequest last{
      "SELECT event, name, direction, detail, backend, host FROM " + tables.journal +
          " WHERE version_table = $1 AND (kind = 'run' AND name NOT IN ('scripts', 'seeds') OR "
          "event = 'stamped') ORDER BY id DESC LIMIT 1",
      {tables.key}};
  const Result found = session.connection().query(last.request());
  if (found.rows.empty()) return std::nullopt;
  const auto& row = found.rows.front();
  if (row.at(0) != "begin" || row.at(1) != request.target ||
      row.at(2) != std::string(name_of(request.direction)))
    return std::nullopt;
  if (is_alive(session, row.at(4).value_or(""), row.at(5).value_or(""))) return std::nullopt;
  std::vector<Step> steps;
  for (const std::string& id : split(row.at(3).value_or(""), ' ')) {
    const auto revision = request.graph.find(id);
    if (!revision || !request.own.contains(*revision)) return std::nullopt;
    steps.push_back({*revision, request.direction});
  }
  return steps;
}

JournalEntry begin_of_run(const RunRequest& request, const std::vector<Step>& steps) {
  std::vector<std::string> ids;
  for (const Step& step : steps) ids.push_back(request.graph[step.revision].id);
  JournalEntry entry;
  entry.kind = "run";
  entry.name = request.target;
  entry.direction = request.direction;
  entry.event = "begin";
  entry.detail = join(ids, " ");
  return entry;
}

std::optional<std::vector<Step>> steps_left(const RunRequest& request, const DatabaseState& state,
                                            std::vector<Step> steps) {
  RevisionSet applied = applied_state(request.graph, request.own, state.rows).applied;
  const auto in_progress = [&](const Step& step) {
    return state.in_progress && state.in_progress->revision == request.graph[step.revision].id;
  };
  std::erase_if(steps, [&](const Step& step) {
    return applied.contains(step.revision) == (step.direction == Direction::up) &&
           !in_progress(step);
  });
  const auto half_way = std::ranges::find_if(steps, in_progress);
  if (state.in_progress && half_way == steps.end()) refuse_half_way(*state.in_progress, request);
  if (half_way != steps.end()) std::rotate(steps.begin(), half_way, std::next(half_way));
  for (const Step& step : steps) {
    const bool up = step.direction == Direction::up;
    const bool fits = std::ranges::all_of(
        up ? request.graph.needs(step.revision) : request.graph.dependents(step.revision),
        [&](RevisionIndex other) {
          return applied.contains(other) == up || !request.own.contains(other);
        });
    if (!fits) return std::nullopt;
    up ? applied.insert(step.revision) : applied.erase(step.revision);
  }
  return steps;
}

}  // namespace aludel
