// Relative targets count from where the run began, and the same command again finishes that run.
#include "db/support/fixture.hpp"
#include "db/support/random_kills.hpp"

namespace aludel::testing {
namespace {

class RelativeRun : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    for (const char* id : {"aaaa0001", "aaaa0002", "aaaa0003", "aaaa0004", "aaaa0005"})
      project->add(id, std::string("CREATE TABLE t_") + id + " (x INTEGER);",
                   std::string("DROP TABLE t_") + id + ";");
  }
  std::string last_run() {
    return value("SELECT event FROM aludel_journal WHERE kind = 'run' ORDER BY id DESC LIMIT 1");
  }
  /// Kills `words` at random moments, each time from `from`, and types them again.
  void kill_and_finish(const Words& words, const std::string& from, const std::string& to) {
    const auto begin_at = [&] {
      ASSERT_EXIT_CODE(0, run({"upgrade"}));
      ASSERT_EXIT_CODE(0, run({"downgrade", from}));
      database->disconnect();
    };
    begin_at();
    RandomKills kills(time_of([&] { EXPECT_EXIT_CODE(0, project->run(words)); }));
    SCOPED_TRACE(kills.trace());
    for (int round = 0; round < 20; ++round) {
      begin_at();
      const bool killed = kills.kill(project->start(words));
      // One that had written its last row was done, whatever became of its words.
      if (killed && !(version_rows() == Lines{to} && last_run() == "done")) {
        ASSERT_EXIT_CODE(0, run(words));
      }
      ASSERT_EQ(version_rows(), Lines{to}) << "round " << round;
    }
    EXPECT_GT(kills.killed(), 3);
  }
};
ALUDEL_ON_EVERY_DATABASE(RelativeRun);

TEST_P(RelativeRun, DownThatIsKilledUndoesNoMoreWhenItIsRunAgain) {
  kill_and_finish({"downgrade", "-2"}, "aaaa0004", "aaaa0002");
}

TEST_P(RelativeRun, UpThatIsKilledAppliesNoMoreWhenItIsRunAgain) {
  kill_and_finish({"upgrade", "+2"}, "aaaa0001", "aaaa0003");
}

TEST_P(RelativeRun, ThatFailedGoesOnAndTheNextOneCountsFromThere) {
  project->add("aaaa0006", "CREATE TABLE t6 (x INTEGER);", "DROP TABLE nowhere;");
  project->add("aaaa0007", "CREATE TABLE t7 (x INTEGER);", "DROP TABLE t7;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const Outcome failed = run({"downgrade", "-2"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_EQ(version_rows(), Lines{"aaaa0006"});
  EXPECT_TRUE(says(failed.err, "1 revision to undo"));
  EXPECT_TRUE(says(failed.err, "`aludel downgrade -2`"));
  EXPECT_TRUE(says(run({"plan", "-2", "--down"}).err + run({"plan", "-2", "--down"}).out,
                   "then at aaaa0005"));
  rows("CREATE TABLE nowhere (x INTEGER)");
  EXPECT_EXIT_CODE(0, run({"downgrade", "-2"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0005"});
  EXPECT_EXIT_CODE(0, run({"downgrade", "-2"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(RelativeRun, ThatWasLeftAsItWasIsForgottenBehindAStampAndAnotherRun) {
  project->add("aaaa0006", "CREATE TABLE t6 (x INTEGER);", "DROP TABLE nowhere;");
  project->add("aaaa0007", "CREATE TABLE t7 (x INTEGER);", "DROP TABLE t7;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EXIT_CODE(4, run({"downgrade", "-2"}));
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  rows("CREATE TABLE nowhere (x INTEGER)");
  EXPECT_EXIT_CODE(0, run({"downgrade", "-1"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0006"});
  rows("DROP TABLE nowhere");
  EXPECT_EXIT_CODE(4, run({"downgrade", "-2"}));
  ASSERT_EXIT_CODE(0, run({"stamp", "aaaa0005"}));
  EXPECT_EXIT_CODE(0, run({"downgrade", "-2"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

/// What leads on from a revision that is half-way down.
class WayOn : public OnDatabase {
 protected:
  std::string way_on() {
    const std::string text = run({"status"}).out;
    const std::size_t begin = text.find("`aludel downgrade ");
    if (begin == std::string::npos) return text;
    return text.substr(begin + 18, text.find('`', begin + 1) - begin - 18);
  }
};
ALUDEL_ON_EVERY_DATABASE(WayOn);

TEST_P(WayOn, FinishesThatRevisionAloneAndNothingWhereSomebodyElseHas) {
  project->add("aaaa0001", "CREATE TABLE a (x INTEGER);", "DROP TABLE a;");
  project->add("aaaa0002", "CREATE TABLE b (x INTEGER);",
               "BEGIN;\nDROP TABLE b;\nCOMMIT;\nBEGIN;\nDROP TABLE missing;\nCOMMIT;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EXIT_CODE(4, run({"downgrade"}));
  const std::string target = way_on();
  EXPECT_EQ(target, "aaaa0002@aaaa0001");
  rows("CREATE TABLE missing (x INTEGER)");
  EXPECT_EXIT_CODE(0, run({"downgrade", target}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  (void)run({"downgrade", target});
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(WayOn, OfAMergeAndOfARootIsATargetThatIsUnderstood) {
  project->add("aaaa0001", "CREATE TABLE a (x INTEGER);",
               "BEGIN;\nDROP TABLE a;\nCOMMIT;\nBEGIN;\nDROP TABLE missing;\nCOMMIT;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EXIT_CODE(4, run({"downgrade"}));
  EXPECT_EQ(way_on(), "aaaa0001@base");
  rows("CREATE TABLE missing (x INTEGER)");
  EXPECT_EXIT_CODE(0, run({"downgrade", "aaaa0001@base"}));
  EXPECT_EQ(value("SELECT count(*) FROM aludel_version"), "0");
}

}  // namespace
}  // namespace aludel::testing
