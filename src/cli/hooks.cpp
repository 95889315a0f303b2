#include "cli/hooks.hpp"

#include <nlohmann/json.hpp>

#include "base/child_process.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/deadline.hpp"

namespace aludel {

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
  const Deadline deadline(project_.hook_timeout);
  ChildResult result;
  try {
    result = run_child(
        {.words = {"/bin/sh", "-c", command},
         .input =
             document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n",
         .stop = deadline.token()});
  } catch (const Error& error) {
    if (!deadline.over() || error.diagnostic().code != info(Code::interrupted).id) throw;
    throw Error(
        failed("took longer than " + format_duration(project_.hook_timeout) + ", and was ended"));
  }
  for (const std::string& line : split(result.output, '\n')) {
    if (!line.empty()) console_.note("  " + hook + ": " + line);
  }
  if (result.exit_status == 0) return;
  Diagnostic problem = failed("failed: exit code " + std::to_string(result.exit_status));
  for (const std::string& line : split(result.errors, '\n')) {
    if (!line.empty()) problem.notes.push_back(line);
  }
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
