// `start -- COMMAND`: what a container's start script does.
#include "aludel/start.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/databases/client_program.hpp"
#include "app/deploy/invalid_indexes.hpp"
#include "app/start_setting.hpp"
#include "base/code.hpp"
#include "base/deadline.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/compared_state.hpp"
#include "cli/shown_difference.hpp"
#include "cli/workspace.hpp"
#include "migrate/failure.hpp"
#include "revision/applied.hpp"
#include "revision/plan_steps.hpp"
#include "revision/resolve.hpp"

namespace aludel::commands {

namespace {

using std::chrono::milliseconds;

ModelCheck verify_of(const std::string& word) {
  if (word == "no") return ModelCheck::no;
  if (word == "warn") return ModelCheck::warn;
  if (word == "refuse") return ModelCheck::refuse;
  Diagnostic problem =
      diagnostic(Code::bad_usage, "--verify takes `warn`, `refuse` or `no`, not `" + word + "`");
  problem.hint = did_you_mean(word, std::vector<std::string>{"warn", "refuse", "no"});
  problem.now = "nothing was changed, and the application was not started";
  throw Error(std::move(problem));
}

class Start {
 public:
  Start(Invocation& invocation, Workspace& workspace)
      : invocation_(invocation),
        console_(invocation.console),
        workspace_(workspace),
        verify_(verify_of(invocation.arguments.get("verify").value_or("no"))),
        scripts_(invocation.arguments.has("scripts")),
        target_(invocation.arguments.has("heads") ? "heads" : "head"),
        command_("aludel start" + workspace.flags() + (scripts_ ? " --scripts" : "") +
                 (target_ == "head" ? "" : " --heads") + " --") {
    for (const std::string& word : invocation.arguments.positional)
      command_ += " " + shell_quoted(word);
  }

  void run(StartMode how, const std::stop_token& stop) {
    try {
      if (!look()) return;
      if (how == StartMode::migrate) migrate();
      if (how == StartMode::wait_until) wait(stop);
      verify();
      verify_models();
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      complete(problem, "nothing was changed by this start", command_);
      // Others may have changed something meanwhile, whatever it was stopped at.
      if (problem.now.empty() || problem.now == "nothing was changed" ||
          problem.now == "nothing was changed by this run")
        problem.now = "nothing was changed by this start";
      if (!problem.now.contains("was not started"))
        problem.now += "; the application was not started";
      problem.next = replace_all(std::move(problem.next), "`aludel upgrade heads`",
                                 "`aludel start --heads -- …`");
      throw;
    }
  }

 private:
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

  void migrate() {
    RunRequest request = workspace_.run_request(Direction::up, target_);
    request.command = command_;
    const Report report = aludel::run(workspace_.writing(), request);
    if (!report.steps.empty())
      console_.note("applied " + counted(static_cast<long long>(report.steps.size()), "revision"));
    if (!scripts_) return;
    ScriptRequest scripts = workspace_.script_request("scripts run");
    scripts.command = command_;
    const ScriptReport ran = run_scripts(workspace_.writing(), scripts);
    if (!ran.scripts.empty())
      console_.note("ran " + counted(static_cast<long long>(ran.scripts.size()), "script"));
  }

  void wait(const std::stop_token& stop) {
    const auto begin = std::chrono::steady_clock::now();
    auto next_told = begin + std::chrono::seconds(2);
    for (Missing missing = what_is_missing(); !missing.told.empty(); missing = what_is_missing()) {
      const auto now = std::chrono::steady_clock::now();
      if (now >= next_told) {
        next_told = now + std::chrono::seconds(10);
        console_.note(fmt::format(
            "  waiting for another instance to migrate, for {}: {}",
            format_seconds(std::chrono::duration_cast<milliseconds>(now - begin)), missing.told));
      }
      try {
        pause(milliseconds(500), stop);
      } catch (Error& stopped) {
        stopped.diagnostic().notes.push_back("nobody has done it so far: " + missing.told + " (`" +
                                             missing.command + workspace_.flags() + "`)");
        throw;
      }
      workspace_.close();
    }
  }

  void verify() {
    const Missing missing = what_is_missing();
    if (!missing.told.empty()) {
      Diagnostic problem = diagnostic(Code::pending, missing.told);
      problem.now = "nothing was changed by this start, and the application was not started";
      problem.next = "`" + missing.command + workspace_.flags() + "`, then start it again";
      throw Error(std::move(problem));
    }
    console_.note("the database is at " + shown_rows(workspace_.state().rows) +
                  "; nothing is pending");
    if (workspace_.not_there_yet()) return;
    Session& session = workspace_.reading();
    for (const std::string& index :
         invalid_indexes(session.connection(), session.dialect().sql())) {
      Diagnostic problem;
      problem.severity = Severity::warning;
      problem.message = "the index " + index + " is INVALID: it is written to and never used";
      problem.next = "`REINDEX INDEX CONCURRENTLY " + index + "`, or drop it";
      console_.warn(problem);
    }
  }

  /// The database may have been changed by hand.
  void verify_models() {
    if (verify_ == ModelCheck::no) return;
    const ComparedWords words = compare_words(invocation_, workspace_, "database", "models", false);
    if (!words.found.differ()) return console_.note("the database is what the models say");
    Diagnostic problem = diagnostic(Code::different, "the database is not what the models say: " +
                                                         counted_differences(words.found));
    for (const RenderedChange& change : words.found.changes)
      problem.notes.insert(problem.notes.end(), change.what.begin(), change.what.end());
    problem.next = "`aludel check" + workspace_.flags() + "` shows it";
    if (verify_ == ModelCheck::refuse) {
      problem.now = "all revisions are applied, and the application was not started";
      throw Error(std::move(problem));
    }
    problem.severity = Severity::warning;
    console_.warn(problem);
  }

  struct Missing {
    std::string told;     ///< empty: the database is where the files are
    std::string command;  ///< what brings it there
  };

  Missing what_is_missing() {
    const DatabaseState state = workspace_.state();
    if (state.in_progress) return {state.in_progress->title() + " is half-way", "aludel upgrade"};
    const auto revisions = static_cast<long long>(
        plan_upgrade(workspace_.graph(), workspace_.own(), state.rows, "heads").steps.size());
    long long scripts = 0;
    if (scripts_) {
      const auto states = script_states(workspace_.scripts(), workspace_.script_records());
      scripts = std::ranges::count_if(states, &ScriptState::is_news);
    }
    if (revisions == 0 && scripts == 0) return {};
    if (revisions == 0) return {counted(scripts, "script") + " not run", "aludel scripts run"};
    const bool several = heads_of(workspace_.graph(), workspace_.own()).size() > 1;
    const std::string heads = several ? " heads" : "";
    const std::string told = counted(revisions, "revision") + " not applied";
    if (scripts == 0) return {told, "aludel upgrade" + heads};
    return {told + ", " + counted(scripts, "script") + " not run", "aludel deploy" + heads};
  }

  Invocation& invocation_;
  Console& console_;
  Workspace& workspace_;
  ModelCheck verify_ = ModelCheck::no;
  bool scripts_;
  std::string target_;
  std::string command_;  ///< what to type to do all of it again
};

/// Ended by the clock and not by a signal.
[[noreturn]] void refuse_late(const Error& error, milliseconds limit) {
  Diagnostic problem = diagnostic(Code::not_in_time,
                                  "the database was not migrated within " + format_duration(limit));
  problem.now =
      error.diagnostic().now.empty() ? "the application was not started" : error.diagnostic().now;
  problem.notes = error.diagnostic().notes;
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
  const StartMode how =
      parse_start_mode(setting("migrate", "AUTO_MIGRATE_ON_START", "true"),
                       invocation.arguments.has("migrate") ? "--migrate" : "AUTO_MIGRATE_ON_START");
  const milliseconds limit =
      parse_start_timeout(setting("timeout", "MIGRATION_TIMEOUT", "5m"),
                          invocation.arguments.has("timeout") ? "--timeout" : "MIGRATION_TIMEOUT");
  if (how != StartMode::off) {
    const SignalWatch signals;
    const Deadline deadline(limit, SignalWatch::token());
    workspace.stop_by(deadline.token());
    try {
      Start(invocation, workspace).run(how, deadline.token());
    } catch (const Error& error) {
      if (deadline.over() && error.diagnostic().code == info(Code::interrupted).id)
        refuse_late(error, limit);
      throw;
    }
    workspace.close();
  } else {
    invocation.console.note("the database was not looked at (AUTO_MIGRATE_ON_START)");
  }
  // One that came too late for the migration is not lost: the application would never see it.
  if (SignalWatch::signal() != 0) {
    Diagnostic problem = diagnostic(Code::interrupted, "interrupted");
    problem.now = "the application was not started";
    problem.next = "start it again";
    throw Error(std::move(problem));
  }
  try {
    become({.words = invocation.arguments.positional});
  } catch (Error& error) {
    error.diagnostic().now = how == StartMode::off
                                 ? "nothing was changed"
                                 : "the database is ready; no application was started";
    error.diagnostic().next = "correct the command behind `--`";
    throw;
  }
}

}  // namespace aludel::commands
