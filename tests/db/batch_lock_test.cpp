// Data migrations in batches beside others: locks, timeouts, writers, who waits.
#include <atomic>
#include <chrono>
#include <thread>

#include <sqlite3.h>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class BatchBeside : public OnPostgresql {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001", "CREATE TABLE price (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);");
    EXPECT_EQ(run({"upgrade"}).exit_code, 0);
  }
  void fill(int count) {
    rows("INSERT INTO price SELECT i, 0 FROM generate_series(1, " + std::to_string(count) +
         ") AS i");
  }
  void batch(const std::string& statement, const std::string& arguments,
             const std::string& before = {}) {
    project->add("aaaa0002", before + "-- aludel:batch table=price key=id " + arguments + "\n" +
                                 statement + ";");
  }
  Lines counts() { return rows("SELECT n || ' ' || count(*) FROM price GROUP BY n ORDER BY n"); }
  std::string done_rows() {
    return value("SELECT max(detail) FROM aludel_journal WHERE event = 'progress'");
  }
};
ALUDEL_ON_POSTGRESQL(BatchBeside);

TEST_P(BatchBeside, ALockedRowIsWaitedForInSmallerBatches) {
  fill(400);
  batch("UPDATE price SET n = n + 1 WHERE :batch", "size=100");
  const auto other = database->connect();
  other->query("BEGIN");
  other->query("UPDATE price SET n = n WHERE id = 250");
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] {
    return process.err_so_far().find("did not get its lock in time") != std::string::npos ||
           process.err_so_far().find("rolled back, attempt") != std::string::npos;
  }));
  EXPECT_TRUE(eventually([&] { return done_rows().size() == 8; }));  // rows=200 at least
  other->query("COMMIT");
  ASSERT_EXIT_CODE(0, process.wait());
  EXPECT_EQ(counts(), Lines{"1 400"});
  EXPECT_EQ(value("SELECT max(detail) FROM aludel_journal WHERE kind = 'revision' AND event = "
                  "'done' AND name = 'aaaa0002'"),
            "rows=400");
}

TEST_P(BatchBeside, ATableThatIsLockedMeanwhileIsWaitedFor) {
  fill(400);
  batch("UPDATE price SET n = n + 1 WHERE :batch", "size=20 target=1h pause=20ms");
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return !done_rows().empty(); }));
  const auto other = database->connect();
  other->query("BEGIN");
  other->query("LOCK TABLE price IN ACCESS EXCLUSIVE MODE");
  ASSERT_TRUE(eventually([&] {
    return process.err_so_far().find("lock timeout; rolled back, attempt") != std::string::npos;
  }));
  other->query("COMMIT");
  ASSERT_EXIT_CODE(0, process.wait());
  EXPECT_EQ(counts(), Lines{"1 400"});
}

TEST_P(BatchBeside, ALockThatStaysEndsTheRunAndKeepsWhatIsDone) {
  fill(400);
  project.emplace(database->url(), "lock_retry = \"3s\"\n");
  project->add("aaaa0001", "CREATE TABLE price (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);");
  batch("UPDATE price SET n = n + 1 WHERE :batch", "size=100");
  const auto other = database->connect();
  other->query("BEGIN");
  other->query("UPDATE price SET n = n WHERE id = 250");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(5, refused);
  EXPECT_TRUE(says(refused.err, "aaaa0002.sql:8"));
  EXPECT_TRUE(says(refused.err, "of 400 rows of the next"));
  other->query("ROLLBACK");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(counts(), Lines{"1 400"});
}

TEST_P(BatchBeside, AStatementTimeoutMakesThemSmaller) {
  fill(60);
  batch("UPDATE price SET n = n + 1 WHERE :batch AND pg_sleep(0.01)::text = ''",
        "size=60 target=1h", "-- aludel:timeout statement=200ms\n");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(counts(), Lines{"1 60"});
  EXPECT_GE(std::stoi(value("SELECT count(*) FROM aludel_journal WHERE event = 'progress'")), 3);
}

TEST_P(BatchBeside, ARowThatAlwaysTakesTooLongIsNamed) {
  fill(20);
  batch(
      "UPDATE price SET n = n + 1 WHERE :batch AND pg_sleep(CASE WHEN id = 13 THEN 9 ELSE 0 "
      "END)::text = ''",
      "size=20", "-- aludel:timeout statement=200ms\n");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "the row: id = '13'"));
  EXPECT_EQ(counts(), (Lines{"0 8", "1 12"}));
}

TEST_P(BatchBeside, WritersAreNotLostAndNotHeldUp) {
  fill(30000);
  batch("UPDATE price SET n = n + 1 WHERE :batch", "size=500");
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::jthread writer([&] {
    const auto connection = database->connect();
    for (int i = 1; !stop; i = i * 7919 % 30000 + 1) {
      connection->query("UPDATE price SET n = n + 1000 WHERE id = " + std::to_string(i));
      ++written;
    }
  });
  const Outcome done = run({"upgrade"});
  stop = true;
  writer.join();
  ASSERT_EXIT_CODE(0, done);
  EXPECT_GT(written, 20);
  EXPECT_EQ(value("SELECT sum(n) FROM price"), std::to_string(30000 + 1000LL * written));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n % 1000 <> 1"), "0");
}

TEST_P(BatchBeside, WaitsWhileSomebodyWaitsForALockOnTheTable) {
  fill(100);
  batch("UPDATE price SET n = n + 1 WHERE :batch", "size=10");
  const auto reader = database->connect();
  reader->query("BEGIN");
  reader->query("SELECT * FROM price LIMIT 1");
  std::jthread waiting(
      [&] { database->connect()->query("ALTER TABLE price ADD COLUMN late INTEGER"); });
  ASSERT_TRUE(eventually([&] { return is_running("ALTER TABLE price ADD"); }));
  Process process = project->start({"upgrade"});
  EXPECT_TRUE(eventually([&] {
    return process.err_so_far().find("paused because 1 session waits for a lock on the table") !=
           std::string::npos;
  }));
  reader->query("COMMIT");
  ASSERT_EXIT_CODE(0, process.wait());
  EXPECT_EQ(counts(), Lines{"1 100"});
}

TEST_P(BatchBeside, AnotherToolsChangeOfTheVersionTableStopsIt) {
  fill(2000);
  batch("UPDATE price SET n = n + 1 WHERE :batch", "size=10 target=1h pause=20ms");
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return !done_rows().empty(); }));
  rows("INSERT INTO aludel_version VALUES ('stranger')");
  const Outcome stopped = process.wait();
  EXPECT_EXIT_CODE(7, stopped);
  rows("DELETE FROM aludel_version WHERE version_num = 'stranger'");
  project->change("aaaa0002",
                  "-- aludel:batch table=price key=id\nUPDATE price SET n = n + 1 WHERE :batch;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(counts(), Lines{"1 2000"});
}

TEST_P(BatchBeside, ADateAUuidAndATimeAreKeysWhateverTheirStyle) {
  for (const char* type : {"date", "timestamp", "timestamptz", "uuid", "numeric",
                           "double precision", "bigint", "bytea"}) {
    rows("DROP TABLE IF EXISTS typed");
    rows(std::string("CREATE TABLE typed (k ") + type + " PRIMARY KEY, n INTEGER NOT NULL)");
    const std::string key = std::string(type) == "date"      ? "'2026-01-31'::date - i"
                            : std::string(type) == "uuid"    ? "md5(i::text)::uuid"
                            : std::string(type) == "bytea"   ? "decode(md5(i::text), 'hex')"
                            : std::string(type) == "bigint"  ? "i - 50"
                            : std::string(type) == "numeric" ? "i / 7.0"
                            : *type == 'd'                   ? "i / 7.0::float8"
                                                             : std::string(
                                                 "('2026-03-29 01:00'::timestamp + i * "
                                                                   "interval '1 minute 1 microsecond')::") +
                                                 type;
    rows("INSERT INTO typed SELECT " + key + ", 0 FROM generate_series(1, 100) AS i");
    rows("ALTER DATABASE " + database->name() + " SET datestyle = 'SQL, DMY'");
    rows("ALTER DATABASE " + database->name() + " SET timezone = 'Europe/Berlin'");
    project.emplace(database->url());
    project->add("aaaa0001", "CREATE TABLE price (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);");
    const std::string up =
        "-- aludel:batch table=typed key=k size=7\nUPDATE typed SET n = n + 1 "
        "WHERE :batch;";
    project->add("aaaa0002", up, "");
    ASSERT_EXIT_CODE(0, run({"upgrade"})) << type;
    EXPECT_EQ(value("SELECT count(*) FROM typed WHERE n = 1"), "100") << type;
    ASSERT_EXIT_CODE(0, run({"downgrade"})) << type;
  }
}

class BatchBesideOnSqlite : public OnSqlite {};
ALUDEL_ON_SQLITE(BatchBesideOnSqlite);

TEST_P(BatchBesideOnSqlite, OtherWritersGetTheirTurn) {
  rows("CREATE TABLE price (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)");
  rows("CREATE TABLE other (id INTEGER PRIMARY KEY)");
  rows("PRAGMA journal_mode = WAL");
  rows(
      "INSERT INTO price WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < "
      "300000) SELECT i, 0 FROM s");
  // Rows that take their time: on a fast machine, too, the run is long beside a writer's waits.
  project->add("aaaa0001",
               "-- aludel:batch table=price key=id\n"
               "UPDATE price SET n = n + (length(hex(randomblob(4000))) = 8000) WHERE :batch;");
  database->disconnect();
  Process process = project->start({"upgrade"});
  // A writer of another process would wait so: SQLite's own busy handler, five seconds.
  int written = 0;
  milliseconds longest{0};
  {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(database->file().c_str(), &raw), SQLITE_OK);
    sqlite3_busy_timeout(raw, 5000);
    while (process.running()) {
      const auto begin = std::chrono::steady_clock::now();
      const int result =
          sqlite3_exec(raw, "INSERT INTO other DEFAULT VALUES", nullptr, nullptr, nullptr);
      ASSERT_EQ(result, SQLITE_OK) << sqlite3_errmsg(raw);
      longest = std::max(longest, std::chrono::duration_cast<milliseconds>(
                                      std::chrono::steady_clock::now() - begin));
      ++written;
      std::this_thread::sleep_for(milliseconds(5));
    }
    sqlite3_close(raw);
  }
  ASSERT_EXIT_CODE(0, process.wait());
  EXPECT_GT(written, 10);
  EXPECT_LT(longest, seconds(4));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "300000");
}

}  // namespace
}  // namespace aludel::testing
