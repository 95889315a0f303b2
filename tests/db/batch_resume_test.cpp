// Data migrations in batches that stop on the way: nothing twice, nothing left out.
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include <unistd.h>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

using std::chrono::milliseconds;

class BatchResume : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001",
                 "CREATE TABLE price (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, cents INTEGER);");
    EXPECT_EQ(run({"upgrade"}).exit_code, 0);
  }
  void fill(int count) {
    rows(
        "INSERT INTO price (id, n) WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s "
        "WHERE i < " +
        std::to_string(count) + ") SELECT i, 0 FROM s");
  }
  /// The count of rows for each value of n: "0 5", "1 15".
  Lines counts() { return rows("SELECT n || ' ' || count(*) FROM price GROUP BY n ORDER BY n"); }
  Lines progress() {
    return rows("SELECT detail FROM aludel_journal WHERE event = 'progress' ORDER BY id");
  }
};
ALUDEL_ON_EVERY_DATABASE(BatchResume);

TEST_P(BatchResume, AKilledRunGoesOnWhereItWas) {
  fill(60000);
  project->add("aaaa0002",
               "-- aludel:batch table=price key=id size=50 target=4ms pause=5ms"
               "\nUPDATE price SET n = n + 1 WHERE :batch;",
               "-- aludel:batch table=price key=id size=50 target=4ms pause=5ms"
               "\nUPDATE price SET n = n - 1 WHERE :batch;");
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  int killed = 0;
  for (const char* direction : {"upgrade", "downgrade"}) {
    const std::string target = *direction == 'u' ? "head" : "aaaa0001";
    for (int round = 0; round < 6; ++round) {
      database->disconnect();
      Process process = project->start({direction, target});
      std::this_thread::sleep_for(milliseconds(20 + random() % 150));
      process.signal(SIGKILL);
      killed += process.wait().signal == SIGKILL ? 1 : 0;
    }
    ASSERT_EXIT_CODE(0, run({direction, target}));
    ASSERT_EQ(counts(), Lines{*direction == 'u' ? "1 60000" : "0 60000"}) << direction;
  }
  EXPECT_GT(killed, 0);
}

TEST_P(BatchResume, AWrongRowIsFoundAndAllBeforeItIsKept) {
  fill(100);
  rows("CREATE UNIQUE INDEX ux_cents ON price (cents)");
  rows("UPDATE price SET cents = -67 WHERE id = 1");
  project->add("aaaa0002",
               "-- aludel:batch table=price key=id size=40 target=1h\n"
               "UPDATE price SET n = n + 1, cents = -id\n WHERE id > 1 AND :batch;");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, on_postgresql() ? "the row: id = '67'" : "the row: id = 67"));
  EXPECT_TRUE(says(refused.err, "aaaa0002.sql:8"));
  EXPECT_TRUE(says(refused.err, "0 of 1 segments done, and 66 of 100 rows of the next"));
  EXPECT_TRUE(says(refused.err, "`aludel upgrade`"));
  EXPECT_EQ(counts(), (Lines{"0 35", "1 65"}));
  EXPECT_TRUE(says(run({"current"}).out,
                   "aaaa0002 (in progress: upgrade, segment 1 of 1, 66 of 100 rows)"));
  EXPECT_TRUE(says(run({"status"}).out, "segment 1 of 1, 66 of 100 rows"));
  EXPECT_TRUE(says(run({"current", "--json"}).out, "\"rows_done\": 66"));
  EXPECT_EXIT_CODE(9, run({"downgrade"}));

  rows("UPDATE price SET cents = NULL WHERE id = 1");
  EXPECT_TRUE(says(run({"plan"}).out, "34 rows"));
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_TRUE(says(done.err, "going on behind 66 of 100 rows"));
  EXPECT_TRUE(says(done.err, "34 rows in 1 batch, 34 changed; 100 rows in all"));
  EXPECT_EQ(counts(), (Lines{"0 1", "1 99"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(BatchResume, TheStatementMayBeCorrectedForTheRowsToCome) {
  fill(50);
  rows("CREATE UNIQUE INDEX ux_cents ON price (cents)");
  rows("UPDATE price SET cents = 21 WHERE id = 50");
  const std::string line = "-- aludel:batch table=price key=id size=10 target=1h\n";
  project->add("aaaa0002", line + "UPDATE price SET n = n + 1, cents = id WHERE :batch;");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));

  // Another table, another key, no batches at all: that is not what was begun.
  for (const std::string& other :
       {std::string("-- aludel:batch table=other key=id\nUPDATE price SET n = n + 1 WHERE :batch;"),
        std::string("-- aludel:batch table=price key=n\nUPDATE price SET cents = 1 WHERE :batch;"),
        std::string("UPDATE price SET n = n + 1;"), std::string()}) {
    project->change("aaaa0002", other);
    const Outcome refused = run({"upgrade"});
    EXPECT_EXIT_CODE(9, refused);
    EXPECT_TRUE(says(refused.err, "`-- aludel:batch table=price key=id`"));
  }
  project->change("aaaa0002", line + "UPDATE price SET n = n + 1, cents = -id WHERE :batch;");
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_TRUE(says(done.err, "the statement was changed since"));
  EXPECT_EQ(counts(), Lines{"1 50"});
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE cents = id"), "20");
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE cents = -id"), "30");
  EXPECT_EQ(value("SELECT count(*) FROM aludel_text WHERE text LIKE 'UPDATE price SET n = n + 1, "
                  "cents = %id WHERE :batch'"),
            "2");
}

TEST_P(BatchResume, WhereNoRowWasPassedAllOfItMayBeCorrected) {
  fill(50);
  rows("CREATE INDEX ix_price_n ON price (n, id)");
  rows("CREATE TABLE asset (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)");
  rows("INSERT INTO asset VALUES (7, 0)");
  const std::string wrong =
      "-- aludel:batch table=price key=id where=\"id < 3\"\nUPDATE price SET nn = 1 WHERE :batch;";
  struct Correction {
    std::string text;
    std::string seen;
    std::string expected;
  };
  const std::vector<Correction> corrections{
      {"-- aludel:batch table=asset key=id\nUPDATE asset SET n = n + 1 WHERE :batch;",
       "SELECT sum(n) FROM asset", "1"},
      {"-- aludel:batch table=price key=n,id\nUPDATE price SET cents = 1 WHERE :batch;",
       "SELECT sum(cents) FROM price", "50"},
      {"-- aludel:batch table=price key=id\nUPDATE price SET n = n + 1 WHERE :batch;",
       "SELECT sum(n) FROM price", "50"},
      {"UPDATE price SET n = 2;", "SELECT sum(n) FROM price", "100"},
      {"", "SELECT 1", "1"},
  };
  int number = 1;
  for (const Correction& right : corrections) {
    SCOPED_TRACE(right.text);
    const std::string id = "aaaa000" + std::to_string(++number);
    project->add(id, wrong, wrong);
    ASSERT_EXIT_CODE(4, run({"upgrade"}));
    EXPECT_TRUE(says(run({"status"}).out, "0 of 2 rows"));
    project->change(id, right.text, wrong);
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
    EXPECT_EQ(value(right.seen), right.expected);
    EXPECT_EQ(version_rows(), Lines{id});

    ASSERT_EXIT_CODE(4, run({"downgrade"}));
    project->change(id, right.text, right.text);
    ASSERT_EXIT_CODE(0, run({"downgrade"}));
    EXPECT_EQ(run({"current"}).out.find("progress"), std::string::npos);
    ASSERT_EXIT_CODE(0, run({"stamp", id}));
  }
}

TEST_P(BatchResume, RowsThatCameAndWentMeanwhileDisturbNothing) {
  fill(60);
  rows("CREATE UNIQUE INDEX ux_cents ON price (cents)");
  rows("UPDATE price SET cents = 30 WHERE id = 60");
  project->add("aaaa0002",
               "-- aludel:batch table=price key=id size=10 target=1h\n"
               "UPDATE price SET n = n + 1, cents = id WHERE :batch;");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  rows("DELETE FROM price WHERE id IN (29, 30, 45, 60)");
  rows("INSERT INTO price (id, n) VALUES (1000, 0)");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(counts(), (Lines{"0 1", "1 56"}));
  EXPECT_EQ(value("SELECT id FROM price WHERE n = 0"), "1000");  // behind the end
}

TEST_P(BatchResume, AJournalThatHoldsNoKeysIsNotPutIntoAStatement) {
  fill(60);
  rows("CREATE UNIQUE INDEX ux_cents ON price (cents)");
  rows("UPDATE price SET cents = 30 WHERE id = 60");
  project->add("aaaa0002",
               "-- aludel:batch table=price key=id size=10 target=1h\n"
               "UPDATE price SET n = n + 1, cents = id WHERE :batch;");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  for (const char* wrong : {"1) OR (1 = 1", "1, 2", "x", "(SELECT 1)", "1; DROP TABLE price"}) {
    rows("UPDATE aludel_journal SET position = '" + std::string(wrong) +
         "' WHERE event = 'progress'");
    const Outcome refused = run({"upgrade"});
    EXPECT_EXIT_CODE(9, refused);
    EXPECT_TRUE(says(refused.err, "hold no keys"));
  }
}

TEST_P(BatchResume, AnInterruptedRunSaysWhatIsKept) {
  fill(2000);
  project->add("aaaa0002",
               "-- aludel:batch table=price key=id size=50 target=1h pause=20ms\n"
               "UPDATE price SET n = n + 1 WHERE :batch;");
  database->disconnect();
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return progress().size() > 3; }));
  database->disconnect();
  process.signal(SIGINT);
  const Outcome stopped = process.wait();
  EXPECT_EXIT_CODE(130, stopped);
  EXPECT_TRUE(says(stopped.err, "rows of the next; the database is at aaaa0001"));
  EXPECT_TRUE(says(stopped.err, "`aludel upgrade` again"));
  project->change("aaaa0002",
                  "-- aludel:batch table=price key=id\nUPDATE price SET n = n + 1 WHERE :batch;");
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_FALSE(done.err.find("was changed since") != std::string::npos) << done.err;
  EXPECT_EQ(counts(), Lines{"1 2000"});
}

TEST_P(BatchResume, ManyRunsAtOnceGoThroughTheTableOnce) {
  fill(3000);
  project->add("aaaa0002",
               "-- aludel:batch table=price key=id size=50 target=5ms pause=1ms\n"
               "UPDATE price SET n = n + 1 WHERE :batch;");
  database->disconnect();
  std::vector<Process> all;
  for (int i = 0; i < 5; ++i) all.push_back(project->start({"upgrade"}));
  std::this_thread::sleep_for(milliseconds(100));
  all[0].signal(SIGKILL);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Outcome outcome = all[i].wait();
    if (outcome.signal == SIGKILL) continue;
    EXPECT_EXIT_CODE(0, outcome);
  }
  EXPECT_EQ(counts(), Lines{"1 3000"});
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

/// On SQLite a run waits for another one that is at it. One that was killed and not waited for is
/// not, nor is a program that has its process id by now.
TEST_P(BatchResume, ADeadRunsProcessIdKeepsNobodyOut) {
  fill(2000);
  project->add("aaaa0002",
               "-- aludel:batch table=price key=id size=50 target=1h pause=20ms\n"
               "UPDATE price SET n = n + 1 WHERE :batch;");
  database->disconnect();
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return progress().size() > 3; }));
  database->disconnect();
  process.signal(SIGKILL);
  std::this_thread::sleep_for(milliseconds(50));  // it is a zombie until `wait`
  project->change("aaaa0002",
                  "-- aludel:batch table=price key=id\nUPDATE price SET n = n + 1 WHERE :batch;");
  EXPECT_EXIT_CODE(0, run({"upgrade", "--lock-wait", "2s"}));
  EXPECT_EQ(process.wait().signal, SIGKILL);
  EXPECT_EQ(counts(), Lines{"1 2000"});

  ASSERT_EXIT_CODE(0, run({"stamp", "aaaa0001"}));
  rows(
      "DELETE FROM aludel_journal WHERE event IN ('done', 'stamped') AND name = 'aaaa0002' OR kind "
      "= 'run' OR event = 'stamped'");
  rows("UPDATE aludel_journal SET backend = '" + std::to_string(getppid()) + "'");
  const Outcome done = run({"upgrade", "--lock-wait", "30s"});
  EXPECT_EXIT_CODE(0, done);
  EXPECT_FALSE(done.err.find("is at the same data migration") != std::string::npos) << done.err;
}

}  // namespace
}  // namespace aludel::testing
