// `db restore`.
#include "db/support/backups.hpp"

namespace aludel::testing {
namespace {

namespace fs = std::filesystem;

class Restore : public WithRowsLostSinceTheBackup {};
ALUDEL_ON_BACKED_UP_DATABASES(Restore);

TEST_P(Restore, BringsRowsAndRevisionBackAndLeavesNothingBeside) {
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  ASSERT_EXIT_CODE(0, run({"db", "restore"}));
  EXPECT_EQ(rows("SELECT id, amount FROM prices ORDER BY id"), (Lines{"1|10", "2|20", "3|30"}));
  EXPECT_EQ(version_rows(), (Lines{"a1"}));
  EXPECT_EQ(rows("SELECT event, name FROM aludel_journal WHERE kind = 'restore'"),
            (Lines{"done|" + backups().front()}));
  EXPECT_EQ(beside(), Lines{});
  EXPECT_EXIT_CODE(0, run({"check", "--pending"}));
}

TEST_P(Restore, KeepsTheOldDatabaseWhereAsked) {
  const Outcome outcome = run({"db", "restore", "--keep-old"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "the old database is kept as "));
  if (!on_postgresql()) return;
  const Lines kept = beside();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(lines_of(connect_to(with_database(database->url(), kept.front()))
                         ->query("SELECT count(*) FROM prices")),
            (Lines{"1"}));
  rows("DROP DATABASE " + kept.front());
}

TEST_P(Restore, IntoAnotherDatabaseThatHoldsSomethingNeedsConsent) {
  TestDatabase other(GetParam());
  other.run("CREATE TABLE theirs (id INTEGER);");
  other.disconnect();
  const std::string name = on_postgresql() ? other.name() : "test.db";
  if (!on_postgresql()) {  // the files of both have the same name: the protected one is refused
    project->write("aludel.toml",
                   "[database]\nurl = \"" + database->url() + "\"\nprotected = true\n");
  }
  const Outcome refused = run({"db", "restore", backups().front(), "--url", other.url()});
  EXPECT_EXIT_CODE(6, refused);
  EXPECT_TRUE(says(refused.err, "error[E0601]: this restore would replace " + name));
  EXPECT_TRUE(other.has_table("theirs"));
  other.disconnect();
  EXPECT_EXIT_CODE(
      6, run({"db", "restore", backups().front(), "--url", other.url(), "--confirm", "shop"}));
  EXPECT_EXIT_CODE(
      0, run({"db", "restore", backups().front(), "--url", other.url(), "--confirm", name}));
  EXPECT_FALSE(other.has_table("theirs"));
  EXPECT_EQ(other.value("SELECT count(*) FROM prices"), "3");
}

/// A manifest as the oldest ones are: without a checksum of its own.
std::string without_checksum(std::string text) {
  const std::size_t at = text.rfind(",\n  \"sha256\"");
  return text.erase(at, text.rfind("\n}") - at);
}

TEST_P(Restore, AManifestThatWasAlteredIsRefused) {
  const std::string name = "backups/" + backups().front() + "/manifest.json";
  std::string text = text_of(name);
  const std::size_t at = text.find("\"rows\": 3");
  ASSERT_NE(at, std::string::npos);
  project->write(name, text.replace(at, 9, "\"rows\": 4"));
  const Outcome outcome = run({"db", "restore", backups().front()});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "manifest.json is damaged: it is not as it was written"));
  const Outcome list = run({"db", "list-backups"});
  EXPECT_EXIT_CODE(3, list);
  EXPECT_TRUE(says(list.out, "  damaged\n"));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "1");
}

TEST_P(Restore, WhatAStoppedOneLeftIsNamedByStatusWithTheCommandThatRemovesIt) {
  std::string left;
  if (on_postgresql()) {
    left = database->name() + "_restore_0badcafe";
    rows("CREATE DATABASE " + left);
    rows("COMMENT ON DATABASE " + left + " IS 'aludel: being restored from x'");
  } else {
    left = "test.db.restore-0badcafe";
    std::ofstream(database->file().parent_path() / left) << "half";
  }
  const Outcome status = run({"status"});
  EXPECT_EXIT_CODE(0, status);
  EXPECT_TRUE(says(status.out, "left over    " + left + ", by a restore that was stopped"));
  EXPECT_TRUE(says(status.out, on_postgresql() ? "DROP DATABASE \"" + left + "\"" : "`rm "));
  const Outcome restore = run({"db", "restore"});
  EXPECT_EXIT_CODE(0, restore);
  EXPECT_TRUE(says(restore.err, "removed " + left));
  EXPECT_FALSE(says(run({"status"}).out, "left over"));
}

TEST_P(Restore, CountsTheSameTablesAsABackupAndAReset) {
  const std::string contents = "1 table with 3 rows";
  ASSERT_EXIT_CODE(0, run({"db", "restore"}));
  EXPECT_TRUE(says(run({"db", "backup"}).err, contents));
  EXPECT_TRUE(says(run({"db", "list-backups"}).out, contents));
  const Outcome restore = run({"db", "restore"});
  EXPECT_TRUE(says(restore.err, on_postgresql() ? ": 1 table, " : ": " + contents));
  EXPECT_TRUE(says(restore.err, ": " + contents + " in "));
  EXPECT_TRUE(says(run({"db", "reset"}).err, "which holds " + contents));
}

TEST_P(Restore, AManifestThatCountsOtherRowsLeavesTheDatabase) {
  const fs::path file = project->folder() / "backups" / backups().front() / "manifest.json";
  std::string text = text_of("backups/" + backups().front() + "/manifest.json");
  const std::size_t table = text.find("prices");
  const std::size_t rows_at = text.find("\"rows\": 3", table);
  ASSERT_NE(rows_at, std::string::npos);
  text.replace(rows_at, 9, "\"rows\": 4");
  write_file(file, without_checksum(text));
  const Outcome outcome = run({"db", "restore"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "4 rows expected, 3 rows found"));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "1");
  EXPECT_EQ(beside(), Lines{});
}

TEST_P(Restore, WhoUsesTheDatabaseIsNamedAndNothingIsDone) {
  const auto other = database->connect();
  other->query("SELECT count(*) FROM prices");
  const Outcome outcome = run({"db", "restore"});
  EXPECT_EXIT_CODE(8, outcome);
  EXPECT_TRUE(says(outcome.err, "pid "));
  EXPECT_TRUE(says(outcome.err, "`--force`"));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "1");
}

TEST_P(Restore, ForceEndsThem) {
  const auto other = database->connect();
  other->query("SELECT count(*) FROM prices");
  ASSERT_EXIT_CODE(0, run({"db", "restore", "--force"}));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "3");
}

class RestoreOnPostgresqlAsAGuest : public Restore {};
ALUDEL_ON_FIRST_POSTGRESQL(RestoreOnPostgresqlAsAGuest);

TEST_P(RestoreOnPostgresqlAsAGuest, IsToldWhatItsRoleLacksBeforeAnythingIsDone) {
  rows("DROP ROLE IF EXISTS restore_guest");
  rows("CREATE ROLE restore_guest LOGIN");
  const ProcessOptions guest{.environment = {{"PGOPTIONS", "-c role=restore_guest"}}};
  const Outcome restore = run({"db", "restore", "--no-owner"}, guest);
  EXPECT_EXIT_CODE(4, restore);
  EXPECT_TRUE(says(restore.err, "the role restore_guest may not restore " + database->name()));
  EXPECT_TRUE(says(restore.err, "`ALTER ROLE restore_guest CREATEDB`, `ALTER DATABASE " +
                                    database->name() + " OWNER TO restore_guest`"));
  const Outcome backup = run({"db", "backup"}, guest);
  EXPECT_EXIT_CODE(4, backup);
  EXPECT_TRUE(says(backup.err, "public.prices, owned by "));
  EXPECT_TRUE(says(backup.err, "`GRANT pg_read_all_data TO restore_guest`"));
  EXPECT_FALSE(says(backup.err, "no transaction in progress"));
  EXPECT_EQ(beside(), Lines{});
  rows("DROP ROLE restore_guest");
}

class RestoreOnSqlite : public Restore {};
ALUDEL_ON_SQLITE(RestoreOnSqlite);

TEST_P(RestoreOnSqlite, AWriteAheadLogOfTheOldFileIsNotTakenForTheNewOnes) {
  database->run("PRAGMA journal_mode = WAL;\nINSERT INTO prices VALUES (9, 90);");
  database->disconnect();
  // A reader that was killed leaves the log beside the file.
  const fs::path copy = project->folder() / "copy.db";
  {
    const auto writer = database->connect();
    writer->query("INSERT INTO prices VALUES (10, 100)");
    fs::copy_file(database->file(), copy);
    fs::copy_file(database->file().string() + "-wal", copy.string() + "-wal");
  }
  ASSERT_EXIT_CODE(0, run({"db", "restore", backups().front(), "--url", "sqlite:///copy.db",
                           "--confirm", "copy.db"}));
  EXPECT_FALSE(fs::exists(copy.string() + "-wal"));
  const Outcome current = run({"current", "--url", "sqlite:///copy.db"});
  EXPECT_TRUE(says(current.out, "a1 (head)"));
}

TEST_P(RestoreOnSqlite, BehindALinkTheFileIsReplacedAndNotTheLink) {
  const std::string before = value("SELECT count(*) FROM prices");
  database->disconnect();
  const fs::path link = project->folder() / "link.db";
  fs::create_symlink(database->file(), link);
  ASSERT_EXIT_CODE(0, run({"db", "backup", "--url", "sqlite:///link.db"}));
  rows("DELETE FROM prices");
  database->disconnect();
  ASSERT_EXIT_CODE(0, run({"db", "restore", "--url", "sqlite:///link.db"}));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), before);
  EXPECT_NE(before, "0");
}

TEST_P(RestoreOnSqlite, ADamagedFileIsReplaced) {
  database->disconnect();
  fs::resize_file(database->file(), 5000);
  write_file(database->file(), "this is no database, and was one until somebody wrote over it");
  ASSERT_EXIT_CODE(0, run({"db", "restore"}));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "3");
}

TEST_P(RestoreOnSqlite, AWriteAheadLogIsKeptOnInTheRestoredFile) {
  database->run("PRAGMA journal_mode = WAL;");
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  ASSERT_EXIT_CODE(0, run({"db", "restore"}));
  EXPECT_EQ(value("PRAGMA journal_mode"), "wal");
}

}  // namespace
}  // namespace aludel::testing
