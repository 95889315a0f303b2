#include "migrate/preview.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "migrate/own_tables.hpp"
#include "migrate/relative_run.hpp"
#include "migrate/resume.hpp"
#include "revision/target.hpp"
#include "revision/version_rows.hpp"

namespace aludel {

namespace {

std::vector<std::string> rows_after(const RunRequest& request, const DatabaseState& state,
                                    const std::vector<Step>& steps) {
  RunningRows running{request.graph, request.own,
                      applied_and_half_down(request.graph, request.own, state)};
  for (const Step& step : steps)
    step.direction == Direction::up ? running.insert(step.revision) : running.erase(step.revision);
  return sorted_ids(request.graph, running.rows());
}

std::string without_count(const PossibleLoss& loss) {
  const std::string name = shown(loss.object);
  std::string text;
  switch (loss.kind) {
    case LossKind::table: text = "table " + name; break;
    case LossKind::column: text = "column " + name + "." + loss.column; break;
    case LossKind::rows: text = loss.words.empty() ? "rows of " + name : loss.words; break;
    default: text = shown(loss, {}); break;
  }
  return (loss.may ? "perhaps " : "") + text;
}

/// The way back is judged by its text alone: what it will find is not there yet.
WayBack way_back_of(const Revision& revision, const Script& up, const RunRequest& request,
                    const Dialect& dialect, int server_version) {
  WayBack back{.revision = revision.id, .reversible = true, .reason = {}, .loses = {}};
  try {
    const Script down = compile_script(read_body(up.source, dialect.sql()), Direction::down,
                                       dialect, server_version, request.variables);
    const PlanInput input{&revision, &down, 0};
    const Plan plan = make_plan(std::span(&input, 1),
                                {.dialect = dialect.sql(), .server_version = server_version});
    for (const PlannedSegment& segment : plan.steps.front().segments) {
      for (const PlannedStatement& statement : segment.statements) {
        for (const PlannedLoss& loss : statement.losses) {
          if (!loss.what.when_called) back.loses.push_back(without_count(loss.what));
        }
      }
    }
  } catch (const Error& error) {
    back.reversible = false;
    back.reason = error.diagnostic().message;
  }
  return back;
}

/// A run that was stopped is finished by the same command.
std::vector<Step> planned_steps(Session* session, const RunRequest& request,
                                const DatabaseState& state) {
  if (session != nullptr && parse_target(request.target).relative()) {
    if (const auto stopped = steps_of_stopped_run(*session, request)) {
      if (const auto left = steps_left(request, state, *stopped)) return *left;
    }
  }
  return plan_run(request, state);
}

}  // namespace

Preview preview(Session* session, const Dialect& dialect, int server_version,
                const RunRequest& request, bool foreign_keys) {
  Preview result;
  if (session != nullptr) {
    result.state = read_state(*session);
    forget_stale_progress(result.state, request.graph, request.own);
    refuse_changed_files(*session, request, result.state);
  }
  const DatabaseState& state = result.state;
  result.steps = planned_steps(session, request, state);
  result.rows_after = rows_after(request, state, result.steps);
  compile_steps(request, result.steps, dialect, server_version,
                {.session = session, .in_progress = state.in_progress}, result.scripts,
                [&](const Script& script) {
                  if (session == nullptr) return;
                  refuse_own_tables(script, dialect, server_version, session->bookkeeping(),
                                    session->options().version_table);
                });
  std::vector<PlanInput> inputs;
  for (const Step& step : result.steps) {
    const Revision& revision = request.graph[step.revision];
    Script& script = result.scripts.at(step.revision);
    const bool half_way = state.in_progress && state.in_progress->revision == revision.id;
    if (half_way) fit_to_resume(script, *state.in_progress);
    inputs.push_back({&revision, &script, half_way ? state.in_progress->done() : 0,
                      half_way ? state.in_progress->batch : std::nullopt});
    if (step.direction == Direction::up)
      result.way_back.push_back(way_back_of(revision, script, request, dialect, server_version));
  }
  const PlanOptions options{
      .dialect = dialect.sql(), .server_version = server_version, .foreign_keys = foreign_keys};
  if (session == nullptr) {
    Facts facts;
    facts.nothing_there = true;
    result.plan = make_plan(inputs, options, &facts);
    return result;
  }
  try {
    result.plan = look_up(session->connection(), inputs, options, LookFor::everything, true);
  } catch (const Error& error) {
    if (!session->connection().usable()) throw;
    result.not_asked = error.diagnostic();
    result.plan = make_plan(inputs, options);
  }
  return result;
}

}  // namespace aludel
