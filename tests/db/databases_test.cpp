// `db create`, `db drop`, `db reset`, `db wait`, `db shell`: databases as a whole.
#include <chrono>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

#include "db/support/fixture.hpp"
#include "db/support/random_kills.hpp"

namespace aludel::testing {
namespace {

class Databases : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001", "CREATE TABLE asset (id INTEGER PRIMARY KEY);");
    project->add("aaaa0002", "INSERT INTO asset VALUES (1);\nINSERT INTO asset VALUES (2);");
  }
  /// All that a reset must leave, whatever was there.
  void expect_newest_state() {
    EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
    EXPECT_EQ(value("SELECT count(*) FROM asset"), "2");
    EXPECT_EQ(journal(), (Lines{"done aaaa0001 1/1", "done aaaa0002 1/1"}));
    EXPECT_FALSE(database->has_table("leftover"));
  }
};
ALUDEL_ON_EVERY_DATABASE(Databases);

TEST_P(Databases, ResetLeavesTheNewestStateWhateverWasThere) {
  rows("CREATE TABLE leftover (id INTEGER)");
  rows("CREATE TABLE asset (name VARCHAR(9))");
  const Outcome outcome = run({"db", "reset"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "which holds 2 tables with 0 rows"));
  expect_newest_state();
  ASSERT_EXIT_CODE(0, run({"db", "drop"}));
  ASSERT_EXIT_CODE(0, run({"db", "reset"}));  // a database that is not there is no error
  expect_newest_state();
}

TEST_P(Databases, ResetRunsTheScriptsBehindTheRevisions) {
  project->write("migrations/scripts/001_more.sql", "INSERT INTO asset VALUES (3);\n");
  const Outcome outcome = run({"db", "reset"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "1 script run, at aaaa0002"));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "3");
}

TEST_P(Databases, ManyCreateItAtOnceAndAllSucceed) {
  ASSERT_EXIT_CODE(0, run({"db", "drop", "--if-exists"}));
  std::vector<Process> processes;
  for (int i = 0; i < 6; ++i)
    processes.push_back(project->start({"db", "create", "--if-not-exists"}));
  for (Process& each : processes) EXPECT_EXIT_CODE(0, each.wait());
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(Databases, ABrokenFileIsToldWhileTheOldDatabaseIsStillThere) {
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  project->add("aaaa0003", "SELECT 'never closed;");
  EXPECT_EXIT_CODE(3, run({"db", "reset"}));
  EXPECT_EXIT_CODE(3, run({"db", "init", "--drop-first"}));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "2");
}

TEST_P(Databases, AResetThatIsKilledAtAnyMomentEndsWellWhenItIsRunAgain) {
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  RandomKills kills(time_of([&] { EXPECT_EXIT_CODE(0, run({"db", "reset"})); }));
  SCOPED_TRACE(kills.trace());
  const int rounds = on_postgresql() ? 12 : 25;
  for (int round = 0; round < rounds; ++round) {
    database->disconnect();
    kills.kill(project->start({"db", "reset"}));
    ASSERT_EXIT_CODE(0, run({"db", "reset"})) << "round " << round;
    expect_newest_state();
    if (HasFailure()) return;
  }
  EXPECT_GT(kills.killed(), rounds / 4);
}

TEST_P(Databases, WaitEndsWhenTheDatabaseIsMade) {
  ASSERT_EXIT_CODE(0, run({"db", "drop", "--if-exists"}));
  Process waiting = project->start({"db", "wait", "--timeout", "30"});
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  EXPECT_TRUE(waiting.running());
  ASSERT_EXIT_CODE(0, run({"db", "create"}));
  EXPECT_EXIT_CODE(0, waiting.wait());
}

TEST_P(Databases, WaitingIsEndedByASignal) {
  ASSERT_EXIT_CODE(0, run({"db", "drop", "--if-exists"}));
  Process waiting = project->start({"db", "wait", "--timeout", "30"});
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  waiting.signal(SIGTERM);
  EXPECT_EXIT_CODE(143, waiting.wait());
}

class DatabasesOnPostgresql : public OnPostgresql {};
ALUDEL_ON_POSTGRESQL(DatabasesOnPostgresql);

TEST_P(DatabasesOnPostgresql, ThoseOfTheServerAreNotDropped) {
  for (const char* name : {"postgres", "template1"}) {
    const Outcome outcome =
        run({"db", "drop", "--force", "--url", with_database(*url_of(GetParam()), name)});
    EXPECT_EXIT_CODE(2, outcome);
    EXPECT_TRUE(says(outcome.err, "belongs to the server: it is not dropped"));
  }
}

TEST_P(DatabasesOnPostgresql, WhoUsesItIsNamedAndEndedOnlyByForce) {
  const auto other = database->connect();
  other->query("SET application_name = 'nightly report'");
  const Outcome refused = run({"db", "drop"});
  EXPECT_EXIT_CODE(8, refused);
  EXPECT_TRUE(says(refused.err, "is in use by 1 other session"));
  EXPECT_TRUE(says(refused.err, "(nightly report, postgres, idle for"));
  EXPECT_TRUE(says(refused.err, "connected since 20"));
  EXPECT_TRUE(says(refused.err, "nothing was changed"));
  EXPECT_EQ(other->query("SELECT 1").rows.size(), 1U);
  EXPECT_EXIT_CODE(0, run({"db", "drop", "--force"}));
  EXPECT_ANY_THROW(other->query("SELECT 1"));
}

TEST_P(DatabasesOnPostgresql, APreparedTransactionIsNamed) {
  rows("CREATE TABLE asset (id INTEGER)");
  database->run("BEGIN;\nINSERT INTO asset VALUES (1);\nPREPARE TRANSACTION 'left behind';\n");
  const Outcome refused = run({"db", "drop", "--force"});
  EXPECT_EXIT_CODE(8, refused);
  EXPECT_TRUE(says(refused.err, "prepared transaction 'left behind' of postgres"));
  rows("ROLLBACK PREPARED 'left behind'");
  EXPECT_EXIT_CODE(0, run({"db", "drop"}));
}

TEST_P(DatabasesOnPostgresql, ADropThatTheServerDidNotFinishIsFinished) {
  database->disconnect();
  const auto server = connect_to(url_of(GetParam()).value());
  server->query("UPDATE pg_database SET datconnlimit = -2 WHERE datname = '" + database->name() +
                "'");
  const Outcome refused = run({"current"});
  EXPECT_EXIT_CODE(8, refused);
  EXPECT_TRUE(says(refused.err, "is half gone: dropping it was interrupted"));
  EXPECT_EXIT_CODE(8, run({"db", "create", "--if-not-exists"}));
  EXPECT_EXIT_CODE(0, run({"db", "reset"}));
  EXPECT_EXIT_CODE(0, run({"current"}));
}

TEST_P(DatabasesOnPostgresql, AResetKeepsTheOwner) {
  const std::string role = "aludel_owner_" + database->name();
  rows("CREATE ROLE " + role);
  rows("ALTER DATABASE " + database->name() + " OWNER TO " + role);
  EXPECT_EXIT_CODE(0, run({"db", "reset"}));
  EXPECT_EQ(value("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = "
                  "current_database()"),
            role);
  rows("ALTER DATABASE " + database->name() + " OWNER TO postgres");
  rows("DROP ROLE " + role);
}

TEST_P(DatabasesOnPostgresql, AResetMakesADatabaseOfTheSameKind) {
  const std::string& name = database->name();
  const std::string role = "aludel_role_" + name;
  database->disconnect();
  const auto server = connect_to(url_of(GetParam()).value());
  server->query("CREATE ROLE " + role);
  server->query("DROP DATABASE " + name);
  server->query("CREATE DATABASE " + name +
                " TEMPLATE template0 ENCODING LATIN1 LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE "
                "'C' CONNECTION LIMIT 9");
  for (const std::string& sql : std::vector<std::string>{
           "ALTER DATABASE " + name + " SET search_path = app, public",
           "ALTER ROLE " + role + " IN DATABASE " + name + " SET work_mem = '9MB'",
           "GRANT CREATE ON DATABASE " + name + " TO " + role + " WITH GRANT OPTION",
           "COMMENT ON DATABASE " + name + " IS 'it''s ours'"})
    server->query(sql);
  const std::string properties =
      "SELECT datconnlimit, pg_encoding_to_char(encoding), datlocprovider, datcollate, datctype, "
      "(SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a), shobj_description(oid, "
      "'pg_database'), (SELECT array_agg((setrole::regrole, setconfig)::text ORDER BY setrole) "
      "FROM "
      "pg_db_role_setting WHERE setdatabase = d.oid) FROM pg_database d WHERE datname = "
      "current_database()";
  const Lines before = rows(properties);
  EXPECT_EXIT_CODE(0, run({"db", "reset"}));
  EXPECT_EQ(rows(properties), before);
  rows("DROP OWNED BY " + role);
  rows("DROP ROLE " + role);
}

TEST_P(DatabasesOnPostgresql, AResetKeepsTheLocaleOfIcu) {
  if (GetParam() == Server::postgresql_newer) GTEST_SKIP() << "it may be built without ICU";
  database->disconnect();
  const auto server = connect_to(url_of(GetParam()).value());
  server->query("DROP DATABASE " + database->name());
  server->query("CREATE DATABASE " + database->name() +
                " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' ENCODING UTF8");
  const std::string locale =
      "SELECT to_jsonb(d) ->> 'datlocprovider', coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) "
      "->> 'daticulocale') FROM pg_database d WHERE datname = current_database()";
  EXPECT_EXIT_CODE(0, run({"db", "reset"}));
  EXPECT_EQ(rows(locale), (Lines{"i|de-DE"}));
}

TEST_P(DatabasesOnPostgresql, TheShellIsGivenThePasswordWhereNobodySeesIt) {
  const auto program = project->folder() / "bin/psql";
  project->write(program, "#!/bin/sh\nfor word; do echo \"<$word>\"; done\necho \"$PGPASSWORD\"\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  project->write("aludel.toml",
                 "[aludel]\npg_bin = \"bin\"\n[database]\nurl = "
                 "\"postgresql://ann:s3cr%20t@db:5433/shop?sslmode=require\"\n");
  const Outcome outcome = run({"db", "shell", "--", "-c", "SELECT ':a_b'", "--no_dash"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_EQ(outcome.out,
            "<-d>\n<host='db' port='5433' dbname='shop' user='ann' sslmode='require'>\n<-c>\n"
            "<SELECT ':a_b'>\n<--no_dash>\ns3cr t\n");
}

TEST_P(DatabasesOnPostgresql, TheShellOfOneThatIsNotThereSaysHowItIsMade) {
  const Outcome outcome =
      run({"db", "shell", "--url", with_database(*url_of(GetParam()), "nowhere_at_all")});
  EXPECT_EXIT_CODE(8, outcome);
  EXPECT_TRUE(says(outcome.err, "error[E0802]"));
  EXPECT_TRUE(says(outcome.err, "`aludel db create"));
}

class DatabasesOnSqlite : public OnSqlite {};
ALUDEL_ON_SQLITE(DatabasesOnSqlite);

TEST_P(DatabasesOnSqlite, AFileThatAnotherProgramHasOpenStays) {
  rows("CREATE TABLE asset (id INTEGER)");  // and the connection stays open
  for (const Words& words :
       {Words{"db", "drop"}, Words{"db", "drop", "--force"}, Words{"db", "reset"}}) {
    const Outcome refused = project->run(words);
    EXPECT_EXIT_CODE(8, refused);
    EXPECT_TRUE(says(refused.err, "is in use by 1 other session"));
    EXPECT_TRUE(says(refused.err, "pid " + std::to_string(getpid())));
  }
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "0");
  EXPECT_EXIT_CODE(0, run({"db", "drop"}));
  EXPECT_FALSE(std::filesystem::exists(database->file()));
}

TEST_P(DatabasesOnSqlite, BehindALinkTheFileIsDroppedAndTheLinkStays) {
  rows("CREATE TABLE asset (id INTEGER)");
  database->disconnect();
  const std::filesystem::path link = project->folder() / "link.db";
  std::filesystem::create_symlink(database->file(), link);
  EXPECT_EXIT_CODE(0, run({"db", "drop", "--url", "sqlite:///link.db"}));
  EXPECT_FALSE(std::filesystem::exists(database->file()));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EXIT_CODE(0, run({"db", "create", "--url", "sqlite:///link.db"}));
  EXPECT_TRUE(std::filesystem::exists(database->file()));
}

TEST_P(DatabasesOnSqlite, AResetKeepsOwnerModeAndJournalMode) {
  rows("PRAGMA journal_mode = WAL");
  rows("CREATE TABLE asset (id INTEGER)");
  database->disconnect();
  const std::string file = database->file().string();
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  const uid_t owner = geteuid() == 0 ? 65534 : geteuid();
  ASSERT_EQ(chown(file.c_str(), owner, getegid()), 0);
  EXPECT_EXIT_CODE(0, run({"db", "reset"}));
  struct stat status{};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0640U);
  EXPECT_EQ(status.st_uid, owner);
  EXPECT_EQ(value("PRAGMA journal_mode"), "wal");
}

TEST_P(DatabasesOnSqlite, SeedsAndScriptsLeaveNoEmptyFile) {
  project->write("migrations/seeds/asset.csv", "id\n1\n");
  project->write("migrations/scripts/001_more.sql", "INSERT INTO asset VALUES (3);\n");
  for (const Words& words : {Words{"db", "seed"}, Words{"scripts", "run"},
                             Words{"db", "seed", "--mark"}, Words{"scripts", "mark", "001_more"}}) {
    const Outcome outcome = run(words);
    EXPECT_NE(outcome.exit_code, 0) << outcome.out;
    EXPECT_TRUE(says(outcome.err, "error[E0802]"));
    EXPECT_FALSE(std::filesystem::exists(database->file()));
  }
}

TEST_P(DatabasesOnSqlite, WhatIsWrittenAheadOfTheFileGoesWithIt) {
  rows("PRAGMA journal_mode = WAL");
  rows("CREATE TABLE asset (id INTEGER)");
  database->disconnect();
  for (const char* suffix : {"-wal", "-shm", "-journal"})
    write_file(database->file().string() + suffix, "");
  EXPECT_EXIT_CODE(0, run({"db", "drop"}));
  for (const char* suffix : {"", "-wal", "-shm", "-journal"})
    EXPECT_FALSE(std::filesystem::exists(database->file().string() + suffix)) << suffix;
}

}  // namespace
}  // namespace aludel::testing
