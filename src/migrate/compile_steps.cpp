#include "migrate/compile_steps.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "migrate/failure.hpp"
#include "revision/alembic_command.hpp"

namespace aludel {

namespace {

/// @param steps  of which `step` is one: what is undone by us goes first, since Alembic does not
///               know it
[[noreturn]] void refuse_python(const RevisionGraph& graph, const std::vector<Step>& steps,
                                const Step& step) {
  const Revision& revision = graph[step.revision];
  Diagnostic problem =
      diagnostic(Code::not_runnable, "the body of an Alembic .py file cannot be run yet");
  problem.place = Place{.file = revision.path, .excerpt = {}, .label = {}};
  const std::string command = alembic_command(graph, step);
  const bool has_ours_above = step.direction == Direction::down &&
                              steps.front().revision != step.revision &&
                              graph[steps.front().revision].kind == RevisionKind::sql;
  if (command.empty()) {
    problem.next =
        "write the revision as SQL under the same id: Alembic cannot run it, since it does not "
        "know the SQL files that it stands on";
  } else if (has_ours_above) {
    problem.next = "`aludel downgrade " + revision.id + "`, then with Alembic `" + command + "`";
  } else {
    problem.next = "run it with Alembic (`" + command +
                   "`): both tools can share the version table; or write the revision as SQL under "
                   "the same id";
  }
  throw Error(std::move(problem));
}

}  // namespace

void compile_steps(const RunRequest& request, const std::vector<Step>& steps,
                   const Dialect& dialect, int server_version, StartState start, Scripts& scripts,
                   const std::function<void(const Script&)>& check) {
  std::vector<Diagnostic> problems;
  const auto is_code = [&](const Step& step) {
    return request.graph[step.revision].kind == RevisionKind::cpp &&
           !scripts.contains(step.revision);
  };
  std::optional<CodeCompiler> code;
  if (std::ranges::any_of(steps, is_code))
    code.emplace(request, dialect, server_version, std::move(start));
  for (const Step& step : steps) {
    const Revision& revision = request.graph[step.revision];
    try {
      if (const auto known = scripts.find(step.revision); known != scripts.end()) {
        if (code) code->pass(step, known->second);
        continue;
      }
      if (revision.kind == RevisionKind::alembic) refuse_python(request.graph, steps, step);
      const bool of_code = revision.kind == RevisionKind::cpp;
      const Script& script =
          scripts
              .emplace(step.revision,
                       of_code ? code->compile(step)
                               : compile_script(read_body(request.read(revision), dialect.sql()),
                                                step.direction, dialect, server_version,
                                                request.variables))
              .first->second;
      if (code && !of_code) code->pass(step, script);
      if (check) check(script);
    } catch (const Error& error) {
      for (Diagnostic problem : error.report()) {
        problem.message =
            "revision " + titled(revision.id, revision.message) + ": " + problem.message;
        if (problem.now.empty()) problem.now = "nothing was changed";
        problems.push_back(std::move(problem));
      }
    }
  }
  if (!problems.empty()) throw Error(std::move(problems));
}

}  // namespace aludel
