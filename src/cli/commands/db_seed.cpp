// `db seed`: the rows that a database begins with, and keeps.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/script_words.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const LoadedSeed& seed) {
  Json json{{"seed", seed.name}};
  if (!seed.table.empty()) {
    json.update({{"table", seed.table},
                 {"rows", seed.rows},
                 {"inserted", seed.inserted},
                 {"updated", seed.updated},
                 {"unchanged", seed.unchanged()},
                 {"kept_out", seed.missing}});
  }
  json["duration_ms"] = seed.duration.count();
  return json;
}

std::string where_seeds_are(Workspace& workspace) {
  const Project& project = workspace.project();
  const std::string folder = shown_path(project.script_location / "seeds");
  if (!workspace.database().seeds.empty())
    return "none of the files that `seeds` in aludel.toml names is there";
  return ".sql and .csv files in " + folder +
         (project.environment.empty() ? "" : " and " + folder + "/" + project.environment);
}

/// For a database that was filled by other means: an SQL seed would put its rows in once more.
int mark(Invocation& invocation, Workspace& workspace) {
  const Arguments& arguments = invocation.arguments;
  for (const char* option : {"replace", "again"}) {
    if (!arguments.has(option)) continue;
    Diagnostic problem = diagnostic(Code::bad_usage, "--mark loads nothing, and --" +
                                                         std::string(option) + " is about loading");
    problem.now = "nothing was changed";
    problem.next = "leave one of them out";
    throw Error(std::move(problem));
  }
  const auto& seeds = workspace.seeds();
  std::vector<std::string> names = script_names(arguments.positional, seeds, "seed");
  if (names.empty()) {
    for (const RepeatableScript& seed : seeds) names.push_back(seed.name);
  }
  if (names.empty()) {
    invocation.console.note("there are no seeds: " + where_seeds_are(workspace));
  } else {
    mark_scripts(workspace.writing_to_existing(), seeds, names, false, "", seed_kind);
    invocation.console.note(fmt::format("marked {} as loaded; nothing was loaded",
                                        counted(static_cast<long long>(names.size()), "seed")));
  }
  invocation.console.result({{"marked", names}});
  return 0;
}

}  // namespace

int db_seed(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  const Arguments& arguments = invocation.arguments;
  if (arguments.has("mark")) return mark(invocation, workspace);
  std::string command = "db seed";
  for (const std::string& name : arguments.positional) command += " " + shell_quoted(name);
  for (const char* option : {"replace", "again"}) {
    if (arguments.has(option)) command += std::string(" --") + option;
  }
  SeedRequest request = workspace.seed_request(command);
  request.only = script_names(arguments.positional, request.seeds, "seed");
  request.replace = arguments.has("replace");
  request.again = arguments.has("again");
  const auto begin = std::chrono::steady_clock::now();
  const SeedReport report = run_seeds(workspace.writing_to_existing(), request);
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  Console& console = invocation.console;
  Json seeds = Json::array();
  for (const LoadedSeed& seed : report.seeds) seeds.push_back(json_of(seed));
  Json replaced = Json::array();
  for (const ReplacedRows& each : report.replaced)
    replaced.push_back({{"table", each.table}, {"deleted", each.deleted}});
  console.result({{"seeds", seeds}, {"replaced", replaced}, {"duration_ms", duration.count()}});
  const auto count = static_cast<long long>(report.seeds.size());
  if (request.seeds.empty()) {
    console.note("there are no seeds: " + where_seeds_are(workspace));
  } else if (count == 0) {
    console.note("nothing to do: no seed is new or has changed");
  } else {
    console.note(fmt::format("loaded {} in {}", counted(count, "seed"), format_duration(duration)));
  }
  return 0;
}

}  // namespace aludel::commands
