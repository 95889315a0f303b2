#include "cli/hooks.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/child_process.hpp"
#include "base/code.hpp"
#include "base/deadline.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/workspace.hpp"

namespace aludel {

namespace {

/// What is worth reading of what a hook has printed.
std::vector<std::string> last_lines(const std::string& text, long long dropped) {
  constexpr std::size_t most = 50;
  std::vector<std::string> lines = split(text, '\n');
  std::erase(lines, "");
  const long long all = dropped + static_cast<long long>(lines.size());
  if (all <= static_cast<long long>(most)) return lines;
  lines.erase(lines.begin(),
              lines.end() - static_cast<std::ptrdiff_t>(std::min(most, lines.size())));
  lines.insert(lines.begin(), "… the last " + std::to_string(lines.size()) + " of " +
                                  with_commas(all) + " lines:");
  return lines;
}

}  // namespace

void Hooks::run(const std::string& hook, const nlohmann::ordered_json& more) const {
  const auto found = project_.hooks.find(hook);
  if (found == project_.hooks.end()) return;
  nlohmann::ordered_json document{
      {"format", 1},
      {"hook", hook},
      {"command", "deploy"},
      {"database", database_},
      {"environment", project_.environment.empty() ? nlohmann::ordered_json()
                                                   : nlohmann::ordered_json(project_.environment)}};
  document.update(more);
  const std::string command =
      "cd " + shell_quoted(project_.root.string()) + " && { " + found->second + "\n}";
  const auto failed = [&](const std::string& how) {
    Diagnostic problem = diagnostic(Code::external_command, "the hook " + hook + " " + how);
    problem.detail = found->second;
    return problem;
  };
  const Deadline deadline(project_.hook_timeout, SignalWatch::token());
  ChildResult result;
  try {
    result = run_child(
        {.words = {"/bin/sh", "-c", command},
         .input =
             document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n",
         .keep_end = true,
         .stop = deadline.token()});
  } catch (const Error& error) {
    if (!deadline.over() || error.diagnostic().code != info(Code::interrupted).id) throw;
    throw Error(
        failed("took longer than " + format_duration(project_.hook_timeout) + ", and was ended"));
  }
  for (const std::string& line : last_lines(result.output, result.output_lines_dropped))
    console_.note("  " + hook + ": " + line);
  if (result.exit_status == 0) return;
  Diagnostic problem = failed("failed: exit code " + std::to_string(result.exit_status));
  problem.notes = last_lines(result.errors, result.errors_lines_dropped);
  throw Error(std::move(problem));
}

void Hooks::tell(const std::string& hook, const nlohmann::ordered_json& more) const {
  try {
    run(hook, more);
  } catch (const Error& error) {
    Diagnostic problem = error.diagnostic();
    problem.severity = Severity::warning;
    problem.code.clear();
    console_.warn(problem);
  }
}

}  // namespace aludel
