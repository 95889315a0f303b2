// The lock of an SQLite file: who holds it is named wherever it is waited for.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class FileLock : public OnSqlite {
 protected:
  /// A process of its own that holds a lock: this one could not be told from the lock's own user.
  Process holder(const std::string& begin) {
    const std::string program =
        "import sqlite3, sys, time\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('" +
        begin +
        "')\n"
        "print('held', file=sys.stderr, flush=True)\n"
        "time.sleep(30)\n";
    Process process({"python3", "-c", program, database->file().string()}, {});
    EXPECT_TRUE(eventually([&] { return process.err_so_far().find("held") != std::string::npos; }));
    return process;
  }
  static std::string named(const Process& process) {
    return "held by pid " + std::to_string(process.pid()) + " (python3";
  }
};
ALUDEL_ON_SQLITE(FileLock);

TEST_P(FileLock, IsNamedWhenTheFileIsOpened) {
  rows("CREATE TABLE t (a integer)");
  database->disconnect();
  project->add("aaaa0001", "CREATE TABLE u (a integer);");
  const Process other = holder("BEGIN EXCLUSIVE");
  const Outcome outcome = run({"upgrade", "--lock-wait", "3s"});
  EXPECT_EXIT_CODE(5, outcome);
  EXPECT_TRUE(says(outcome.err, "waiting for the database file's lock for 2 s of at most 3.0 s"));
  EXPECT_TRUE(says(outcome.err, "database is locked; " + named(other)));
  const Outcome status = run({"status"});
  EXPECT_TRUE(says(status.err, named(other)));
}

TEST_P(FileLock, IsNamedWhenTheBookkeepingIsMade) {
  rows("CREATE TABLE t (a integer)");
  database->disconnect();
  project->add("aaaa0001", "CREATE TABLE u (a integer);");
  const Process other = holder("BEGIN IMMEDIATE");
  const Outcome outcome = run({"upgrade", "--lock-wait", "3s"});
  EXPECT_EXIT_CODE(5, outcome);
  EXPECT_TRUE(says(outcome.err, "waiting for the database file's lock for 2 s of at most 3.0 s"));
  EXPECT_TRUE(says(outcome.err, "database is locked; " + named(other)));
  EXPECT_TRUE(says(outcome.err, "nothing was changed"));
}

TEST_P(FileLock, IsNamedBeforeAStepAndInWriteAheadMode) {
  rows("PRAGMA journal_mode = WAL");
  database->disconnect();
  project->add("aaaa0001", "CREATE TABLE u (a integer);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  project->add("aaaa0002", "CREATE TABLE v (a integer);");
  const Process reader = holder("BEGIN");
  const Process other = holder("BEGIN IMMEDIATE");
  const Outcome outcome = run({"upgrade", "--lock-wait", "3s", "--log-format", "json"});
  EXPECT_EXIT_CODE(5, outcome);
  EXPECT_TRUE(says(outcome.err, "\"for\":\"file_lock\",\"holder\":\"pid " +
                                    std::to_string(other.pid()) + " (python3"));
  EXPECT_FALSE(says(outcome.err, std::to_string(reader.pid()))) << "it keeps nobody from writing";
}

}  // namespace
}  // namespace aludel::testing
