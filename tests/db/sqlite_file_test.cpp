// What can be wrong with the file of an SQLite database, and with the disk below it.
#include <csignal>
#include <fstream>
#include <thread>

#include <grp.h>
#include <pwd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class SqliteFile : public OnSqlite {
 protected:
  static constexpr const char* much =
      "INSERT INTO asset WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "3000) SELECT hex(randomblob(500)) FROM n;";

  void two_revisions() {
    project->add("aaaa0001", "CREATE TABLE asset (t TEXT);", "DROP TABLE asset;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
    project->add("aaaa0002", much);
  }
  void expect_old_state() {
    EXPECT_EQ(value("SELECT count(*) FROM asset"), "0");
    EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
    EXPECT_EQ(value("PRAGMA integrity_check"), "ok");
  }
};
ALUDEL_ON_SQLITE(SqliteFile);

TEST_P(SqliteFile, AFullDiskKeepsTheOldState) {
  two_revisions();
  project->change("aaaa0002", std::string("PRAGMA max_page_count = 100;\n") + much);
  const Outcome full = run({"upgrade"});
  EXPECT_EXIT_CODE(4, full);
  EXPECT_TRUE(says(full.err, "E0403"));
  EXPECT_TRUE(says(full.err, "nothing of this revision was kept"));
  expect_old_state();
  project->change("aaaa0002", much);
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(SqliteFile, AFileThatMayNotGrowKeepsTheOldState) {
  two_revisions();
  const Outcome full = run({"upgrade"}, {.in_child = [] {
                             const rlimit limit{200000, 200000};
                             setrlimit(RLIMIT_FSIZE, &limit);
                           }});
  EXPECT_EXIT_CODE(4, full);
  EXPECT_TRUE(says(full.err, "File too large"));
  EXPECT_TRUE(says(full.err, "`ulimit -f`"));
  EXPECT_TRUE(says(full.err, "nothing of this revision was kept"));
  expect_old_state();
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(SqliteFile, AFileThatMayNotBeWrittenIsToldBeforeAnythingRuns) {
  two_revisions();
  if (getuid() != 0) GTEST_SKIP() << "only root can become another user";
  database->disconnect();
  // The program may lie where only root can look.
  const auto program = project->folder() / "aludel";
  std::filesystem::copy_file(ALUDEL_PROGRAM, program);
  const auto as_nobody = [&](const Words& words) {
    Words all{program.string()};
    all.insert(all.end(), words.begin(), words.end());
    return run_process(all, {.folder = project->folder(), .in_child = [] {
                               const passwd* nobody = getpwnam("nobody");
                               if (setgroups(0, nullptr) != 0 || setgid(nobody->pw_gid) != 0 ||
                                   setuid(nobody->pw_uid) != 0)
                                 _exit(125);
                             }});
  };
  std::filesystem::permissions(database->file(), std::filesystem::perms(0644));
  const Outcome refused = as_nobody({"upgrade"});
  EXPECT_EXIT_CODE(8, refused);
  EXPECT_TRUE(says(refused.err, "read-only"));
  EXPECT_EXIT_CODE(0, as_nobody({"current"}));
  expect_old_state();
  database->disconnect();

  // The file may be written, and its folder not: there is no place for the journal.
  std::filesystem::permissions(database->file(), std::filesystem::perms(0666));
  const Outcome no_journal = as_nobody({"upgrade"});
  EXPECT_EXIT_CODE(8, no_journal);
  EXPECT_EXIT_CODE(0, as_nobody({"current"}));
  expect_old_state();
}

TEST_P(SqliteFile, SomethingElseThanADatabaseIsToldAsWhatItIs) {
  project->add("aaaa0001", "CREATE TABLE asset (t TEXT);");
  std::ofstream(database->file()) << "this is a letter and no database, and it is long enough to "
                                     "be read as the header of a file\n";
  for (const Words& words : std::vector<Words>{{"upgrade"}, {"current"}, {"status"}}) {
    const Outcome refused = run(words);
    EXPECT_EXIT_CODE(8, refused);
    EXPECT_TRUE(says(refused.err, "is not an SQLite database"));
  }
}

TEST_P(SqliteFile, ADirectoryAndAMissingFolderAreToldAsSuch) {
  project->add("aaaa0001", "CREATE TABLE asset (t TEXT);");
  for (const Words& words : std::vector<Words>{{"upgrade"}, {"current"}}) {
    Words all = words;
    all.insert(all.end(), {"--url", "sqlite:///" + project->folder().string()});
    const Outcome directory = run(all);
    EXPECT_EXIT_CODE(8, directory);
    EXPECT_TRUE(says(directory.err, "is a directory"));
  }
  const Outcome missing = run({"upgrade", "--url", "sqlite:////tmp/no/such/folder/x.db"});
  EXPECT_EXIT_CODE(8, missing);
  EXPECT_TRUE(says(missing.err, "mkdir -p "));
}

TEST_P(SqliteFile, AnEmptyFileIsAnEmptyDatabase) {
  std::ofstream(database->file()).close();
  project->add("aaaa0001", "CREATE TABLE asset (t TEXT);");
  EXPECT_EXIT_CODE(0, run({"current"}));
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(SqliteFile, LockedByAnotherProcessEndsWithItsCodeAndItsPid) {
  two_revisions();
  database->disconnect();
  TestProject other(database->url());
  other.add("aaaa0001", "CREATE TABLE asset (t TEXT);");
  other.add(
      "bbbb0002",
      "INSERT INTO asset VALUES ('x');\n"
      "INSERT INTO asset WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
      "i < 2000000000) SELECT count(*) FROM n;");
  Process holder = other.start({"upgrade"});
  ASSERT_TRUE(eventually([&] {
    return std::filesystem::exists(database->file().string() + "-journal") || !holder.running();
  }));
  const auto begin = std::chrono::steady_clock::now();
  const Outcome waited = run({"upgrade", "--lock-wait", "1s"});
  EXPECT_EXIT_CODE(5, waited);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_TRUE(says(waited.err, "pid " + std::to_string(holder.pid())));
  holder.signal(SIGINT);
  EXPECT_EXIT_CODE(130, holder.wait());
  expect_old_state();
}

TEST_P(SqliteFile, AHotJournalIsReadableByStatusAndRolledBack) {
  two_revisions();
  project->change("aaaa0002", std::string("PRAGMA cache_size = 5;\n") + much +
                                  "\nINSERT INTO asset WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                                  "SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM "
                                  "n;");
  const std::filesystem::path journal_file = database->file().string() + "-journal";
  const auto size = std::filesystem::file_size(database->file());
  Process process = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] {
    return std::filesystem::exists(journal_file) &&
           std::filesystem::file_size(database->file()) > size + 500000;
  }));
  process.signal(SIGKILL);
  (void)process.wait();
  ASSERT_TRUE(std::filesystem::exists(journal_file));
  const Outcome status = run({"status"});
  EXPECT_EXIT_CODE(0, status);
  EXPECT_TRUE(says(status.out, "aaaa0001"));
  expect_old_state();
}

TEST_P(SqliteFile, InWalModeReadersAndAKilledWriterDoNoHarm) {
  project->add("aaaa0001", "PRAGMA journal_mode = WAL;\nCREATE TABLE asset (t TEXT);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("PRAGMA journal_mode"), "wal");
  project->add("aaaa0002", much);
  const auto reader = database->connect();
  reader->query("BEGIN");
  reader->query("SELECT count(*) FROM asset");
  EXPECT_EXIT_CODE(0, project->run({"upgrade"}));
  EXPECT_EXIT_CODE(0, project->run({"current"}));
  EXPECT_EQ(reader->query("SELECT count(*) FROM asset").rows[0][0], "0");
  reader->query("COMMIT");
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "3000");
}

}  // namespace
}  // namespace aludel::testing
