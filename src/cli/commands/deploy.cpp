// `deploy`: wait, backup, upgrade, scripts, verification, and who is told of it.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/databases/databases.hpp"
#include "app/deploy/invalid_indexes.hpp"
#include "app/deploy/time_window.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/standing.hpp"
#include "cli/hooks.hpp"
#include "cli/json.hpp"
#include "cli/upgrade_backup.hpp"
#include "migrate/failure.hpp"
#include "revision/resolve.hpp"
#include "revision/section.hpp"

namespace aludel::commands {

namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;
using std::chrono::milliseconds;

milliseconds since(Clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
}

Json of_step(const std::string& kind, const std::string& name, const std::string& message) {
  return {{"kind", kind}, {"name", name}, {"message", message}};
}

class Deployment {
 public:
  Deployment(Invocation& invocation, Workspace& workspace)
      : invocation_(invocation),
        arguments_(invocation.arguments),
        console_(invocation.console),
        workspace_(workspace),
        hooks_(workspace.project(), shown_database(workspace.url()), invocation.console),
        target_(invocation.arguments.target("head")),
        command_("aludel deploy" + (target_ == "head" ? "" : " " + shell_quoted(target_)) +
                 workspace.flags()) {}

  void run() {
    check_window();
    check_target();
    start_hook();
    try {
      wait();
      change();
      if (!arguments_.has("no-verify")) verify();
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      problem.next = replace_all(std::move(problem.next), "`aludel upgrade heads`",
                                 "`aludel deploy heads" + workspace_.flags() + "`");
      if (problem.now.empty()) problem.now = "nothing was changed";
      if (changed_ && problem.now.starts_with("nothing was changed"))
        problem.now = "what is told above is done, and the database is at " + shown_rows(rows_) +
                      "; nothing else was changed";
      hooks_.tell("on_failure", {{"error",
                                  {{"code", problem.code},
                                   {"message", problem.message},
                                   {"now", problem.now},
                                   {"next", problem.next}}},
                                 {"parts", parts_}});
      console_.result(result());
      report("failed");
      throw;
    }
    hooks_.tell("on_success", result());
    console_.result(result());
    report("done");
  }

 private:
  void check_window() const {
    const auto text = arguments_.get("window");
    if (!text) return;
    const TimeWindow window = parse_time_window(*text);
    const auto now = std::chrono::system_clock::now();
    if (is_inside(window, now)) return;
    Diagnostic problem =
        diagnostic(Code::outside_window, "it is not the time to deploy: --window is " + *text);
    problem.notes.push_back(told_outside(window, now));
    problem.now = "nothing was changed";
    problem.next = "deploy within the window, or leave --window out";
    throw Error(std::move(problem));
  }

  /// A deployment ends at the heads, or it is none.
  void check_target() const {
    if (target_ == "head" || target_ == "heads") return;
    Diagnostic problem =
        diagnostic(Code::bad_usage, "deploy goes to `head` or `heads`, not to `" + target_ + "`");
    problem.now = "nothing was changed";
    problem.next = "`aludel upgrade " + shell_quoted(target_) + workspace_.flags() +
                   "` goes to any other place";
    throw Error(std::move(problem));
  }

  void start_hook() {
    try {
      hooks_.run("on_start", Json::object());
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      problem.now = "nothing was changed";
      problem.next = problem.code == info(Code::interrupted).id
                         ? "`" + command_ + "` again"
                         : "mend the hook in aludel.toml, then `" + command_ + "` again";
      throw;
    }
  }

  [[nodiscard]] Json result() const {
    return {{"parts", parts_}, {"rows_after", rows_}, {"duration_ms", since(begin_).count()}};
  }

  void finish(const std::string& part, Clock::time_point begin, const std::string& told,
              Json more = Json::object()) {
    Json entry{{"part", part}, {"duration_ms", since(begin).count()}, {"told", told}};
    entry.update(more);
    parts_.push_back(std::move(entry));
  }

  void wait() {
    const auto begin = Clock::now();
    const SessionOptions options = workspace_.session_options(false);
    if (options.connect_wait.count() == 0) return;
    const auto tell = [&](const std::string& reason, milliseconds waited) {
      console_.note(
          fmt::format("  waiting for the database for {}: {}", format_seconds(waited), reason));
    };
    try {
      const std::string server = wait_for_database({.url = options.url,
                                                    .timeout = options.connect_wait,
                                                    .tell = tell,
                                                    .stop = options.stop});
      finish("wait", begin, server + " is there");
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      problem.next = replace_all(std::move(problem.next), "`--timeout`", "a longer `--wait`");
      workspace_.complete(error);
      throw;
    }
  }

  /// Hooks around each step, beside what is shown.
  void watch_steps(Session& session, const std::string& kind) {
    session.replace_sink([this, kind](const Event& event) {
      console_.show(event);
      if (const auto* started = std::get_if<StepStarted>(&event))
        hooks_.tell("before_step", {{"step", of_step(kind, started->revision, started->message)}});
      if (const auto* done = std::get_if<StepDone>(&event)) {
        Json step = of_step(kind, done->revision, done->message);
        step["duration_ms"] = done->duration.count();
        hooks_.tell("after_step", {{"step", std::move(step)}});
      }
    });
  }

  /// Reads all files: what is wrong with them is told while nothing has changed.
  /// @return true where more is to be done than revisions
  bool has_other_work() {
    const bool scripts = !arguments_.has("no-scripts") && !workspace_.scripts().empty();
    const bool seeds = arguments_.has("seed") && !workspace_.seeds().empty();
    if (seeds || !scripts || workspace_.not_there_yet()) return seeds;
    return scripts_have_work(workspace_.reading(), script_request());
  }

  [[nodiscard]] ScriptRequest script_request() {
    ScriptRequest request = workspace_.script_request("deploy");
    request.command = command_;
    return request;
  }

  /// The look at the end would not be content with it, whatever runs.
  void refuse_lost_script() {
    if (arguments_.has("no-scripts")) return;
    const std::vector<std::string> gone =
        half_way_without_file(workspace_, workspace_.script_records());
    if (gone.empty()) return;
    Diagnostic problem = diagnostic(
        Code::half_way, "script " + join(gone, ", ") + " stopped half-way, and its file is gone");
    problem.now = "nothing was changed";
    problem.next = "bring the file back, or `aludel scripts mark " + shell_quoted(gone.front()) +
                   workspace_.flags() + "` says that nothing is left to do of it";
    throw Error(std::move(problem));
  }

  /// All that changes the database, behind one backup.
  void change() {
    refuse_lost_script();
    RunRequest request = workspace_.run_request(Direction::up, target_);
    request.command = command_;
    const auto begin = Clock::now();
    UpgradeBackup backup(
        invocation_, workspace_, request,
        {.wanted = workspace_.database().backup_before_deploy, .other_work = has_other_work()});
    if (backup.report()) {
      backup_ = backup.report()->path.filename().string();
      finish("backup", begin, backup_, {{"backup", backup.report()->path.string()}});
    }
    std::string run_id;
    try {
      run_id = workspace_.writing().run().run_id;
      upgrade(request);
      if (!arguments_.has("no-scripts")) scripts();
      if (arguments_.has("seed")) seed();
    } catch (Error& error) {
      backup.settle(error, run_id);
      throw;
    }
  }

  void upgrade(const RunRequest& request) {
    const auto begin = Clock::now();
    Session& session = workspace_.writing();
    watch_steps(session, "revision");
    const Report ran = aludel::run(session, request);
    rows_ = ran.rows_after;
    changed_ = !ran.steps.empty();
    Json steps = Json::array();
    for (const RanStep& step : ran.steps) steps.push_back(step.revision);
    finish("upgrade", begin,
           (ran.steps.empty() ? "nothing to do"
                              : counted(static_cast<long long>(ran.steps.size()), "revision")) +
               ", at " + shown_rows(ran.rows_after),
           {{"revisions", std::move(steps)}});
  }

  void scripts() {
    const auto begin = Clock::now();
    const ScriptRequest request = script_request();
    if (request.scripts.empty()) return;
    Session& session = workspace_.writing();
    watch_steps(session, "script");
    const ScriptReport ran = run_scripts(session, request);
    changed_ = changed_ || !ran.scripts.empty();
    Json names = Json::array();
    for (const RanStep& script : ran.scripts) names.push_back(script.revision);
    finish("scripts", begin,
           ran.scripts.empty() ? "nothing to do"
                               : counted(static_cast<long long>(ran.scripts.size()), "script"),
           {{"scripts", std::move(names)}});
  }

  void seed() {
    const auto begin = Clock::now();
    const SeedRequest request = workspace_.seed_request("deploy --seed");
    if (request.seeds.empty()) return;
    Session& session = workspace_.writing();
    watch_steps(session, "seed");
    const SeedReport ran = run_seeds(session, request);
    Json names = Json::array();
    for (const LoadedSeed& seed : ran.seeds) names.push_back(seed.name);
    finish("seed", begin,
           ran.seeds.empty() ? "nothing to do"
                             : counted(static_cast<long long>(ran.seeds.size()), "seed"),
           {{"seeds", std::move(names)}});
  }

  void verify() {
    try {
      look_at_the_end();
    } catch (Error& error) {
      complete(error.diagnostic(),
               "the database is at " + shown_rows(rows_) + "; whether all is well was not seen",
               command_);
      throw;
    }
  }

  /// What a deployment promises: rows at the heads, nothing half-way, no INVALID index. The verify
  /// queries were asked by the steps themselves.
  void look_at_the_end() {
    const auto begin = Clock::now();
    Session& session = workspace_.writing();
    const DatabaseState state = read_state(session);
    std::vector<std::string> problems;
    const auto heads =
        sorted_ids(workspace_.graph(), heads_of(workspace_.graph(), workspace_.own()));
    if (state.rows != heads)
      problems.push_back("the database is at " + shown_rows(state.rows) + ", the heads are " +
                         shown_rows(heads));
    if (state.in_progress) problems.push_back(state.in_progress->title() + " is half-way");
    for (const auto& [name, record] : read_script_records(session)) {
      if (record.half_way) problems.push_back("script " + name + " is half-way");
    }
    std::string next = "`aludel status" + workspace_.flags() + "`";
    for (const std::string& index :
         invalid_indexes(session.connection(), session.dialect().sql())) {
      problems.push_back("the index " + index + " is INVALID: it is written to and never used");
      next = "`REINDEX INDEX CONCURRENTLY " + index + "`, or drop it; then deploy again";
    }
    if (!problems.empty()) {
      Diagnostic problem = diagnostic(Code::verify_failed,
                                      "everything ran, and the database is not as it should be");
      problem.notes = problems;
      if (!backup_.empty())
        problem.notes.push_back("the backup " + backup_ +
                                " was not put back, since all of it ran: `"
                                "aludel db restore " +
                                shell_quoted(backup_) + workspace_.flags() + "` would");
      problem.now = "the database is at " + shown_rows(state.rows);
      problem.next = next;
      throw Error(std::move(problem));
    }
    warn_of_never_run(console_, workspace_, session, state);
    finish("verify", begin, "rows at the heads, nothing half-way, no INVALID index");
  }

  void report(const std::string& how) {
    console_.note("deployment " + how + " in " + format_duration(since(begin_)));
    for (const Json& part : parts_) {
      console_.note(fmt::format(
          "  {:<8} {}, {}", part["part"].get<std::string>(), part["told"].get<std::string>(),
          format_duration(milliseconds(part["duration_ms"].get<long long>()))));
    }
  }

  Invocation& invocation_;
  const Arguments& arguments_;
  Console& console_;
  Workspace& workspace_;
  Hooks hooks_;
  std::string target_;
  std::string command_;  ///< what to type to do all of it again
  Json parts_ = Json::array();
  std::vector<std::string> rows_;
  bool changed_ = false;
  std::string backup_;  ///< its name; empty: none was made
  Clock::time_point begin_ = Clock::now();
};

}  // namespace

int deploy(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Deployment(invocation, workspace).run();
  return 0;
}

}  // namespace aludel::commands
