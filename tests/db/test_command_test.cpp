// `test`: what wrong downgrades are told as, on real servers.
#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

class TestCommand : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (database) database->disconnect();
  }
  void TearDown() override {
    if (!database) return;
    EXPECT_FALSE(database->has_table("users")) << "the project's database is not touched";
    if (on_postgresql()) {
      // Those of tests beside this one have no session for a moment only.
      const Lines left = scratch_databases_without_session();
      EXPECT_TRUE(eventually([&] {
        const Lines now = scratch_databases_without_session();
        return std::ranges::none_of(
            left, [&](const std::string& name) { return std::ranges::count(now, name) != 0; });
      })) << "scratch databases go";
    }
  }
  Lines scratch_databases_without_session() {
    return rows(
        "SELECT datname FROM pg_database d WHERE datname LIKE 'aludel\\_scratch\\_%' AND NOT "
        "EXISTS "
        "(SELECT FROM pg_stat_activity WHERE datid = d.oid)");
  }
  void add_users() {
    project->add("aaaa0001",
                 "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, state text NOT "
                 "NULL CHECK (state IN ('new', 'old')));\n"
                 "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES "
                 "users (id), day date);",
                 "DROP TABLE orders;\nDROP TABLE users;");
  }
  /// What the command says where the second revision is this one.
  Outcome tested(const std::string& up, std::optional<std::string> down, Words more = {}) {
    add_users();
    project->add("bbbb0002", up, std::move(down));
    more.insert(more.begin(), "test");
    return run(more);
  }
};
class TestCommandOnPostgresql : public TestCommand {};
class TestCommandOnSqlite : public TestCommand {};
ALUDEL_ON_EVERY_DATABASE(TestCommand);
ALUDEL_ON_POSTGRESQL(TestCommandOnPostgresql);
ALUDEL_ON_SQLITE(TestCommandOnSqlite);

TEST_P(TestCommand, PassesWhereEachRevisionIsReversed) {
  const Outcome outcome = tested(
      "ALTER TABLE users ADD COLUMN mail text DEFAULT 'x';\nCREATE INDEX ix_mail ON users "
      "(mail);",
      "DROP INDEX ix_mail;\nALTER TABLE users DROP COLUMN mail;", {"-v"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.out, "passed  single head\n"));
  for (const char* group : {"(empty)\n", "(rows)\n"}) {
    for (const char* what : {"up ", "down ", "up again "})
      EXPECT_TRUE(says(outcome.out, std::string("passed  bbbb0002 ") + what + group));
  }
  EXPECT_TRUE(says(outcome.out, "passed  offline script\n"));
  EXPECT_TRUE(says(outcome.out, "14 tests: 14 passed, 0 failed, 0 skipped"));
  EXPECT_FALSE(says(outcome.err, "no generated row")) << "every table takes rows";
}

TEST_P(TestCommand, TellsOfAColumnThatADowngradeForgets) {
  const Outcome outcome = tested("ALTER TABLE users ADD COLUMN mail text;", "");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out,
                   "failed  bbbb0002 down (empty): its downgrade does not lead back to what was "
                   "there before: 1 change is missing\n"
                   "    drop column mail of users\n"));
  EXPECT_TRUE(
      says(outcome.out, on_postgresql() ? "DROP COLUMN mail;\n" : "DROP COLUMN \"mail\";\n"));
  EXPECT_TRUE(says(outcome.out,
                   "    next: add what is missing to the downgrade in "
                   "migrations/versions/bbbb0002.sql, then `aludel test`\n"));
  EXPECT_TRUE(says(outcome.err, "error[E0002]: 1 of "));
}

TEST_P(TestCommand, TellsOfAnIndexThatADowngradeForgets) {
  const Outcome outcome =
      tested("CREATE INDEX ix_day ON orders (day);\nALTER TABLE users ADD COLUMN mail text;",
             "ALTER TABLE users DROP COLUMN mail;");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out,
                   "1 change is missing\n    drop index ix_day of orders\n"
                   "        DROP INDEX "));
}

TEST_P(TestCommand, TellsOfADefaultThatADowngradeForgets) {
  const Outcome outcome =
      on_postgresql()
          ? tested("ALTER TABLE users ALTER COLUMN name SET DEFAULT 'x';", "")
          : tested(
                "ALTER TABLE users ADD COLUMN k integer DEFAULT 1;\nALTER TABLE orders RENAME "
                "TO o;\nCREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL "
                "REFERENCES users (id), day date DEFAULT '2026-01-01');\nINSERT INTO orders "
                "SELECT * FROM o;\nDROP TABLE o;",
                "ALTER TABLE users DROP COLUMN k;");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(
      says(outcome.out, "1 change is missing\n    alter column " +
                            std::string(on_postgresql() ? "name of users" : "day of orders") +
                            ": default dropped\n"));
}

TEST_P(TestCommand, TellsOfADowngradeThatDropsTooMuch) {
  const Outcome outcome =
      tested("ALTER TABLE users ADD COLUMN mail text;",
             "ALTER TABLE users DROP COLUMN mail;\nALTER TABLE orders DROP COLUMN day;");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out, "1 change is missing\n    add column day to orders\n"));
}

TEST_P(TestCommand, TellsOfTheDdlOfADataChangeThatIsNotReversed) {
  const Outcome outcome = tested(
      "ALTER TABLE users ADD COLUMN short text;\nUPDATE users SET short = substr(name, 1, 1);",
      "UPDATE users SET short = NULL;");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out, "    drop column short of users\n"));
}

TEST_P(TestCommand, TellsOfARenameThatIsNotTakenBackAsOne) {
  const Outcome outcome = tested("ALTER TABLE users RENAME COLUMN name TO full_name;", "");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out,
                   "1 change is missing\n    rename column full_name of users to "
                   "name\n"));
}

TEST_P(TestCommand, TellsOfRowsThatADowngradeLoses) {
  const Outcome outcome =
      tested("CREATE INDEX ix_day ON orders (day);", "DROP INDEX ix_day;\nDELETE FROM orders;");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_FALSE(says(outcome.out, "(empty)"));
  EXPECT_TRUE(says(outcome.out,
                   "failed  bbbb0002 down (rows): its downgrade loses rows or values that are no "
                   "part of it\n    orders: 3 rows before, 0 now\n"));
}

TEST_P(TestCommand, TellsOfNoRowsThatAFileSaysMayBeLost) {
  const Outcome outcome =
      tested("CREATE INDEX ix_day ON orders (day);",
             "-- aludel:allow-data-loss they are made again at night\nDROP INDEX ix_day;\nDELETE "
             "FROM orders;");
  EXPECT_EXIT_CODE(0, outcome);
}

TEST_P(TestCommand, TakesRowsOfAnUpgradeFromItsDowngrade) {
  const Outcome outcome =
      tested("INSERT INTO users VALUES (100, 'root', 'new');", "DELETE FROM users WHERE id = 100;");
  EXPECT_EXIT_CODE(0, outcome);
}

TEST_P(TestCommand, TellsOfAnUpgradeThatNoRowSurvives) {
  const Outcome outcome =
      on_postgresql()
          ? tested("ALTER TABLE users ADD COLUMN must integer NOT NULL;",
                   "ALTER TABLE users DROP COLUMN must;")
          : tested(
                "CREATE TABLE n (id integer PRIMARY KEY, must integer NOT NULL);\nINSERT INTO n "
                "(id) SELECT id FROM users;",
                "DROP TABLE n;");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_FALSE(says(outcome.out, "(empty)"));
  EXPECT_TRUE(says(outcome.out,
                   "failed  bbbb0002 up (rows): its upgrade fails where tables have "
                   "rows\n    error[E0401]: "));
}

TEST_P(TestCommand, SkipsWhatOnlyGeneratedRowsAreRefusedFor) {
  const Outcome outcome =
      tested("CREATE UNIQUE INDEX ix_state ON users (state, (1));", "DROP INDEX ix_state;", {"-v"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.out, "skipped  bbbb0002 up (rows): the generated rows do not fit it: "));
}

TEST_P(TestCommand, GoesOnBehindADowngradeThatFails) {
  add_users();
  project->add("bbbb0002", "ALTER TABLE users ADD COLUMN mail text;", "DROP TABLE nothing;");
  project->add("cccc0003", "ALTER TABLE users ADD COLUMN phone text;", "");
  const Outcome outcome = run({"test"});
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out,
                   "failed  bbbb0002 down (empty): its downgrade fails\n    "
                   "error[E0401]: the database refused statement 1 of revision "
                   "bbbb0002"));
  EXPECT_TRUE(says(outcome.out, "failed  cccc0003 down (empty): its downgrade does not lead back"));
  EXPECT_TRUE(says(outcome.out, "    drop column phone of users\n"));
  EXPECT_TRUE(says(outcome.err, "error[E0002]: 2 of "));
}

TEST_P(TestCommand, TellsOfAnUpgradeThatFailsAndSkipsWhatStandsOnIt) {
  add_users();
  project->add("bbbb0002", "ALTER TABLE nothing ADD COLUMN mail text;", "");
  project->add("cccc0003", "ALTER TABLE users ADD COLUMN phone text;", "");
  const Outcome outcome = run({"test", "-v"});
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out, "failed  bbbb0002 up (empty): its upgrade fails\n"));
  EXPECT_TRUE(says(outcome.out,
                   "skipped  cccc0003 up (empty): revision bbbb0002 before it did not "
                   "run\n"));
  EXPECT_TRUE(says(outcome.out, "passed  aaaa0001 up again (rows)\n"));
}

TEST_P(TestCommand, SkipsRevisionsWithoutAWayBackUnlessTheyAreRequired) {
  const Outcome skipped = tested("CREATE INDEX ix_day ON orders (day);", std::nullopt, {"-v"});
  ASSERT_EXIT_CODE(0, skipped);
  EXPECT_TRUE(says(skipped.out, "skipped  bbbb0002 down (empty): it has no downgrade\n"));
  const Outcome required = run({"test", "--require-downgrades"});
  ASSERT_EXIT_CODE(1, required);
  EXPECT_TRUE(says(required.out,
                   "failed  bbbb0002 down (empty): it has no downgrade\n    next: "
                   "write one into migrations/versions/bbbb0002.sql, or say why "
                   "there is none: `-- aludel:irreversible REASON`\n"));
  project->change("bbbb0002",
                  "CREATE INDEX ix_day ON orders (day);\n\n-- aludel:irreversible it is gone",
                  std::nullopt);
  const Outcome said = run({"test", "--require-downgrades", "-v"});
  ASSERT_EXIT_CODE(0, said);
  EXPECT_TRUE(says(said.out, "it is gone"));
}

TEST_P(TestCommand, TellsOfSeveralHeadsUnlessTheyAreMeant) {
  add_users();
  for (const std::string id : {"bbbb0002", "cccc0003"}) {
    project->write("migrations/versions/" + id + ".sql",
                   "-- Branch\n--\n-- revision: " + id +
                       "\n-- down_revision: aaaa0001\n\n-- aludel:upgrade\nCREATE TABLE t" + id +
                       " (id integer);\n\n-- aludel:downgrade\nDROP TABLE t" + id + ";\n");
  }
  const Outcome outcome = run({"test"});
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out, "failed  single head: there are 2 heads: bbbb0002, cccc0003\n"));
  EXPECT_TRUE(says(outcome.err, "1 of 20 tests failed")) << "each branch goes down alone";
  EXPECT_EXIT_CODE(0, run({"test", "--allow-heads"}));
  project->write("migrations/versions/dddd0004.sql",
                 "-- Merge\n--\n-- revision: dddd0004\n-- down_revision: bbbb0002, cccc0003\n\n"
                 "-- aludel:upgrade\nCREATE TABLE m (id integer);\n\n-- aludel:downgrade\nDROP "
                 "TABLE m;\n");
  EXPECT_EXIT_CODE(0, run({"test"}));
}

TEST_P(TestCommand, ComparesTheHistoryWithTheModels) {
  project.emplace(database->url(), "models = [\"models\"]\n");
  project->write("models/all.sql", "CREATE TABLE users (id integer PRIMARY KEY, mail text);");
  project->add("aaaa0001", "CREATE TABLE users (id integer PRIMARY KEY);", "DROP TABLE users;");
  const Outcome outcome = run({"test"});
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out,
                   "failed  models match: the revisions do not make what the models say: 1 change "
                   "is missing\n    add column mail to users\n"));
  EXPECT_TRUE(says(outcome.out, "next: `aludel revision --autogenerate --from history -m"));
}

TEST_P(TestCommand, KeepsTheRowsOfSeeds) {
  add_users();
  project->add("bbbb0002", "CREATE TABLE tags (id integer PRIMARY KEY);", "DROP TABLE tags;");
  project->write("migrations/seeds/users.csv", "id,name,state\n1,ann,new\n2,bob,old\n");
  const Outcome passed = run({"test", "-v"});
  ASSERT_EXIT_CODE(0, passed);
  EXPECT_TRUE(says(passed.out,
                   "passed  seeds load (seeds)\npassed  bbbb0002 down and up (seeds)\n"
                   "passed  aaaa0001 down and up (seeds)\n"));
  project->change("bbbb0002", "CREATE TABLE tags (id integer PRIMARY KEY);",
                  "DROP TABLE tags;\nDELETE FROM users WHERE name = 'bob';");
  const Outcome lost = run({"test"});
  ASSERT_EXIT_CODE(1, lost);
  EXPECT_TRUE(says(lost.out,
                   "failed  bbbb0002 down and up (seeds): its downgrade loses rows or "
                   "values that are no part of it\n    users: 2 rows before, 1 now\n"));
}

TEST_P(TestCommand, WritesJUnit) {
  const Outcome outcome = tested("ALTER TABLE users ADD COLUMN \"a<b\" text;", "",
                                 {"--junit", "results.xml", "--json"});
  ASSERT_EXIT_CODE(1, outcome);
  const std::string xml = text_of(project->folder() / "results.xml");
  EXPECT_TRUE(
      xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"aludel "
                      "test\" tests=\"12\" failures=\"1\" errors=\"0\" skipped=\"1\""));
  EXPECT_TRUE(says(xml,
                   "<testcase classname=\"aludel.empty\" name=\"bbbb0002 down\" "
                   "file=\"migrations/versions/bbbb0002.sql\" time=\""));
  EXPECT_TRUE(says(xml, ">drop column a&lt;b of users\n"));
  EXPECT_TRUE(says(outcome.out, "\"outcome\": \"failed\""));
  const Outcome nowhere = run({"test", "--junit", "no/such/folder.xml"});
  ASSERT_EXIT_CODE(2, nowhere);
  EXPECT_TRUE(says(nowhere.err, "cannot write no/such/folder.xml: No such file or directory"));
}

TEST_P(TestCommandOnPostgresql, TellsOfATypeThatIsLeftBehind) {
  const Outcome outcome =
      tested("CREATE TYPE mood AS ENUM ('up', 'down');\nALTER TABLE users ADD COLUMN mood mood;",
             "ALTER TABLE users DROP COLUMN mood;");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out,
                   "1 change is missing\n    drop enum mood\n        DROP TYPE "
                   "mood;\n"));
}

TEST_P(TestCommandOnPostgresql, RunsNothingThatReachesBeyondTheDatabase) {
  const Outcome refused = tested("CREATE ROLE aludel_test_never;", "DROP ROLE aludel_test_never;");
  ASSERT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err,
                   "error[E0317]: revision bbbb0002 reaches beyond its database: run in a scratch "
                   "database, it would change the server\n  --> "
                   "migrations/versions/bbbb0002.sql:"));
  EXPECT_TRUE(says(refused.err, "`--scratch-url URL`"));
  EXPECT_EQ(value("SELECT count(*) FROM pg_roles WHERE rolname = 'aludel_test_never'"), "0");
}

TEST_P(TestCommandOnPostgresql, RolesGoWithTheScratchDatabaseThatTheyAreMadeFor) {
  const std::string role = "aludel_test_reader_" + database->name();
  const std::string kept = "aludel_test_kept_" + database->name();
  database->run("CREATE ROLE " + kept);
  add_users();
  project->add("bbbb0002", "CREATE ROLE " + role + ";\nGRANT SELECT ON users TO " + role + ";",
               "REVOKE ALL ON users FROM " + role + ";\nDROP ROLE " + role + ";");
  // One that is there for all databases of the server stays.
  project->add("cccc0003",
               "DO $$ BEGIN CREATE ROLE " + kept +
                   "; EXCEPTION WHEN duplicate_object THEN END $$;\nGRANT SELECT ON orders TO " +
                   kept + ";",
               "REVOKE ALL ON orders FROM " + kept + ";");
  for (int again = 0; again < 2; ++again) {
    const Outcome outcome = run({"test", "--scratch-url", database->url()});
    EXPECT_EXIT_CODE(0, outcome);
    EXPECT_TRUE(says(outcome.out, " passed, 0 failed, 0 skipped")) << outcome.out;
  }
  EXPECT_EXIT_CODE(1, run({"diff", "base", "history", "--scratch-url", database->url()}));
  EXPECT_EQ(rows("SELECT rolname FROM pg_roles WHERE rolname IN ('" + role + "', '" + kept + "')"),
            Lines{kept});
  rows("DROP ROLE " + kept);
}

TEST_P(TestCommandOnPostgresql, OfAProtectedDatabaseNeedsAServerOfItsOwn) {
  project.emplace(database->url(), "protected = true\n");
  add_users();
  const Outcome refused = run({"test"});
  EXPECT_EXIT_CODE(2, refused);
  EXPECT_TRUE(says(refused.err, "the database is protected, and its server with it"));
  const Outcome other = run({"test", "--scratch-url", "sqlite:///x.db"});
  EXPECT_EXIT_CODE(2, other);
  EXPECT_TRUE(says(other.err, "for PostgreSQL cannot be made at sqlite:///x.db"));
  EXPECT_EXIT_CODE(0, run({"test", "--scratch-url", database->url()}));
}

TEST_P(TestCommandOnPostgresql, EndsAtASignal) {
  project->add("aaaa0001", "SELECT pg_sleep(60);");
  database->disconnect();
  Process process = project->start({"test"});
  while (value("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> "
               "pg_backend_pid() AND query LIKE 'SELECT pg_sleep(60)%' AND datname LIKE "
               "'aludel_scratch_%'") == "0")
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto begin = std::chrono::steady_clock::now();
  process.signal(SIGINT);
  EXPECT_EXIT_CODE(130, process.wait());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_P(TestCommandOnSqlite, TellsOfAVirtualTableThatIsLeftBehind) {
  const Outcome outcome = tested("CREATE VIRTUAL TABLE notes USING fts5(body);", "");
  ASSERT_EXIT_CODE(1, outcome);
  EXPECT_TRUE(says(outcome.out, "    virtual table notes should not be there\n"));
}

}  // namespace
}  // namespace aludel::testing
