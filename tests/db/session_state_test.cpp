// What a revision does to its session: kept inside it, also across its segments; never left to the
// next one or to the bookkeeping.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class SessionStateOnSqlite : public OnDatabase {};
ALUDEL_ON_SQLITE(SessionStateOnSqlite);

class SessionStateOnPostgresql : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    role = "app_" + database->name();
    database->run("CREATE ROLE " + role);
    database->run("CREATE SCHEMA app AUTHORIZATION " + role);
  }
  void TearDown() override {
    if (!project) return;
    database->run("DROP OWNED BY " + role + " CASCADE");
    database->run("DROP ROLE " + role);
  }
  std::string role;
};
ALUDEL_ON_POSTGRESQL(SessionStateOnPostgresql);

TEST_P(SessionStateOnPostgresql, ARoleHoldsAcrossSegmentsAndNotForTheBookkeeping) {
  project->add("aaaa0001",
               "SET ROLE " + role +
                   ";\nSET search_path = app;\nCREATE TABLE t (a integer);\n"
                   "CREATE INDEX CONCURRENTLY ix ON t (a);\nCREATE TABLE t2 (a integer);");
  project->add("aaaa0002", "CREATE TABLE mine (who text);\nINSERT INTO mine SELECT current_user;");
  const Outcome outcome = run({"upgrade"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_EQ(value("SELECT count(*) FROM pg_tables WHERE schemaname = 'app' AND tableowner = '" +
                  role + "'"),
            "2");
  EXPECT_EQ(value("SELECT schemaname FROM pg_tables WHERE tablename = 'mine'"), "public");
  EXPECT_NE(value("SELECT who FROM mine"), role);
}

TEST_P(SessionStateOnPostgresql, ItIsMadeAgainWhenALaterRunGoesOn) {
  project->add(
      "aaaa0001",
      "SELECT pg_catalog.set_config('search_path', 'app', false);\nCREATE TABLE t (a integer);\n"
      "CREATE INDEX CONCURRENTLY ix ON t (a);\nINSERT INTO missing VALUES (1);");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  project->change(
      "aaaa0001",
      "SELECT pg_catalog.set_config('search_path', 'app', false);\nCREATE TABLE t (a integer);\n"
      "CREATE INDEX CONCURRENTLY ix ON t (a);\nINSERT INTO t VALUES (1);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM app.t"), "1");
}

TEST_P(SessionStateOnPostgresql, ARoleSetInsideABlockDoesNotReachTheBookkeeping) {
  project->add("aaaa0001", "DO $$ BEGIN EXECUTE 'SET ROLE " + role + "'; END $$;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(SessionStateOnPostgresql, AnIsolationLevelCanBeSetFirst) {
  project->add("aaaa0001",
               "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE t (level text);\n"
               "INSERT INTO t SELECT current_setting('transaction_isolation');");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT level FROM t"), "serializable");
}

TEST_P(SessionStateOnPostgresql, OneTransactionForAllKeepsThemApartToo) {
  project->add("aaaa0001", "SET search_path = app;\nCREATE TABLE a (x integer);");
  project->add("aaaa0002", "CREATE TABLE b (x integer);");
  ASSERT_EXIT_CODE(0, run({"upgrade", "--transaction", "all"}));
  EXPECT_EQ(value("SELECT schemaname FROM pg_tables WHERE tablename = 'b'"), "public");
}

TEST_P(SessionStateOnSqlite, ForeignKeysAreAsTheyWereForTheNextRevision) {
  project->add("aaaa0001",
               "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (p INTEGER REFERENCES "
               "p);\nPRAGMA foreign_keys = ON;\nINSERT INTO p VALUES (1);");
  project->add("aaaa0002", "INSERT INTO c VALUES (99);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM c"), "1");
}

TEST_P(SessionStateOnSqlite, AnAttachedDatabaseIsThereInEverySegment) {
  project->add("aaaa0001",
               "ATTACH 'other.db' AS other;\nCREATE TABLE other.x (a INTEGER);\nVACUUM;\nINSERT "
               "INTO other.x VALUES (1);\nCREATE TABLE seen AS SELECT * FROM other.x;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM seen"), "1");
}

}  // namespace
}  // namespace aludel::testing
