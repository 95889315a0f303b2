#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/failure.hpp"
#include "migrate/run.hpp"
#include "revision/applied.hpp"
#include "revision/describe.hpp"
#include "revision/section.hpp"
#include "revision/version_rows.hpp"

namespace aludel {

namespace {

void check_foreign(const RunRequest& request, const std::vector<RevisionIndex>& foreign) {
  std::vector<RevisionIndex> in_the_way;
  for (const RevisionIndex each : foreign) {
    const bool applied =
        request.applied_elsewhere && request.applied_elsewhere(request.graph[each]);
    if (applied != (request.direction == Direction::up)) in_the_way.push_back(each);
  }
  if (in_the_way.empty()) return;
  const Revision& first = request.graph[in_the_way.front()];
  const bool up = request.direction == Direction::up;
  Diagnostic problem = diagnostic(
      Code::foreign_parent_missing,
      up ? "revisions of another database must be applied there first"
         : "revisions of another database need what would be undone, and are applied there");
  for (std::string& line : describe_all(request.graph, in_the_way))
    problem.notes.push_back(std::move(line));
  problem.now = "nothing was changed";
  problem.next = up ? "`aludel upgrade --database " + first.database + " " + first.id +
                          "`, then this command again"
                    : "`aludel downgrade --database " + first.database + "` below " + first.id +
                          ", then this command again";
  throw Error(std::move(problem));
}

std::string what_is_done(const InProgress& progress) {
  return counted(progress.done(), "segment") + " of " + std::to_string(progress.segments) +
         " of revision " + progress.revision + (progress.done() == 1 ? " is done" : " are done") +
         "; nothing was changed by this run";
}

}  // namespace

void refuse_half_way(const InProgress& progress, const RunRequest& request) {
  const std::string way(name_of(progress.direction));
  Diagnostic problem = diagnostic(
      Code::half_way, "revision " + progress.revision + " stopped half-way through its " + way +
                          ", and `" + command_of(request) + "` does not go on with it");
  problem.now = what_is_done(progress);
  problem.next = "`" + command_to_finish(progress, request.graph) + request.flags +
                 "` finishes it; after that go where you like";
  throw Error(std::move(problem));
}

std::string command_of(const RunRequest& request) {
  if (!request.command.empty()) return request.command;
  const std::string_view usual = request.direction == Direction::up ? "head" : "-1";
  std::string command = "aludel " + std::string(name_of(request.direction));
  if (request.target != usual) command += " " + request.target;
  return command + request.flags;
}

std::string command_to_finish(const InProgress& progress, const RevisionGraph& graph) {
  if (progress.direction == Direction::up) return "aludel upgrade " + progress.revision;
  // To what it stands on, on its own branch: beside it there may be others that are to stay.
  const auto revision = graph.find(progress.revision);
  const bool has_parent = revision && !graph.parents(*revision).empty();
  return "aludel downgrade " + progress.revision + "@" +
         (has_parent ? graph[graph.parents(*revision).front()].id : "base");
}

void forget_stale_progress(DatabaseState& state, const RevisionGraph& graph,
                           const RevisionSet& own) {
  if (!state.in_progress) return;
  const auto revision = graph.find(state.in_progress->revision);
  if (revision && applied_state(graph, own, state.rows).applied.contains(*revision))
    state.in_progress.reset();
}

namespace {

/// Nothing here knows what its next segment is.
[[noreturn]] void refuse_half_way_without_file(const DatabaseState& state,
                                               const RunRequest& request) {
  const InProgress& progress = *state.in_progress;
  Diagnostic problem = diagnostic(
      Code::half_way, "revision " + progress.revision + " stopped half-way through its " +
                          std::string(name_of(progress.direction)) + ", and its file is gone");
  problem.hint =
      "`aludel journal " + progress.revision + request.flags + " --text` shows what ran of it";
  problem.now = what_is_done(progress);
  problem.next =
      "put its file back, then this command again; or take back by hand what it did, "
      "then `aludel stamp --purge " +
      (state.rows.empty() ? "base" : join(state.rows, " ")) + request.flags + "`";
  throw Error(std::move(problem));
}

/// Where a branch or a merge is about, no target says that.
StepPlan plan_alone(const RunRequest& request, const std::vector<std::string>& rows) {
  const bool is_applied =
      applied_state(request.graph, request.own, rows).applied.contains(*request.alone);
  if (is_applied == (request.direction == Direction::up)) return {};
  return {.steps = {{*request.alone, request.direction}}, .foreign = {}};
}

}  // namespace

std::vector<Step> plan_run(const RunRequest& request, const DatabaseState& state) {
  if (state.in_progress && !request.graph.find(state.in_progress->revision))
    refuse_half_way_without_file(state, request);
  if (state.in_progress && state.in_progress->direction != request.direction)
    refuse_half_way(*state.in_progress, request);
  const std::vector<std::string> rows =
      state.in_progress
          ? sorted_ids(
                request.graph,
                version_rows(request.graph,
                             applied_and_half_down(request.graph, request.own, state), request.own))
          : state.rows;
  StepPlan plan = request.alone ? plan_alone(request, rows)
                  : request.direction == Direction::up
                      ? plan_upgrade(request.graph, request.own, rows, request.target)
                      : plan_downgrade(request.graph, request.own, rows, request.target);
  check_foreign(request, plan.foreign);
  if (state.in_progress) {
    const auto half_way = std::ranges::find_if(plan.steps, [&](const Step& step) {
      return request.graph[step.revision].id == state.in_progress->revision &&
             step.direction == state.in_progress->direction;
    });
    if (half_way == plan.steps.end()) refuse_half_way(*state.in_progress, request);
    // All that it needs is applied (up), all that needs it is undone (down): it can always be the
    // first.
    std::rotate(plan.steps.begin(), half_way, std::next(half_way));
  }
  return plan.steps;
}

}  // namespace aludel
