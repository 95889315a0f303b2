// A revision that fails: what is kept, what is said, and how the next run goes on.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

using Failure = OnDatabase;
ALUDEL_ON_EVERY_DATABASE(Failure);

TEST_P(Failure, InTheMiddleLeavesNothingOfItsRevision) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  project->add("aaaa0002",
               "CREATE TABLE price (id INTEGER);\nINSERT INTO asset VALUES (1);\n"
               "INSERT INTO price (wrong) VALUES (1);\nCREATE TABLE after (id INTEGER);");
  const Outcome failed = run({"upgrade"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_FALSE(database->has_table("price"));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "0");
  EXPECT_EQ(journal(), (Lines{"done aaaa0001 1/1", "failed aaaa0002 1/1"}));
  EXPECT_TRUE(says(failed.err, "statement 3 of revision aaaa0002"));
  EXPECT_TRUE(says(failed.err, "aaaa0002.sql:9:20"));
  EXPECT_TRUE(says(failed.err, "wrong"));
  EXPECT_TRUE(says(failed.err, "nothing of this revision was kept; the database is at aaaa0001"));
  EXPECT_TRUE(says(failed.err, "correct the file, then `aludel upgrade`"));
  EXPECT_EQ(failed.err.find("applied 1"), std::string::npos) << failed.err;

  project->change("aaaa0002", "CREATE TABLE price (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(Failure, OfADowngradeKeepsTheRevision) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);",
               "DROP TABLE asset;\nDROP TABLE missing;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const Outcome failed = run({"downgrade"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(database->has_table("asset"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_TRUE(says(failed.err, "correct the file, then `aludel downgrade`"));
}

TEST_P(Failure, OfTheFirstRevisionLeavesAnEmptyVersionTable) {
  project->add("aaaa0001", "CREATE TABEL asset (id INTEGER);");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{});
  const Outcome current = run({"current"});
  EXPECT_EXIT_CODE(0, current);
  EXPECT_EQ(current.out, "");
}

TEST_P(Failure, OfAFileThatCannotBeCutIsSeenBeforeAnythingRuns) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  project->add("aaaa0002", "INSERT INTO asset VALUES ('never closed);");
  EXPECT_EXIT_CODE(3, run({"upgrade"}));
  EXPECT_FALSE(database->has_table("asset"));
  EXPECT_FALSE(database->has_table("aludel_version"));
}

TEST_P(Failure, ARowOfAVerifyQueryRollsTheRevisionBack) {
  project->add("aaaa0001",
               "CREATE TABLE asset (id INTEGER);\nINSERT INTO asset VALUES (1), (2), (3);\n"
               "-- aludel:verify\nSELECT id AS lonely FROM asset WHERE id > 1 ORDER BY id;");
  const Outcome failed = run({"upgrade"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.err, "returned 2 rows"));
  EXPECT_TRUE(says(failed.err, "lonely = 2"));
  EXPECT_FALSE(database->has_table("asset"));
  EXPECT_EQ(version_rows(), Lines{});
  project->change("aaaa0001",
                  "CREATE TABLE asset (id INTEGER);\nINSERT INTO asset VALUES (1);\n"
                  "-- aludel:verify\nSELECT id FROM asset WHERE id > 1;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(Failure, OfADeferredConstraintAtTheCommitKeepsNothing) {
  const std::string keys = on_postgresql() ? "" : "PRAGMA foreign_keys = ON;\n";
  project->add(
      "aaaa0001",
      keys +
          "CREATE TABLE asset (id INTEGER PRIMARY KEY);\n"
          "CREATE TABLE price (asset_id INTEGER REFERENCES asset (id) DEFERRABLE INITIALLY "
          "DEFERRED);\nINSERT INTO price VALUES (99);");
  const Outcome failed = run({"upgrade"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.err, "refused the COMMIT of revision aaaa0001"));
  EXPECT_FALSE(database->has_table("price"));
  EXPECT_EQ(version_rows(), Lines{});
  EXPECT_EQ(journal().back().substr(0, 15), "failed aaaa0001");
}

TEST_P(Failure, AStatementMayNotEndTheTransactionOfItsRevision) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);\nROLLBACK;");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "ROLLBACK"));
  EXPECT_FALSE(database->has_table("asset"));
}

TEST_P(Failure, ATableThatIsThereAlreadyIsAnsweredWithStamp) {
  database->run("CREATE TABLE asset (id INTEGER);\n");
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);");
  const Outcome failed = run({"upgrade"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.err, "aludel stamp"));
}

TEST_P(Failure, JsonIsOneDocumentThatHoldsIt) {
  project->add("aaaa0001", "INSERT INTO missing VALUES (1);");
  const Outcome failed = run({"upgrade", "--json"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.out, "\"exit_code\": 4"));
  EXPECT_TRUE(says(failed.out, "\"code\": \"E0401\""));
  EXPECT_TRUE(says(failed.out, "\"line\": 7"));
  if (on_postgresql()) {
    EXPECT_TRUE(says(failed.out, "\"sqlstate\": \"42P01\""));
  }
}

using FailureOnSqlite = OnSqlite;
ALUDEL_ON_SQLITE(FailureOnSqlite);

TEST_P(FailureOnSqlite, AConflictThatRollsBackSilentlyIsNoticed) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER PRIMARY KEY);");
  project->add("aaaa0002",
               "INSERT INTO asset VALUES (1);\nINSERT OR ROLLBACK INTO asset VALUES (1);\n"
               "INSERT INTO asset VALUES (2);");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "0");
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

}  // namespace
}  // namespace aludel::testing
