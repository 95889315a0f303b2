// Statements that cannot run inside a transaction: what a run that goes on finds out about one that
// was begun.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Concurrently : public OnPostgresql {
 protected:
  /// A unique index that cannot be built yet: the attempt fails and leaves it INVALID.
  void fail_unique_index() {
    database->run("CREATE TABLE t (a integer)");
    database->run("INSERT INTO t VALUES (1), (1)");
    project->add("aaaa0001",
                 "CREATE UNIQUE INDEX CONCURRENTLY ix ON t (a) WHERE a > 0;\nCREATE TABLE behind "
                 "(x integer);");
    ASSERT_EXIT_CODE(4, run({"upgrade"}));
    ASSERT_EQ(index_state(), "f");
  }
  std::string index_state() {
    return value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('ix')");
  }
};
ALUDEL_ON_POSTGRESQL(Concurrently);

TEST_P(Concurrently, AnInvalidIndexIsDroppedAndBuiltAgain) {
  fail_unique_index();
  database->run("DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)");
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "is INVALID: it is dropped and built again"));
  EXPECT_EQ(index_state(), "t");
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(Concurrently, AnIndexThatIsThereAsTheStatementSaysCountsAsBuilt) {
  fail_unique_index();
  database->run("DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)");
  database->run("DROP INDEX ix");
  database->run("CREATE UNIQUE INDEX ix ON t USING btree (a) WHERE (a > 0)");
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "is there and valid, as the statement says"));
}

TEST_P(Concurrently, AnIndexOfAnotherDefinitionIsAskedAbout) {
  fail_unique_index();
  database->run("DROP INDEX ix");
  database->run("CREATE INDEX ix ON t (a)");
  const Outcome asked = run({"upgrade"});
  EXPECT_EXIT_CODE(9, asked);
  EXPECT_TRUE(says(asked.err, "aludel repair --applied"));
  ASSERT_EXIT_CODE(0, run({"repair", "--applied", "--reason", "looked at it"}));
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT reason FROM aludel_journal WHERE event = 'repaired'"), "looked at it");
}

TEST_P(Concurrently, AnAnswerToRunItAgainLeavesTheRevisionHalfWayUntilItIsDone) {
  fail_unique_index();
  database->run("DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)");
  database->run("DROP INDEX ix");
  database->run("CREATE INDEX ix ON t (a)");
  ASSERT_EXIT_CODE(9, run({"upgrade"}));
  database->run("DROP INDEX ix");
  ASSERT_EXIT_CODE(0, run({"repair", "--resume", "--reason", "the other index was dropped"}));
  EXPECT_TRUE(says(run({"current"}).out, "aaaa0001 (in progress: upgrade, segment 1 of"));
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(index_state(), "t");
}

TEST_P(Concurrently, ACorrectedStatementLeavesNoInvalidIndexBehind) {
  fail_unique_index();
  project->change("aaaa0001",
                  "CREATE INDEX CONCURRENTLY ix2 ON t (a);\nCREATE TABLE behind (x integer);");
  const Outcome again = run({"upgrade"});
  ASSERT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "is dropped, since the file does not make it any more"));
  EXPECT_EQ(value("SELECT string_agg(relname, ' ') FROM pg_class WHERE relname LIKE 'ix%'"), "ix2");
}

TEST_P(Concurrently, IfNotExistsDoesNotAcceptAnotherIndex) {
  database->run("CREATE TABLE t (a integer)");
  database->run("CREATE INDEX ix ON t (a)");
  project->add("aaaa0001", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (a);");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "IF NOT EXISTS hides"));
}

TEST_P(Concurrently, ACommittingProcedureThatWasKilledIsAskedAbout) {
  database->run("CREATE TABLE w (x integer)");
  database->run(
      "CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN INSERT INTO w VALUES (1); COMMIT; PERFORM "
      "pg_sleep(60); END'");
  project->add("aaaa0001", "-- aludel:autocommit\nCALL p();\nCREATE TABLE t (a integer);");
  Process first = project->start({"upgrade"});
  ASSERT_TRUE(eventually([&] { return value("SELECT count(*) FROM w") == "1"; }));
  first.signal(SIGKILL);
  first.wait();
  project->change("aaaa0001",
                  "CREATE TABLE t (a integer);");  // taking it out of the file does not answer it
  EXPECT_EXIT_CODE(9, run({"upgrade"}));
  ASSERT_EXIT_CODE(0, run({"repair", "--rolled-back"}));
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(Concurrently, ADetachmentThatWasBegunIsFinished) {
  database->run("CREATE TABLE p (d date) PARTITION BY RANGE (d)");
  database->run("CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
  project->add("aaaa0001",
               "SET statement_timeout = '1s';\nALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;");
  project->change(
      "aaaa0001",
      "-- aludel:timeout statement=1s\nALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;");
  const auto reader = database->connect();
  reader->query("BEGIN");
  reader->query("SELECT * FROM p");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  reader->query("ROLLBACK");
  ASSERT_EQ(value("SELECT inhdetachpending FROM pg_inherits"), "t");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM pg_inherits"), "0");
}

TEST_P(Concurrently, ANewEnumValueCanBeUsedBehindItInTheSameFile) {
  project->add("aaaa0001", "CREATE TYPE mood AS ENUM ('sad');");
  project->add("aaaa0002",
               "ALTER TYPE mood ADD VALUE 'ok';\nCREATE TABLE m (mood mood DEFAULT 'ok');\nINSERT "
               "INTO m VALUES ('ok');");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT mood FROM m"), "ok");
}

}  // namespace
}  // namespace aludel::testing
