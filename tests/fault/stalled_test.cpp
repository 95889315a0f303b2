// Statements that work in steps of their own, held up in the middle of them by other sessions:
// whatever ends them there, the same command again ends as an undisturbed run.
#include <algorithm>
#include <csignal>
#include <iterator>
#include <random>

#include <fmt/format.h>

#include "db/support/fixture.hpp"
#include "fault/support/corpus.hpp"
#include "fault/support/proof.hpp"
#include "fault/support/snapshot.hpp"

namespace aludel::testing {
namespace {

constexpr const char* set_up = R"sql(CREATE TABLE asset (id integer, name text);
INSERT INTO asset SELECT i, 'a' || i FROM generate_series(1, 500) AS i;
CREATE INDEX ix_name ON asset (name);
CREATE TABLE other (id integer);
CREATE TABLE price (day date) PARTITION BY RANGE (day);
CREATE TABLE price_1 PARTITION OF price FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
)sql";

struct Slow {
  const char* statement;
  const char* table;
};
constexpr Slow statements[]{
    {"CREATE INDEX CONCURRENTLY ix_id ON asset (id)", "asset"},
    {"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ux_id ON asset (id) WHERE id > 0", "asset"},
    {"DROP INDEX CONCURRENTLY ix_name", "asset"},
    {"REINDEX INDEX CONCURRENTLY ix_name", "asset"},
    {"REINDEX TABLE CONCURRENTLY asset", "asset"},
    {"ALTER TABLE price DETACH PARTITION price_1 CONCURRENTLY", "price"},
};

/// What another session holds, so that the statement waits in its first or in its last step.
constexpr const char* hold_ups[]{"LOCK TABLE asset IN ROW EXCLUSIVE MODE",
                                 "SELECT count(*) FROM other"};

enum class End { program_killed, program_told, statement_cancelled, session_ended };
constexpr End ends[]{End::program_killed, End::program_told, End::statement_cancelled,
                     End::session_ended};

class Stalled : public OnPostgresql {
 protected:
  struct Case {
    const Slow* slow;
    std::string hold_up;
    End end;
  };
  static std::vector<Case> cases() {
    std::vector<Case> all;
    for (const Slow& slow : statements) {
      for (const char* hold_up : hold_ups) {
        for (const End end : ends) all.push_back({&slow, hold_up, end});
      }
    }
    return all;
  }

  void begin(const Slow& slow) {
    database.emplace(GetParam());
    project.emplace(database->url());
    project->add("aaaa0001", set_up);
    project->add("aaaa0002", "INSERT INTO other VALUES (1);\n" + std::string(slow.statement) +
                                 ";\nINSERT INTO other VALUES (2);");
    ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0001"}));
  }
  Snapshot undisturbed(const Slow& slow) {
    begin(slow);
    EXPECT_EXIT_CODE(0, run({"upgrade"}));
    return take_snapshot(*database->connect(), 0);
  }
  std::string working_session() {
    return value(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND "
        "application_name = 'aludel' AND wait_event_type = 'Lock'");
  }
  /// @return what is not as in the undisturbed run
  std::string disturb(const Case& each, const Snapshot& wanted);
};
ALUDEL_ON_POSTGRESQL(Stalled);

std::string Stalled::disturb(const Case& each, const Snapshot& wanted) {
  begin(*each.slow);
  const auto holder = database->connect();
  holder->query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  std::string hold_up = each.hold_up;
  if (std::string(each.slow->table) != "asset" && hold_up.starts_with("LOCK"))
    hold_up = "SELECT count(*) FROM " + std::string(each.slow->table);
  holder->query(hold_up);
  Process process = project->start({"upgrade"});
  const bool waits = eventually([&] { return !working_session().empty() || !process.running(); });
  if (!waits) return "it does not wait";
  const std::string session = working_session();
  if (!session.empty()) {  // else nothing holds this statement up
    switch (each.end) {
      case End::program_killed: process.signal(SIGKILL); break;
      case End::program_told: process.signal(SIGTERM); break;
      case End::statement_cancelled: rows("SELECT pg_cancel_backend(" + session + ")"); break;
      case End::session_ended: rows("SELECT pg_terminate_backend(" + session + ")"); break;
    }
  }
  const Outcome outcome = process.wait();
  const bool gone = eventually([&] {
    return value(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
               "application_name = 'aludel'") == "0";
  });
  holder->query("COMMIT");
  if (!gone) return "its session is not over";
  const Outcome again = run({"upgrade"});
  if (again.exit_code != 0)
    return "the same command again: " + again.err + "\nfirst: " + outcome.err;
  return difference(wanted, take_snapshot(*database->connect(), 0));
}

TEST_P(Stalled, StatementsAreFinishedByTheSameCommand) {
  const unsigned seed = chosen_seed();
  std::mt19937 random(seed);
  std::vector<Case> all = cases();
  if (!proof()) {
    std::vector<Case> some;
    std::ranges::sample(all, std::back_inserter(some), 4, random);
    all = some;
  }
  const Slow* slow = nullptr;
  Snapshot wanted;
  int deviations = 0;
  for (const Case& each : all) {
    if (slow != each.slow) wanted = undisturbed(*each.slow);
    slow = each.slow;
    const std::string problems = disturb(each, wanted);
    if (problems.empty()) continue;
    ++deviations;
    ADD_FAILURE() << "seed " << seed << ": " << each.slow->statement << ", held up by "
                  << each.hold_up << ", end " << static_cast<int>(each.end) << "\n"
                  << problems;
  }
  tell_figures(fmt::format("statements ended half-way, {}: {}, {} deviations, seed {}",
                           name_of(GetParam()), all.size(), deviations, seed));
}

}  // namespace
}  // namespace aludel::testing
