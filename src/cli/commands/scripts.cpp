// `scripts run`, `scripts status`, `scripts mark`: phase two.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/script_words.hpp"
#include "cli/workspace.hpp"
#include "migrate/journal_read.hpp"

namespace aludel::commands {

namespace {

/// Of scripts that were named it is worth saying how they run all the same.
std::string what_is_not_new(const ScriptRequest& request) {
  if (request.only.empty()) return "no script is new or has changed";
  return join(request.only, ", ") + (request.only.size() == 1 ? " has" : " have") +
         " run already; `--again` runs " + (request.only.size() == 1 ? "it" : "them") +
         " all the same";
}

using Json = nlohmann::ordered_json;

std::string_view word_of(ScriptNeed need) {
  switch (need) {
    case ScriptNeed::none: return "done";
    case ScriptNeed::changed_but_once: return "changed_but_once";
    case ScriptNeed::other_database: return "other_database";
    case ScriptNeed::never_run: return "new";
    case ScriptNeed::changed: return "changed";
    case ScriptNeed::to_be_run: return "to_be_run";
    case ScriptNeed::always: return "always";
    case ScriptNeed::half_way: return "half_way";
  }
  return "done";
}

[[noreturn]] void refuse_again_of_all() {
  Diagnostic problem =
      diagnostic(Code::bad_usage, "--again needs the names of what is to run again");
  problem.now = "nothing was run";
  problem.next = "`aludel scripts run NAME --again`; `aludel scripts status` lists the names";
  throw Error(std::move(problem));
}

}  // namespace

int scripts_run(Invocation& invocation) {
  const SignalWatch signals;
  if (invocation.arguments.has("again") && invocation.arguments.positional.empty())
    refuse_again_of_all();
  Workspace workspace(invocation);
  std::string command = "scripts run";
  for (const std::string& name : invocation.arguments.positional)
    command += " " + shell_quoted(name);
  if (invocation.arguments.has("again")) command += " --again";
  ScriptRequest request = workspace.script_request(command);
  request.only = script_names(invocation.arguments.positional, request.scripts);
  request.again = invocation.arguments.has("again");
  const auto begin = std::chrono::steady_clock::now();
  const ScriptReport report = run_scripts(workspace.writing_to_existing(), request);
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  Console& console = invocation.console;
  Json scripts = Json::array();
  for (const RanStep& each : report.scripts)
    scripts.push_back({{"script", each.revision}, {"duration_ms", each.duration.count()}});
  console.result({{"scripts", scripts},
                  {"by_other_runs", report.by_others},
                  {"duration_ms", duration.count()}});
  const auto count = static_cast<long long>(report.scripts.size());
  if (count == 0) {
    console.note(request.scripts.empty()
                     ? "there are no scripts: files in " +
                           shown_path(workspace.project().script_location / "scripts")
                     : "nothing to do: " + what_is_not_new(request));
  } else {
    console.note(fmt::format("ran {} in {}", counted(count, "script"), format_duration(duration)));
  }
  return 0;
}

int scripts_status(Invocation& invocation) {
  Workspace workspace(invocation);
  Console& console = invocation.console;
  std::size_t width = 0;
  const auto records = workspace.script_records();
  const auto states = script_states(workspace.scripts(), records);
  for (const ScriptState& state : states) width = std::max(width, state.script->name.size());
  for (const auto& [name, record] : records) width = std::max(width, name.size());
  Json list = Json::array();
  long long pending = 0;
  long long always = 0;
  for (const ScriptState& state : states) {
    const std::string name = fmt::format("{:<{}}", state.script->name, width);
    const std::string told = description_of(state);
    console.print(fmt::format("{}  {}", name, state.is_news() ? console.yellow(told) : told));
    pending += state.is_news() ? 1 : 0;
    always += state.need == ScriptNeed::always ? 1 : 0;
    list.push_back(
        {{"script", state.script->name},
         {"state", word_of(state.need)},
         {"pending", state.is_news()},
         {"ran_at_utc", state.record.at_utc.empty() ? Json() : Json(state.record.at_utc)},
         {"marked", state.record.marked}});
  }
  for (const auto& [name, record] : records) {
    if (find_script(workspace.scripts(), name) != nullptr) continue;
    const std::string told =
        record.half_way ? "stopped half-way" : "ran " + shown_time(record.at_utc) + " UTC";
    console.print(fmt::format("{:<{}}  {}; its file is gone", name, width, told));
  }
  console.result({{"scripts", list}});
  if (states.empty()) {
    console.note("there are no scripts: files in " +
                 shown_path(workspace.project().script_location / "scripts"));
  } else {
    const std::string each_time =
        always == 0 ? "" : fmt::format("; each run runs {} besides", counted(always, "script"));
    console.note((pending == 0 ? "nothing is pending"
                               : fmt::format("{} pending: `aludel scripts run{}`",
                                             counted(pending, "script"), workspace.flags())) +
                 each_time);
  }
  return 0;
}

int scripts_mark(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  const Arguments& arguments = invocation.arguments;
  const bool pending = arguments.has("pending");
  const auto records = workspace.script_records();
  std::vector<std::string> names;
  for (const std::string& word : arguments.positional) {
    const bool gone =
        records.contains(word) && find_script(workspace.scripts(), word) == nullptr && !pending;
    names.push_back(gone ? word : script_names({word}, workspace.scripts()).front());
  }
  mark_scripts(workspace.writing_to_existing(), workspace.scripts(), names, pending,
               arguments.get("reason").value_or(""));
  invocation.console.result({{"scripts", names}, {"pending", pending}});
  invocation.console.note(
      fmt::format("marked {} as {}; nothing was run",
                  counted(static_cast<long long>(arguments.positional.size()), "script"),
                  pending ? "to be run" : "run"));
  return 0;
}

}  // namespace aludel::commands
