// Backup and restore while others write, and SIGKILL at random moments of both.
#include <atomic>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "db/support/backups.hpp"
#include "db/support/random_kills.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// Moves amounts between two accounts and counts each move, all in one transaction: the sum stays,
/// and there are as many rows in `moves` as `counter` says.
class Writer {
 public:
  explicit Writer(const TestDatabase& database)
      : thread_([this, &database](std::stop_token stop) {
          const auto connection = database.connect();
          while (!stop.stop_requested()) {
            try {
              connection->query(database.is_postgresql() ? "BEGIN" : "BEGIN IMMEDIATE");
              connection->query("UPDATE accounts SET amount = amount - 1 WHERE id = 1");
              connection->query("INSERT INTO moves (amount) VALUES (1)");
              connection->query("UPDATE accounts SET amount = amount + 1 WHERE id = 2");
              connection->query("UPDATE counter SET n = n + 1");
              connection->query("COMMIT");
              ++moves_;
            } catch (const Error&) {  // a lock that was not had in time
              if (connection->in_transaction()) connection->query("ROLLBACK");
            }
            std::this_thread::sleep_for(milliseconds(1));
          }
        }) {}
  [[nodiscard]] long moves() const { return moves_; }

 private:
  std::atomic<long> moves_{0};
  std::jthread thread_;
};

class BackupFaults : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add(
        "a1",
        std::string("CREATE TABLE accounts (id INTEGER PRIMARY KEY, amount BIGINT);\n"
                    "INSERT INTO accounts VALUES (1, 1000000), (2, 0);\n"
                    "CREATE TABLE counter (n BIGINT);\nINSERT INTO counter VALUES (0);\n") +
            (on_postgresql() ? "CREATE TABLE moves (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY "
                               "KEY, amount BIGINT);\n"
                             : "CREATE TABLE moves (id INTEGER PRIMARY KEY, amount BIGINT);\n") +
            "CREATE TABLE wide (id INTEGER PRIMARY KEY, x TEXT);");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
  void fill(int megabytes) {
    const std::string rows_wanted = std::to_string(megabytes * 1000);
    rows(
        "INSERT INTO wide WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
        "< " +
        rows_wanted + ") SELECT i, " +
        (on_postgresql() ? "(SELECT string_agg(md5((i * 31 + k)::text), '') FROM "
                           "generate_series(1, 31) k)"
                         : "hex(randomblob(500))") +
        " FROM n");
  }
  /// What holds at every moment between two transactions.
  Lines invariants() {
    return rows(
        "SELECT (SELECT sum(amount) FROM accounts), (SELECT count(*) FROM moves) - (SELECT "
        "n FROM counter), (SELECT count(*) FROM wide)");
  }
  std::string checksum_of_wide() {
    return value(on_postgresql()
                     ? "SELECT md5(string_agg(md5(x), '' ORDER BY id)) FROM wide"
                     : "SELECT count(*) || ' ' || sum(length(x)) || ' ' || sum(unicode(substr(x, "
                       "id % 1000 + 1))) FROM wide");
  }
  void back_up_and_restore_beside_a_writer(int megabytes) {
    fill(megabytes);
    const std::string checksum = checksum_of_wide();
    const std::string wanted = fmt::format("1000000|0|{}", megabytes * 1000);
    database->disconnect();
    {
      const Writer writer(*database);
      eventually([&] { return writer.moves() > 20; });
      ProcessOptions options;
      options.timeout = std::chrono::minutes(20);
      const long before = writer.moves();
      ASSERT_EXIT_CODE(0, run({"db", "backup", "--jobs", "2"}, std::move(options)));
      EXPECT_GT(writer.moves(), before) << "the backup kept the writer out";
    }
    const std::string moves_at_end = value("SELECT count(*) FROM moves");
    ProcessOptions options;
    options.timeout = std::chrono::minutes(20);
    ASSERT_EXIT_CODE(0, run({"db", "restore", "--jobs", "2"}, std::move(options)));
    EXPECT_EQ(invariants(), (Lines{wanted}));
    EXPECT_EQ(checksum_of_wide(), checksum);
    EXPECT_LT(std::stol(value("SELECT count(*) FROM moves")), std::stol(moves_at_end));
  }
  [[nodiscard]] Lines folders() const {
    Lines names;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(project->folder() / "backups", missing))
      if (entry.is_directory()) names.push_back(entry.path().filename());
    return names;
  }
  Lines beside() {
    return rows("SELECT datname FROM pg_database WHERE datname LIKE '" + database->name() +
                "\\_%restore\\_%'");
  }
  /// Starts a command and kills it after a part of `whole`. @return false where it was through
};
ALUDEL_ON_BACKED_UP_DATABASES(BackupFaults);

TEST_P(BackupFaults, FiftyMegabytesBesideAWriterAreOfOneMoment) {
  back_up_and_restore_beside_a_writer(50);
}

TEST_P(BackupFaults, AGigabyteBesideAWriterIsOfOneMoment) {
  if (!proof()) GTEST_SKIP() << "under ALUDEL_PROOF";
  back_up_and_restore_beside_a_writer(1000);
}

TEST_P(BackupFaults, AKilledBackupLeavesNothingThatLooksWhole) {
  fill(8);
  RandomKills kills(time_of([&] { EXPECT_EXIT_CODE(0, run({"db", "backup"})); }), chosen_seed());
  SCOPED_TRACE(kills.trace());
  const Writer writer(*database);
  for (int round = 0; round < (proof() ? 100 : 12); ++round) {
    database->disconnect();
    kills.kill(project->start({"db", "backup"}));
    ASSERT_EXIT_CODE(0, run({"db", "list-backups", "--verify"})) << "round " << round;
  }
  // What a killed one has started ends with it, a moment later.
  ASSERT_TRUE(eventually([&] {
    if (run({"db", "backup", "--keep", "1"}).exit_code != 0) return false;
    return folders().size() == 1;
  }));
  EXPECT_GT(kills.killed(), 3);
  tell_figures(fmt::format("kills of a backup on {}: {}, seed {}", name_of(GetParam()),
                           kills.killed(), kills.seed()));
}

TEST_P(BackupFaults, AKilledRestoreLeavesTheOldDatabaseOrTheNewOne) {
  fill(8);
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  RandomKills kills(time_of([&] { EXPECT_EXIT_CODE(0, run({"db", "restore"})); }), chosen_seed());
  SCOPED_TRACE(kills.trace());
  for (int round = 0; round < (proof() ? 100 : 12); ++round) {
    rows("DELETE FROM wide WHERE id > 100");
    database->disconnect();
    kills.kill(project->start({"db", "restore"}));
    const std::string count = value("SELECT count(*) FROM wide");
    ASSERT_TRUE(count == "100" || count == "8000") << count << " rows in round " << round;
    ASSERT_EXIT_CODE(0, run({"current"})) << "round " << round;
  }
  // A session of a killed pg_restore may still be there for a moment.
  ASSERT_TRUE(eventually([&] { return run({"db", "restore"}).exit_code == 0; }));
  EXPECT_EQ(value("SELECT count(*) FROM wide"), "8000");
  if (on_postgresql()) {
    EXPECT_EQ(beside(), Lines{});
  }
  EXPECT_GT(kills.killed(), 3);
  tell_figures(fmt::format("kills of a restore on {}: {}, seed {}", name_of(GetParam()),
                           kills.killed(), kills.seed()));
}

class BackupOfALog : public BackupFaults {};
ALUDEL_ON_SQLITE(BackupOfALog);

TEST_P(BackupOfALog, FiftyMegabytesWithAWriteAheadLogAreOfOneMoment) {
  database->run("PRAGMA journal_mode = WAL;");
  back_up_and_restore_beside_a_writer(50);
}

}  // namespace
}  // namespace aludel::testing
