#include <cstdlib>

#include "aludel/start.hpp"
#include "app/migrations.hpp"
#include "app/start_setting.hpp"
#include "base/code.hpp"
#include "base/deadline.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "migrate/session.hpp"
#include "migrate/state.hpp"
#include "revision/applied.hpp"

namespace aludel {

namespace {

using std::chrono::milliseconds;

/// A variable that is empty says nothing.
std::string from_environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

class StartUp {
 public:
  StartUp(const Database& database, const Migrations& migrations, const StartOptions& options,
          const std::stop_token& stop)
      : database_(database), migrations_(migrations), start_(options), options_(options.options) {
    options_.stop = stop;
  }

  StartReport run(StartMode mode) {
    StartReport result;
    if (is_ahead()) return {.outcome = StartReport::Outcome::ahead};
    if (mode == StartMode::migrate) result.report = migrate();
    if (mode == StartMode::wait_until) wait();
    if (mode == StartMode::check_only) refuse_pending();
    if (start_.models != nullptr && start_.verify != ModelCheck::no) verify(result);
    return result;
  }

 private:
  [[nodiscard]] Report migrate() const {
    if (start_.models != nullptr && create_all(database_, *start_.models, migrations_, options_))
      return {.steps = {}, .rows_before = {}, .rows_after = migrations_.heads()};
    return upgrade(database_, migrations_, start_.target, options_);
  }

  void verify(StartReport& result) const {
    result.differences =
        model_differences(database_, *start_.models, migrations_, {start_.scratch_url, options_});
    if (result.differences.empty() || start_.verify == ModelCheck::warn) return;
    Diagnostic problem =
        diagnostic(Code::different,
                   "the database is not what the models say: " +
                       counted(static_cast<long long>(result.differences.size()), "difference"));
    problem.notes = result.differences;
    problem.now = "all revisions are applied";
    problem.next =
        "write a revision that makes the models true, or correct what was changed by hand";
    throw Error(std::move(problem));
  }

  [[nodiscard]] bool is_ahead() const {
    const Current state = current(database_, options_);
    const auto unknown = rows_without_file(migrations_.data().graph, state.rows);
    if (unknown.empty()) return false;
    if (start_.allow_ahead) return true;
    Diagnostic problem =
        diagnostic(Code::row_without_file, "the database is ahead of this application: it is at " +
                                               shown_rows(state.rows) +
                                               ", and this program has no " + join(unknown, ", "));
    problem.now = "nothing was changed";
    problem.next =
        "start the newer version; where older ones may run beside it, set "
        "StartOptions::allow_ahead";
    throw Error(std::move(problem));
  }

  [[nodiscard]] std::vector<PendingRevision> what_is_pending() const {
    return pending(database_, migrations_, "heads", options_);
  }

  void wait() const {
    while (!what_is_pending().empty()) pause(milliseconds(500), options_.stop);
  }

  void refuse_pending() const {
    const auto left = what_is_pending();
    if (left.empty()) return;
    Diagnostic problem =
        diagnostic(Code::pending, counted(static_cast<long long>(left.size()), "revision") +
                                      " not applied, the first is " + left.front().revision);
    problem.now = "nothing was changed";
    problem.next = "bring the database up to date, then start again";
    throw Error(std::move(problem));
  }

  const Database& database_;
  const Migrations& migrations_;
  const StartOptions& start_;
  Options options_;
};

}  // namespace

StartReport start_up(const Database& database, const Migrations& migrations,
                     const StartOptions& options) {
  const StartMode mode = options.mode
                             ? *options.mode
                             : parse_start_mode(from_environment("AUTO_MIGRATE_ON_START", "true"),
                                                "AUTO_MIGRATE_ON_START");
  if (mode == StartMode::off) return {.outcome = StartReport::Outcome::unseen};
  const milliseconds limit =
      options.timeout
          ? *options.timeout
          : parse_start_timeout(from_environment("MIGRATION_TIMEOUT", "5m"), "MIGRATION_TIMEOUT");
  const Deadline deadline(limit, options.options.stop);
  try {
    return StartUp(database, migrations, options, deadline.token()).run(mode);
  } catch (const Error& error) {
    if (!deadline.over() || error.diagnostic().code != info(Code::interrupted).id) throw;
    Diagnostic problem = diagnostic(
        Code::not_in_time, "the database was not migrated within " + format_duration(limit));
    problem.now = error.diagnostic().now.empty() ? "nothing was changed" : error.diagnostic().now;
    problem.notes = error.diagnostic().notes;
    problem.next = "start again, with more time: StartOptions::timeout or MIGRATION_TIMEOUT";
    throw Error(std::move(problem));
  }
}

}  // namespace aludel
