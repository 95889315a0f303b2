// `db backup` and `db list-backups`: what is made, and what is refused.
#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/stat.h>

#include "db/support/backups.hpp"

namespace aludel::testing {
namespace {

namespace fs = std::filesystem;

class Backup : public WithBackups {};
ALUDEL_ON_BACKED_UP_DATABASES(Backup);

TEST_P(Backup, IsAFolderThatOnlyThisUserReadsAndItsPathIsPrinted) {
  const Outcome outcome = run({"db", "backup"});
  ASSERT_EXIT_CODE(0, outcome);
  const fs::path backup = project->folder() / outcome.out.substr(0, outcome.out.size() - 1);
  EXPECT_TRUE(says(backup.filename().string(), "_a1_"));
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(backup)) {
    struct stat status{};
    ASSERT_EQ(stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0077, 0U) << entry.path();
  }
  EXPECT_EXIT_CODE(0, run({"db", "list-backups", "--verify"}));
}

TEST_P(Backup, StandsInTheJournal) {
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  EXPECT_EQ(rows("SELECT event, name FROM aludel_journal WHERE kind = 'backup'"),
            (Lines{"done|" + backups().front()}));
}

TEST_P(Backup, TheOldestAreRemovedOnceTheNewOneIsWhole) {
  for (int i = 0; i < 3; ++i) ASSERT_EXIT_CODE(0, run({"db", "backup", "--keep", "2"}));
  EXPECT_EQ(backups().size(), 2U);
  EXPECT_EXIT_CODE(0, run({"db", "list-backups", "--verify"}));
}

TEST_P(Backup, AFolderThatWasNamedIsNotMade) {
  const Outcome outcome = run({"db", "backup", "--directory", "elsewhere"});
  ASSERT_EXIT_CODE(2, outcome);
  EXPECT_TRUE(says(outcome.err, "error[E0210]: the folder of backups elsewhere is not there"));
  EXPECT_FALSE(fs::exists(project->folder() / "elsewhere"));
}

TEST_P(Backup, AFolderThatWasNamedAndIsNotThereIsNoEmptyList) {
  for (const Words& words : {Words{"db", "list-backups", "--directory", "elsewhere"},
                             Words{"db", "restore", "--directory", "elsewhere"}}) {
    const Outcome outcome = run(words);
    EXPECT_EXIT_CODE(2, outcome);
    EXPECT_TRUE(says(outcome.err, "error[E0210]: the folder of backups elsewhere is not there"));
    EXPECT_TRUE(says(outcome.err, "nothing was changed"));
  }
  EXPECT_EXIT_CODE(0, run({"db", "list-backups"}));  // the default one is made by the first backup
}

TEST_P(Backup, AFolderThatTakesNoFilesIsNotCalledMissing) {
  const Outcome outcome = run({"db", "backup", "--directory", "/proc"});
  EXPECT_EXIT_CODE(2, outcome);
  EXPECT_TRUE(says(outcome.err, "error[E0210]: the folder of backups /proc is not writable"));
}

TEST_P(Backup, JobsHaveTheLimitsOfTheSetting) {
  for (const char* jobs : {"0", "65", "999", "two"}) {
    const Outcome outcome = run({"db", "backup", "--jobs", jobs});
    EXPECT_EXIT_CODE(2, outcome);
    EXPECT_TRUE(says(outcome.err,
                     "--jobs must be a number from 1 to 64, and is `" + std::string(jobs) + "`"));
  }
}

TEST_P(Backup, AFileInPlaceOfTheFolderIsRefused) {
  project->write("elsewhere", "a file");
  const Outcome outcome = run({"db", "backup", "--directory", "elsewhere"});
  ASSERT_EXIT_CODE(2, outcome);
  EXPECT_TRUE(says(outcome.err, "error[E0210]: elsewhere is not a folder"));
}

TEST_P(Backup, WhatAKilledOneLeftIsNamedAndThenRemoved) {
  fs::create_directories(project->folder() / "backups/left.unfinished/dump");
  const Outcome list = run({"db", "list-backups"});
  ASSERT_EXIT_CODE(0, list);
  EXPECT_TRUE(says(list.out, "left.unfinished  unfinished: the next `aludel db backup` removes"));
  EXPECT_EXIT_CODE(3, run({"db", "restore", "left.unfinished"}));
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  EXPECT_EQ(backups().size(), 1U);
  EXPECT_FALSE(fs::exists(project->folder() / "backups/left.unfinished"));
}

TEST_P(Backup, AnAlteredFileIsNamedWithBothChecksums) {
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  const fs::path file = a_file_of(backups().front());
  {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(20);
    stream.put('\x55');
  }
  const Outcome list = run({"db", "list-backups", "--verify"});
  EXPECT_EXIT_CODE(3, list);
  EXPECT_TRUE(says(list.err, file.filename().string() + ": SHA-256 "));
  EXPECT_TRUE(says(list.err, " expected, "));
}

TEST_P(Backup, ATruncatedFileIsNamedWithBothSizes) {
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  const fs::path file = a_file_of(backups().front());
  fs::resize_file(file, 10);
  const Outcome list = run({"db", "list-backups"});
  EXPECT_EXIT_CODE(3, list);
  EXPECT_TRUE(says(list.out, "  damaged\n"));
  EXPECT_TRUE(says(list.err, " bytes expected, 10 found"));
  const Outcome restore = run({"db", "restore"});
  EXPECT_EXIT_CODE(3, restore);
  EXPECT_TRUE(says(restore.err, " bytes expected, 10 found"));
  EXPECT_TRUE(says(restore.err, "now: nothing was changed"));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "3");
}

TEST_P(Backup, ADamagedManifestIsToldAndTheOthersAreListed) {
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  ASSERT_EXIT_CODE(0, run({"db", "backup"}));
  fs::resize_file(project->folder() / "backups" / backups().front() / "manifest.json", 50);
  const Outcome list = run({"db", "list-backups"});
  EXPECT_EXIT_CODE(3, list);
  EXPECT_TRUE(says(list.out, "  damaged\n"));
  EXPECT_TRUE(says(list.out, "1 table with "));
}

class BackupOnSqlite : public WithBackups {};
ALUDEL_ON_SQLITE(BackupOnSqlite);

TEST_P(BackupOnSqlite, AFullFolderLeavesNothingThatLooksWhole) {
  database->run(
      "CREATE TABLE wide AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
      "n WHERE i < 3000) SELECT randomblob(300) AS x FROM n;");
  ProcessOptions options;
  options.in_child = [] {
    const rlimit limit{200000, 200000};
    setrlimit(RLIMIT_FSIZE, &limit);
    std::signal(SIGXFSZ, SIG_IGN);
  };
  const Outcome outcome = run({"db", "backup"}, std::move(options));
  EXPECT_EXIT_CODE(2, outcome);
  EXPECT_TRUE(says(outcome.err, "error[E0210]: there is no room for a backup in backups"));
  EXPECT_FALSE(says(outcome.err, "backup_keep"));  // there is none to be removed
  EXPECT_TRUE(backups().empty());
}

TEST_P(BackupOnSqlite, OfAFileThatIsNotThereIsRefused) {
  const Outcome outcome = run({"db", "backup", "--url", "sqlite:///none.db"});
  EXPECT_EXIT_CODE(8, outcome);
  EXPECT_TRUE(says(outcome.err, "there is no database file none.db"));
  EXPECT_FALSE(fs::exists(project->folder() / "none.db"));
}

class BackupOnPostgresql : public WithBackups {};
ALUDEL_ON_FIRST_POSTGRESQL(BackupOnPostgresql);

TEST_P(BackupOnPostgresql, SaysWhoKeepsTheDumpWaiting) {
  rows("CREATE TABLE held (id integer)");
  const auto holder = connect_to(database->url());
  holder->query("BEGIN");
  holder->query("LOCK TABLE held");
  const std::string pid = holder->query("SELECT pg_backend_pid()").rows.at(0).at(0).value_or("");
  Process process = project->start({"db", "backup"});
  EXPECT_TRUE(eventually(
      [&] { return process.err_so_far().find("held by pid " + pid) != std::string::npos; }));
  EXPECT_TRUE(says(process.err_so_far(), "waiting for a lock (ACCESS SHARE on held)"));
  holder->query("ROLLBACK");
  EXPECT_EXIT_CODE(0, process.wait());
}

TEST_P(BackupOnPostgresql, ToolsThatAreMissingAreNamedWithThePlacesThatWereLookedAt) {
  project->write("aludel.toml",
                 "[aludel]\npg_bin = \"nowhere\"\n[database]\nurl = \"" + database->url() + "\"\n");
  const Outcome outcome = run({"db", "backup"});
  EXPECT_EXIT_CODE(10, outcome);
  EXPECT_TRUE(says(outcome.err, "or newer are needed: the server is PostgreSQL "));
  EXPECT_TRUE(says(outcome.err, "none in "));
  EXPECT_TRUE(backups().empty());
}

TEST_P(BackupOnPostgresql, APasswordIsInNoArgumentAndNoFile) {
  // Its pg_dump only writes down how it was called.
  project->write("bin/pg_dump",
                 "#!/bin/sh\ncase $1 in --version) echo 'pg_dump (PostgreSQL) 99.1';; "
                 "*) echo \"$@\" > called; echo \"$PGPASSWORD\" > password; exit 1;; esac\n");
  project->write("bin/pg_restore", "#!/bin/sh\n");
  for (const char* name : {"bin/pg_dump", "bin/pg_restore"})
    fs::permissions(project->folder() / name, fs::perms::owner_all);
  project->write("aludel.toml", "[aludel]\npg_bin = \"bin\"\n[database]\nurl = \"" +
                                    database->url() + "&password=s3cret\"\n");
  const Outcome outcome = run({"db", "backup"});
  EXPECT_EXIT_CODE(10, outcome);
  EXPECT_EQ(text_of("password"), "s3cret\n");
  EXPECT_EQ(text_of("called").find("s3cret"), std::string::npos);
  EXPECT_EQ((outcome.out + outcome.err).find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace aludel::testing
