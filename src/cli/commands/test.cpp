// `test`: every revision up, down and up again, on scratch databases.
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/test/test_project.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/compared_state.hpp"
#include "cli/database_url.hpp"
#include "cli/json.hpp"
#include "cli/junit.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

/// Before anything runs: a report that cannot be written is no use behind it.
std::optional<std::ofstream> opened(const std::optional<std::string>& path) {
  if (!path) return std::nullopt;
  errno = 0;
  std::ofstream file(*path, std::ios::binary | std::ios::trunc);
  if (file) return file;
  Diagnostic problem =
      diagnostic(Code::bad_usage, "cannot write " + *path + ": " + std::strerror(errno));
  problem.now = "nothing was run";
  problem.next = "name another file with `--junit`";
  throw Error(std::move(problem));
}

void write(std::ofstream& file, const std::string& path, const std::string& text) {
  file << text;
  file.close();
  if (file) return;
  throw Error(diagnostic(Code::bad_usage, "cannot write " + path));
}

/// A line for each case that is worth one, with what it has to say below it.
void show(Console& console, const TestCase& test, bool verbose) {
  const bool failed = test.outcome == TestOutcome::failed;
  if (!failed && !verbose) return;
  const std::string outcome(name_of(test.outcome));
  std::string line = (failed ? console.bold(outcome) : outcome) + "  " + test.name;
  if (test.group != "project") line += " (" + test.group + ")";
  if (!test.message.empty()) line += ": " + test.message;
  console.print(line);
  if (!failed) return;
  for (const std::string& each : lines_of(details_of(test, console.options().colour)))
    console.print("    " + each);
}

Json json_of_case(const TestCase& test) {
  Json problems = Json::array();
  for (const Diagnostic& problem : test.problems) problems.push_back(json_of(problem));
  return {{"group", test.group},
          {"name", test.name},
          {"revision", test.revision.empty() ? Json(nullptr) : Json(test.revision)},
          {"file", test.file.empty() ? Json(nullptr) : Json(test.file)},
          {"outcome", name_of(test.outcome)},
          {"message", test.message},
          {"details", test.details},
          {"problems", problems},
          {"next", test.next},
          {"duration_ms", test.duration.count()}};
}

struct Counts {
  long long passed = 0;
  long long failed = 0;
  long long skipped = 0;
};

Counts counts_of(const std::vector<TestCase>& cases) {
  Counts counts;
  for (const TestCase& test : cases) {
    (test.outcome == TestOutcome::passed   ? counts.passed
     : test.outcome == TestOutcome::failed ? counts.failed
                                           : counts.skipped) += 1;
  }
  return counts;
}

TestRequest request_of(Workspace& workspace, const Arguments& arguments) {
  const SessionOptions options = workspace.session_options(false);
  RunRequest run = workspace.run_request(Direction::up, "heads");
  run.consent = {};
  TestRequest request{.place = scratch_place(workspace, options.url),
                      .options = options,
                      .run = std::move(run),
                      .allow_heads = arguments.has("allow-heads"),
                      .require_downgrades = arguments.has("require-downgrades"),
                      .pg_bin = workspace.project().pg_bin,
                      .flags = workspace.flags()};
  if (has_models(workspace)) {
    request.models = [&workspace, &arguments, url = options.url](const KnownState& head) {
      return compare_with_models(workspace, arguments, head, url);
    };
  }
  if (!workspace.seeds().empty()) request.seeds.emplace(workspace.seed_request("db seed"));
  return request;
}

}  // namespace

int test(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const Arguments& arguments = invocation.arguments;
  const bool verbose = arguments.has("verbose");
  const auto begin = Clock::now();
  TestRequest request = request_of(workspace, arguments);
  const auto junit = arguments.get("junit");
  auto file = opened(junit);
  request.begins = [&](const std::string& what) { console.note(what); };
  request.tell = [&](const TestCase& test) { show(console, test, verbose); };
  const TestReport report = workspace.completing([&] { return test_project(request); });
  if (file) write(*file, *junit, junit_of(report.cases));
  const Counts counts = counts_of(report.cases);
  Json cases = Json::array();
  for (const TestCase& test : report.cases) cases.push_back(json_of_case(test));
  console.result({{"tests", cases},
                  {"passed", counts.passed},
                  {"failed", counts.failed},
                  {"skipped", counts.skipped},
                  {"notes", report.notes}});
  if (verbose) {
    for (const std::string& note : report.notes) console.note(note);
  }
  const auto all = static_cast<long long>(report.cases.size());
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  console.print(fmt::format("{}: {} passed, {} failed, {} skipped ({:.1f} s)", counted(all, "test"),
                            counts.passed, counts.failed, counts.skipped, seconds));
  if (counts.failed == 0) return 0;
  Diagnostic problem = diagnostic(
      Code::different, std::to_string(counts.failed) + " of " + counted(all, "test") + " failed");
  problem.now = "no database was changed: all ran in scratch databases, which are gone";
  problem.next = "correct the revisions as said above, then `aludel test" + workspace.flags() + "`";
  console.warn(problem);
  return 1;
}

}  // namespace aludel::commands
