// What a run loses is told before it runs, with counts.
#include <sstream>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Losses : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001",
                 "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);\n"
                 "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER);",
                 "DROP TABLE orders;\nDROP TABLE users;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
    rows("INSERT INTO users VALUES (1, 'a', 'x'), (2, 'b', NULL), (3, 'c', 'z')");
    rows("INSERT INTO orders VALUES (1, 1), (2, 1)");
  }
  /// What an upgrade by `sql` says that it loses; `plan` must have said the same before.
  Lines told(const std::string& sql) {
    const std::string id = "bbbb000" + std::to_string(++added_);
    project->add(id, sql);
    const Outcome plan = run({"plan"});
    EXPECT_EXIT_CODE(0, plan);
    const Outcome outcome = run({"upgrade"});
    EXPECT_EXIT_CODE(0, outcome);
    Lines lines;
    std::istringstream stream(outcome.err);
    for (std::string line; std::getline(stream, line);) {
      if (!line.starts_with("  loses ")) continue;
      lines.push_back(line.substr(8, line.rfind("  (") - 8));
      EXPECT_TRUE(says(plan.out, lines.back()));
    }
    return lines;
  }
  int added_ = 0;
};
ALUDEL_ON_EVERY_DATABASE(Losses);

TEST_P(Losses, OfDropsAndDeletesAreCounted) {
  EXPECT_EQ(told("DELETE FROM users WHERE id > 1;"), Lines{"2 rows of users"});
  EXPECT_EQ(told("ALTER TABLE users DROP COLUMN mail;"), Lines{"column users.mail with 1 value"});
  EXPECT_EQ(told("DROP TABLE orders;"), Lines{"table orders with 2 rows"});
  EXPECT_EQ(told("UPDATE users SET name = 'd';"), Lines{});
}

TEST_P(Losses, OfWhatTheRunItselfHasMadeAreNone) {
  EXPECT_EQ(told("CREATE TABLE n (id INTEGER);\nINSERT INTO n VALUES (1);\nDELETE FROM n;\n"
                 "ALTER TABLE n ADD COLUMN c INTEGER;\nALTER TABLE n DROP COLUMN c;\n"
                 "DROP TABLE n;\nDROP TABLE IF EXISTS not_there;"),
            Lines{});
}

TEST_P(Losses, OfAColumnThatIsComputedAreNone) {
  EXPECT_EQ(told("CREATE TABLE n (id INTEGER, twice INTEGER GENERATED ALWAYS AS (id * 2) STORED);"),
            Lines{});
  EXPECT_EQ(told("ALTER TABLE n RENAME COLUMN twice TO double;\n"
                 "ALTER TABLE n DROP COLUMN double;"),
            Lines{});
}

TEST_P(Losses, OfARenamedTableAreThoseOfTheTableThatItWas) {
  EXPECT_EQ(told("ALTER TABLE users RENAME TO people;\nDROP TABLE people;"),
            Lines{"table users with 3 rows"});
}

TEST_P(Losses, OfARebuildAreOnlyTheColumnsThatItLeavesOut) {
  EXPECT_EQ(told("CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
                 "INSERT INTO n (id, name) SELECT id, coalesce(name, '') FROM users;\nDROP TABLE "
                 "users;\n"
                 "ALTER TABLE n RENAME TO users;"),
            Lines{"column users.mail with 2 values"});
  EXPECT_EQ(told("ALTER TABLE orders RENAME TO old;\nCREATE TABLE orders (id INTEGER, user_id "
                 "INTEGER);\nINSERT INTO orders SELECT * FROM old;\nDROP TABLE old;"),
            Lines{});
}

TEST_P(Losses, OfACopyThatIsNotWholeAreTheTable) {
  EXPECT_EQ(told("CREATE TABLE n (id INTEGER);\nINSERT INTO n SELECT id FROM users WHERE id > 1;\n"
                 "DROP TABLE users;\nALTER TABLE n RENAME TO users;"),
            Lines{"table users with 3 rows"});
}

TEST_P(Losses, OfACopyAreThoseOfItsSource) {
  EXPECT_EQ(told("CREATE TABLE n AS SELECT * FROM users;\nDROP TABLE users;\nDROP TABLE n;"),
            Lines{"table users with 3 rows"});
}

TEST_P(Losses, ThatCannotBeCountedAreNamed) {
  // The column is not there before the run.
  const Lines lines =
      told("ALTER TABLE users ADD COLUMN old INTEGER;\nDELETE FROM users WHERE old = 1;");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(says(lines.front(), "rows of users"));
}

TEST_P(Losses, OfADowngradeAreToldBeforeItRuns) {
  const Outcome down = run({"downgrade", "base"});
  ASSERT_EXIT_CODE(0, down);
  EXPECT_LT(down.err.find("loses table orders with 2 rows"), down.err.find("↓ aaaa0001"));
  EXPECT_LT(down.err.find("loses table users with 3 rows"), down.err.find("↓ aaaa0001"));
}

TEST_P(Losses, OfAPlanAreTheSameAndNothingIsWritten) {
  const auto before = database->catalog();
  const std::string journal = value("SELECT count(*) FROM aludel_journal");
  project->add("bbbb0001", "DROP TABLE users;");
  const Outcome plan = run({"plan"});
  EXPECT_EXIT_CODE(0, plan);
  EXPECT_TRUE(says(plan.out, "loses table users with 3 rows"));
  EXPECT_TRUE(says(run({"plan", "--down"}).out, "loses table users with 3 rows"));
  EXPECT_EQ(database->catalog(), before);
  EXPECT_EQ(value("SELECT count(*) FROM aludel_journal"), journal);
}

TEST_P(Losses, OfABatchedDeleteAreCountedAsAWhole) {
  project->add("bbbb0001",
               "-- aludel:batch table=users key=id\nDELETE FROM users WHERE id > 1 AND :batch;");
  EXPECT_TRUE(says(run({"plan"}).out, "loses 2 rows of users"));
}

class ServerLosses : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    project->add("aaaa0001",
                 "CREATE TYPE mood AS ENUM ('sad');\n"
                 "CREATE SCHEMA shop;\n"
                 "CREATE TABLE users (id integer PRIMARY KEY, feels mood, amount numeric(10,2));\n"
                 "CREATE TABLE orders (id integer, user_id integer REFERENCES users ON DELETE "
                 "CASCADE);\n"
                 "CREATE TABLE shop.prices (id integer);\n"
                 "CREATE MATERIALIZED VIEW sums AS SELECT id FROM users;\n"
                 "CREATE FUNCTION clean() RETURNS void LANGUAGE sql AS 'DELETE FROM orders';\n"
                 "INSERT INTO users SELECT g, 'sad', g FROM generate_series(1, 5) g;\n"
                 "INSERT INTO orders SELECT g, g FROM generate_series(1, 4) g;\n"
                 "INSERT INTO shop.prices SELECT g FROM generate_series(1, 3) g;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
    project->add("bbbb0001", "");
  }
  /// The end of what `plan` says of `sql`: its losses.
  std::string told(const std::string& sql) {
    project->change("bbbb0001", sql);
    const Outcome plan = run({"plan"});
    EXPECT_EXIT_CODE(0, plan);
    return plan.out.substr(std::min(plan.out.find("\nloses "), plan.out.size()));
  }
};
ALUDEL_ON_POSTGRESQL(ServerLosses);

TEST_P(ServerLosses, OfCascadeAreWhatHangsOnIt) {
  EXPECT_TRUE(says(told("DROP TYPE mood CASCADE;"), "column users.feels with 5 values"));
  EXPECT_TRUE(says(told("DROP SCHEMA shop CASCADE;"), "table shop.prices with 3 rows"));
  const std::string table = told("DROP TABLE users CASCADE;");
  EXPECT_TRUE(says(table, "table users with 5 rows"));
  EXPECT_TRUE(says(table, "materialized view sums"));
  EXPECT_TRUE(says(told("ALTER TABLE users DROP COLUMN id CASCADE;"), "materialized view sums"));
}

TEST_P(ServerLosses, OfTruncateCascadeAreTheTablesThatRefer) {
  const std::string text = told("TRUNCATE users CASCADE;");
  EXPECT_TRUE(says(text, "5 rows of users"));
  EXPECT_TRUE(says(text, "4 rows of orders"));
}

TEST_P(ServerLosses, OfDeleteAreTheRowsThatGoWithThem) {
  const std::string text = told("DELETE FROM users WHERE id < 3;");
  EXPECT_TRUE(says(text, "2 rows of users"));
  EXPECT_TRUE(says(text, "rows of orders that refer to them (ON DELETE CASCADE)"));
  EXPECT_TRUE(says(told("DELETE FROM users u USING orders o WHERE o.user_id = u.id AND o.id > 2;"),
                   "2 rows of users"));
}

TEST_P(ServerLosses, OfANewTypeAreThoseOfOneThatRounds) {
  EXPECT_TRUE(says(told("ALTER TABLE users ALTER amount TYPE numeric(10,1);"),
                   "what values of users.amount say (numeric(10,2) → numeric(10,1))"));
  EXPECT_TRUE(
      says(told("ALTER TABLE users ALTER amount TYPE numeric(12,2);"), "loses     nothing"));
}

TEST_P(ServerLosses, OfADoBlockAndOfACalledFunctionMayBe) {
  EXPECT_TRUE(says(told("DO $$ BEGIN DELETE FROM users; END $$;"), "perhaps rows of users"));
  EXPECT_TRUE(says(told("SELECT clean();"), "perhaps what clean() does"));
  EXPECT_TRUE(says(told("SELECT length('x'), now();"), "loses     nothing"));
}

TEST_P(ServerLosses, OfAnotherSchemaAreNotTakenForNothing) {
  // In the revision `prices` is shop.prices, which a look from outside does not find.
  EXPECT_TRUE(says(told("SET search_path = shop;\nDROP TABLE IF EXISTS prices;"),
                   "table shop.prices with 3 rows"));
  EXPECT_TRUE(says(told("SET search_path = shop, public;\nDROP TABLE IF EXISTS prices;"),
                   "table prices with an unknown number of rows"));
  EXPECT_TRUE(says(told("DROP TABLE IF EXISTS prices;"), "loses     nothing"));
}

TEST_P(ServerLosses, ALockedTableIsNotWaitedFor) {
  const auto blocker = database->connect();
  blocker->query("BEGIN");
  blocker->query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(says(told("DROP TABLE users CASCADE;"), "table users with"));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(8));
  blocker->query("ROLLBACK");
}

class FileLosses : public OnSqlite {};
ALUDEL_ON_SQLITE(FileLosses);

TEST_P(FileLosses, OfARebuildWithForeignKeysOnAreTheRowsThatCascade) {
  const std::string rebuild =
      "CREATE TABLE n (id INTEGER PRIMARY KEY);\nINSERT INTO n SELECT id FROM users;\n"
      "DROP TABLE users;\nALTER TABLE n RENAME TO users;";
  project->add("aaaa0001",
               "CREATE TABLE users (id INTEGER PRIMARY KEY);\n"
               "CREATE TABLE orders (u INTEGER REFERENCES users ON DELETE CASCADE);\n"
               "INSERT INTO users VALUES (1);\nINSERT INTO orders VALUES (1);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  project->add("aaaa0002", rebuild);
  EXPECT_TRUE(says(run({"plan"}).out, "loses     nothing"));
  project->change("aaaa0002", "PRAGMA foreign_keys = ON;\n" + rebuild);
  EXPECT_TRUE(says(run({"plan"}).out, "rows of orders that refer to them (ON DELETE CASCADE)"));
}

TEST_P(FileLosses, APlanCreatesNoFile) {
  project->add("aaaa0001", "CREATE TABLE users (id INTEGER PRIMARY KEY);");
  EXPECT_EXIT_CODE(0, run({"plan"}));
  EXPECT_FALSE(std::filesystem::exists(database->file()));
}

}  // namespace
}  // namespace aludel::testing
