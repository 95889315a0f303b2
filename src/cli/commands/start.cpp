// `start -- COMMAND`: what a container's start script does.
#include <array>

#include <fmt/format.h>

#include "app/databases/client_program.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/deadline.hpp"
#include "cli/workspace.hpp"
#include "revision/applied.hpp"
#include "revision/plan_steps.hpp"

namespace aludel::commands {

namespace {

using std::chrono::milliseconds;

enum class How { migrate, leave, check, wait };

How how_of(const std::string& word, const std::string& from) {
  struct Word {
    std::string_view word;
    How how;
  };
  constexpr std::array words{Word{"true", How::migrate}, Word{"false", How::leave},
                             Word{"check", How::check},  Word{"wait", How::wait},
                             Word{"1", How::migrate},    Word{"0", How::leave},
                             Word{"yes", How::migrate},  Word{"no", How::leave},
                             Word{"on", How::migrate},   Word{"off", How::leave}};
  std::vector<std::string> known;
  for (const Word& each : words) {
    if (equal_ignoring_case(each.word, word)) return each.how;
    if (known.size() < 4) known.emplace_back(each.word);
  }
  Diagnostic problem =
      diagnostic(Code::bad_value, from + " is `" + word + "`: it takes " + join(known, ", "));
  problem.hint = did_you_mean(word, known);
  problem.now = "nothing was changed, and the application was not started";
  throw Error(std::move(problem));
}

class Start {
 public:
  Start(Invocation& invocation, Workspace& workspace)
      : console_(invocation.console), workspace_(workspace) {}

  /// @return false where the database is ahead of the files: there is nothing to be done to it
  bool look() {
    const DatabaseState state = workspace_.state();
    const auto unknown = rows_without_file(workspace_.graph(), state.rows);
    if (unknown.empty()) return true;
    const std::string ahead = "the database is ahead of this application: it is at " +
                              shown_rows(state.rows) + ", and there is no file of " +
                              join(unknown, ", ");
    if (workspace_.database().start_when_ahead) {
      console_.note(ahead + "; started all the same (start_when_ahead)");
      return false;
    }
    Diagnostic problem = diagnostic(Code::row_without_file, ahead);
    problem.now = "nothing was changed, and the application was not started";
    problem.next =
        "deploy the newer version; where older ones may run beside it, set `start_when_ahead = "
        "true` for this database in aludel.toml";
    throw Error(std::move(problem));
  }

  void migrate(bool scripts) {
    const Report report = run(workspace_.writing(), workspace_.run_request(Direction::up, "head"));
    console_.note(
        report.steps.empty()
            ? "the database is at " + shown_rows(report.rows_after)
            : fmt::format("applied {}; the database is at {}",
                          counted(static_cast<long long>(report.steps.size()), "revision"),
                          shown_rows(report.rows_after)));
    if (scripts) {
      const ScriptReport ran =
          run_scripts(workspace_.writing(), workspace_.script_request("scripts run"));
      if (!ran.scripts.empty())
        console_.note("ran " + counted(static_cast<long long>(ran.scripts.size()), "script"));
    }
    check();
  }

  void check() {
    if (const std::string missing = what_is_missing(); !missing.empty()) {
      Diagnostic problem = diagnostic(Code::pending, missing);
      problem.now = "nothing was changed by this start, and the application was not started";
      problem.next = "`aludel upgrade" + workspace_.flags() + "`, then start it again";
      throw Error(std::move(problem));
    }
  }

  void wait(const std::stop_token& stop) {
    const auto begin = std::chrono::steady_clock::now();
    auto next_told = begin + std::chrono::seconds(2);
    for (std::string missing = what_is_missing(); !missing.empty(); missing = what_is_missing()) {
      const auto now = std::chrono::steady_clock::now();
      if (now >= next_told) {
        next_told = now + std::chrono::seconds(10);
        console_.note(fmt::format(
            "  waiting for another instance to migrate, for {}: {}",
            format_seconds(std::chrono::duration_cast<milliseconds>(now - begin)), missing));
      }
      pause(milliseconds(500), stop);
      workspace_.close();
    }
  }

 private:
  /// Empty: the database is where the files are.
  std::string what_is_missing() {
    const DatabaseState state = workspace_.state();
    if (state.in_progress) return state.in_progress->title() + " is half-way";
    const auto pending = static_cast<long long>(
        plan_upgrade(workspace_.graph(), workspace_.own(), state.rows, "heads").steps.size());
    return pending == 0 ? "" : counted(pending, "revision") + " not applied";
  }

  Console& console_;
  Workspace& workspace_;
};

milliseconds time_limit(const std::string& text, bool is_option) {
  try {
    return parse_duration(text);
  } catch (Error& error) {
    error.diagnostic().message =
        (is_option ? "--timeout: " : "MIGRATION_TIMEOUT: ") + error.diagnostic().message;
    throw;
  }
}

/// Ended by the clock and not by a signal.
[[noreturn]] void refuse_late(const Error& error, milliseconds limit) {
  Diagnostic problem = diagnostic(Code::not_in_time,
                                  "the database was not migrated within " + format_duration(limit));
  problem.now =
      error.diagnostic().now.empty() ? "the application was not started" : error.diagnostic().now;
  problem.next = "start it again, with more time: `MIGRATION_TIMEOUT=" +
                 std::to_string(std::max(1LL, static_cast<long long>(limit.count() / 500))) + "`";
  throw Error(std::move(problem));
}

}  // namespace

int start(Invocation& invocation) {
  Workspace workspace(invocation);
  const auto setting = [&](const char* option, const char* variable, const char* otherwise) {
    if (const auto given = invocation.arguments.get(option)) return *given;
    return workspace.project().variables.find(variable).value_or(otherwise);
  };
  const How how =
      how_of(setting("migrate", "AUTO_MIGRATE_ON_START", "true"),
             invocation.arguments.has("migrate") ? "--migrate" : "AUTO_MIGRATE_ON_START");
  const milliseconds limit = time_limit(setting("timeout", "MIGRATION_TIMEOUT", "5m"),
                                        invocation.arguments.has("timeout"));
  if (how != How::leave) {
    const SignalWatch signals;
    const Deadline deadline(limit);
    workspace.stop_by(deadline.token());
    Start work(invocation, workspace);
    try {
      if (work.look()) {
        if (how == How::migrate) work.migrate(invocation.arguments.has("scripts"));
        if (how == How::check) work.check();
        if (how == How::wait) work.wait(deadline.token());
      }
    } catch (const Error& error) {
      if (deadline.over() && error.diagnostic().code == info(Code::interrupted).id)
        refuse_late(error, limit);
      throw;
    }
    workspace.close();
  }
  // One that came too late for the migration is not lost: the application would never see it.
  if (SignalWatch::signal() != 0) {
    Diagnostic problem = diagnostic(Code::interrupted, "interrupted");
    problem.now = "the application was not started";
    problem.next = "start it again";
    throw Error(std::move(problem));
  }
  become({.words = invocation.arguments.positional});
}

}  // namespace aludel::commands
