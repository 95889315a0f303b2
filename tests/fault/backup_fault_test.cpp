// A fault at every point of the conversation between a backup or a restore and the server, and at
// every call to the disk on SQLite; then the same command again.
#include <algorithm>
#include <csignal>
#include <random>

#include <fmt/format.h>

#include "db/support/backups.hpp"
#include "fault/support/crash_trial.hpp"
#include "fault/support/disk_trial.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

constexpr std::size_t sampled = 14;
const Words make{"db", "backup"};
const Words put_back{"db", "restore"};

/// A backup of 40 rows; the database of the moment has 10 of them.
class BackupRoundTrips : public WithBackups {
 protected:
  void SetUp() override {
    WithBackups::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    rows(
        "CREATE TABLE wide AS WITH RECURSIVE n(i) AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 40) SELECT i FROM n");
    rows("CREATE UNIQUE INDEX ix_wide ON wide (i)");
    random.seed(seed);
  }
  void forget_rows() { rows("DELETE FROM wide WHERE i > 10"); }
  std::string count() { return value("SELECT count(*) FROM wide"); }

  template <typename Plan>
  std::vector<Plan> some_of(std::vector<Plan> plans) {
    if (proof()) return plans;
    std::ranges::shuffle(plans, random);
    plans.resize(std::min(plans.size(), sampled));
    return plans;
  }
  /// What a person reads at the end of a run that failed.
  void check_words(const Outcome& outcome) {
    if (outcome.signal != 0 || outcome.exit_code == 0) return;
    for (const char* part : {"error[E", "= now: ", "= next: "}) {
      EXPECT_TRUE(says(outcome.err, part));
    }
  }
  void check_backup(const Outcome& outcome) {
    check_words(outcome);
    EXPECT_EXIT_CODE(0, run({"db", "list-backups", "--verify"}));
    ++faults;
    if (outcome.signal == 0) {
      EXPECT_EQ(outcome.exit_code == 0, !backups().empty()) << outcome.err;
    }
    const std::size_t of_another_place = made_through_a_proxy() ? backups().size() : 0;
    // What a killed one has started may still be there for a moment.
    EXPECT_TRUE(eventually([&] { return run({"db", "backup", "--keep", "1"}).exit_code == 0; }));
    EXPECT_EQ(backups().size(), 1 + of_another_place);
    std::filesystem::remove_all(project->folder() / "backups");
  }
  /// Then it counts as one of another server, and is not a later one's to replace.
  [[nodiscard]] virtual bool made_through_a_proxy() const { return false; }
  void check_restore(const Outcome& outcome) {
    check_words(outcome);
    ++faults;
    const std::string there = count();
    EXPECT_TRUE(there == "10" || there == "40") << there << " rows";
    if (outcome.signal == 0 && outcome.exit_code == 0) {
      EXPECT_EQ(there, "40");
    }
    if (says(outcome.err, "the database is as it was")) {
      EXPECT_EQ(there, "10") << outcome.err;
    }
    EXPECT_EXIT_CODE(0, run({"current"}));
    EXPECT_TRUE(eventually([&] { return run(put_back).exit_code == 0; })) << run(put_back).err;
    EXPECT_EQ(count(), "40");
    EXPECT_EQ(beside(), Lines{});
  }
  void tell(const std::string& what) const {
    tell_figures(fmt::format("{} on {}: {} faults injected, seed {}", what, name_of(GetParam()),
                             faults, seed));
  }

  const unsigned seed = chosen_seed();
  std::mt19937 random;
  int faults = 0;
};

class BackupRoundTripsOfAServer : public BackupRoundTrips {
 protected:
  void SetUp() override {
    BackupRoundTrips::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    const std::string sql = FaultProxy::prepare_refusals();
    for (std::size_t begin = 0, end = 0; (end = sql.find(";\n", begin)) != std::string::npos;
         begin = end + 2)
      rows(sql.substr(begin, end - begin));
    proxy.emplace(*url_of(GetParam()));
  }
  [[nodiscard]] bool made_through_a_proxy() const override { return true; }
  Outcome run_by_proxy(const Words& words, const FaultPlan& plan) {
    database->disconnect();
    proxy->arm(plan);
    Words all = words;
    all.insert(all.end(), {"--url", proxy->url(database->name())});
    if (words == put_back) {  // for the program the proxy is another server
      all.insert(all.end(), {backups().back(), "--confirm", database->name()});
    }
    return project->run(all);
  }
  std::vector<FaultPlan> faults_of(const Words& words) {
    EXPECT_EXIT_CODE(0, run_by_proxy(words, {}));
    units = proxy->conversation().units;
    EXPECT_GT(units.size(), 20U);
    return some_of(all_faults(units));
  }
  std::string told(const FaultPlan& plan) const {
    return fmt::format("seed {}: {}: {}", seed, describe(plan),
                       units.at(static_cast<std::size_t>(plan.at - 1)));
  }

  std::optional<FaultProxy> proxy;
  std::vector<std::string> units;
};
ALUDEL_ON_FIRST_POSTGRESQL(BackupRoundTripsOfAServer);

TEST_P(BackupRoundTripsOfAServer, ABackupIsWholeOrNotThere) {
  const std::vector<FaultPlan> plans = faults_of(make);
  std::filesystem::remove_all(project->folder() / "backups");
  for (const FaultPlan& plan : plans) {
    SCOPED_TRACE(told(plan));
    check_backup(run_by_proxy(make, plan));
  }
  tell("faults of a backup");
}

TEST_P(BackupRoundTripsOfAServer, ARestoreLeavesTheOldDatabaseOrTheNewOne) {
  ASSERT_EXIT_CODE(0, run(make));
  for (const FaultPlan& plan : faults_of(put_back)) {
    SCOPED_TRACE(told(plan));
    forget_rows();
    check_restore(run_by_proxy(put_back, plan));
  }
  tell("faults of a restore");
}

class BackupCallsOfAFile : public BackupRoundTrips {
 protected:
  Outcome run_above_disk(const Words& words, const std::map<std::string, std::string>& disk) {
    database->disconnect();
    Words all{ALUDEL_DISK_PROGRAM};
    all.insert(all.end(), words.begin(), words.end());
    ProcessOptions how{.environment = {disk.begin(), disk.end()}};
    how.folder = project->folder();
    return run_process(all, std::move(how));
  }
  Outcome run_above_disk(const Words& words, const DiskFaultPlan& plan) {
    return run_above_disk(words, {{"ALUDEL_DISK_FAULT", plan.fault},
                                  {"ALUDEL_DISK_AT", std::to_string(plan.at)},
                                  {"ALUDEL_DISK_SEED", std::to_string(plan.seed)}});
  }
  std::vector<DiskFaultPlan> faults_of(const Words& words) {
    const std::filesystem::path log = project->folder() / "calls";
    EXPECT_EXIT_CODE(0, run_above_disk(words, {{"ALUDEL_DISK_LOG", log.string()}}));
    std::vector<std::string> calls;
    std::ifstream file(log);
    for (std::string line; std::getline(file, line);) calls.push_back(line);
    EXPECT_GT(calls.size(), 20U);
    return some_of(all_disk_faults(calls));
  }
  std::string told(const DiskFaultPlan& plan) const {
    return fmt::format("seed {}: {} at call {} ({}), {}", seed, plan.fault, plan.at, plan.call,
                       plan.seed);
  }
};
ALUDEL_ON_SQLITE(BackupCallsOfAFile);

TEST_P(BackupCallsOfAFile, ABackupIsWholeOrNotThere) {
  const std::vector<DiskFaultPlan> plans = faults_of(make);
  std::filesystem::remove_all(project->folder() / "backups");
  for (const DiskFaultPlan& plan : plans) {
    SCOPED_TRACE(told(plan));
    check_backup(run_above_disk(make, plan));
  }
  tell("faults of a backup");
}

TEST_P(BackupCallsOfAFile, ARestoreLeavesTheOldDatabaseOrTheNewOne) {
  ASSERT_EXIT_CODE(0, run(make));
  for (const DiskFaultPlan& plan : faults_of(put_back)) {
    SCOPED_TRACE(told(plan));
    forget_rows();
    check_restore(run_above_disk(put_back, plan));
  }
  tell("faults of a restore");
}

}  // namespace
}  // namespace aludel::testing
