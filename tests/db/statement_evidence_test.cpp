// Statements that cannot run inside a transaction, but for indexes: that they run, and what a next
// run makes of one that was begun.
#include <csignal>

#include "db/support/resume.hpp"

namespace aludel::testing {
namespace {

class StatementEvidence : public Resumed {
 protected:
  void SetUp() override {
    Resumed::SetUp();
    if (!project) return;
    project->add("aaaa0001",
                 "CREATE TABLE price (id INTEGER, day DATE) PARTITION BY RANGE (day);\n"
                 "CREATE TABLE price_2026 PARTITION OF price FOR VALUES FROM ('2026-01-01') TO "
                 "('2027-01-01');\n"
                 "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE asset (id INTEGER);");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
  std::string partitions() {
    return value("SELECT count(*) FROM pg_inherits WHERE inhparent = 'price'::regclass");
  }
};
ALUDEL_ON_POSTGRESQL(StatementEvidence);

constexpr const char* detach = "ALTER TABLE price DETACH PARTITION price_2026 CONCURRENTLY";

TEST_P(StatementEvidence, DetachConcurrently) {
  project->add("aaaa0002", std::string(detach) + ";");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(partitions(), "0");
  project->add("aaaa0003", std::string(detach) + ";");
  begun("aaaa0003", detach);
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "is no partition of price any more"));
}

TEST_P(StatementEvidence, ADetachThatIsPendingIsFinalized) {
  project->add("aaaa0002", std::string(detach) + ";");
  const auto reader = database->connect();
  reader->query("BEGIN");
  reader->query("SELECT * FROM price");
  Process first = project->start({"upgrade"});
  ASSERT_TRUE(eventually(
      [&] { return value("SELECT count(*) FROM pg_inherits WHERE inhdetachpending") == "1"; }));
  first.signal(SIGKILL);
  (void)first.wait();
  ASSERT_TRUE(eventually([&] { return advisory_locks() == 0; }));
  reader->query("COMMIT");
  EXPECT_EQ(partitions(), "1");
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "FINALIZE"));
  EXPECT_EQ(partitions(), "0");
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(StatementEvidence, AnEnumValueCanBeUsedLaterInTheSameFile) {
  project->add(
      "aaaa0002",
      "ALTER TYPE mood ADD VALUE 'glad';\nCREATE TABLE person (mood mood DEFAULT 'glad');\n"
      "INSERT INTO person DEFAULT VALUES;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT mood FROM person"), "glad");
  EXPECT_EQ(journal().back(), "done aaaa0002 2/2");
}

TEST_P(StatementEvidence, AnEnumValueThatIsNotUsedStaysInTheTransaction) {
  project->add("aaaa0002", "ALTER TYPE mood ADD VALUE 'glad';\nINSERT INTO missing VALUES (1);");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM pg_enum WHERE enumlabel = 'glad'"), "0");
}

TEST_P(StatementEvidence, AnEnumValueBegunAloneIsLookedUp) {
  const std::string sql = "ALTER TYPE mood ADD VALUE 'glad'";
  project->add("aaaa0002", "-- aludel:autocommit\n" + sql + ";");
  begun("aaaa0002", sql);
  rows(sql);
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "the value is there"));
  project->add("aaaa0003", "-- aludel:autocommit\nALTER TYPE mood ADD VALUE 'mad';");
  begun("aaaa0003", "ALTER TYPE mood ADD VALUE 'mad'");
  EXPECT_TRUE(says(run({"upgrade"}).err, "the value is not there"));
  EXPECT_EQ(value("SELECT count(*) FROM pg_enum"), "3");
}

TEST_P(StatementEvidence, VacuumRunsAndIsRepeated) {
  project->add("aaaa0002", "VACUUM (ANALYZE) asset;\nVACUUM;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  project->add("aaaa0003", "VACUUM asset;");
  begun("aaaa0003", "VACUUM asset");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(StatementEvidence, DatabasesAreCreatedAndDropped) {
  const std::string other = database->name() + "_other";
  const std::string create = "CREATE DATABASE " + other;
  const std::string drop = "DROP DATABASE " + other;
  const auto is_there = [&] {
    return value("SELECT count(*) FROM pg_database WHERE datname = '" + other + "'") == "1";
  };
  project->add("aaaa0002", create + ";", drop + ";");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_TRUE(is_there());
  project->add("aaaa0003", create + ";", drop + ";");
  begun("aaaa0003", create);
  EXPECT_TRUE(says(run({"upgrade"}).err, "the database " + other + " is there"));
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_FALSE(is_there());
  begun("aaaa0002", drop, "downgrade");
  rows("UPDATE aludel_version SET version_num = 'aaaa0001'");
  const Outcome again = run({"downgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "the database " + other + " is not there"));
}

TEST_P(StatementEvidence, AProcedureThatCommitsRunsByItself) {
  const std::string procedure =
      "CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO asset "
      "VALUES (i); COMMIT; END LOOP; END $$;\n";
  project->add("aaaa0002", procedure + "CALL fill();");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "put `-- aludel:autocommit` on the line above the CALL"));
  project->change("aaaa0002", procedure + "-- aludel:autocommit\nCALL fill();");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "3");
}

TEST_P(StatementEvidence, ACallThatWasBegunAsks) {
  rows("CREATE PROCEDURE fill() LANGUAGE sql AS $$ INSERT INTO asset VALUES (1) $$");
  project->add("aaaa0002", "-- aludel:autocommit\nCALL fill();");
  begun("aaaa0002", "CALL fill()");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(9, refused);
  EXPECT_TRUE(says(refused.err, "begun "));
  EXPECT_TRUE(says(refused.err, "by ann on elsewhere"));
  EXPECT_TRUE(says(run({"status"}).out, "nobody saw its end"));
  ASSERT_EXIT_CODE(0, run({"repair", "--applied"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  EXPECT_EQ(value("SELECT count(*) FROM asset"), "0");
}

TEST_P(StatementEvidence, RefreshConcurrentlyRunsInTheTransaction) {
  project->add("aaaa0002",
               "CREATE MATERIALIZED VIEW ids AS SELECT id FROM asset;\nCREATE UNIQUE INDEX ON ids "
               "(id);\nREFRESH MATERIALIZED VIEW CONCURRENTLY ids;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(journal().back(), "done aaaa0002 1/1");
}

TEST_P(StatementEvidence, ARefreshOutsideOfATransactionIsRepeated) {
  project->add("aaaa0002", "CREATE MATERIALIZED VIEW dear AS SELECT * FROM asset;");
  project->add("aaaa0003", "-- aludel:autocommit\nREFRESH MATERIALIZED VIEW dear;");
  project->add("aaaa0004", "-- aludel:autocommit\nANALYZE asset;");
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  begun("aaaa0003", "REFRESH MATERIALIZED VIEW dear");
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0003"}));
  begun("aaaa0004", "ANALYZE asset");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(StatementEvidence, AStatementWhoseTextWasCorrectedAfterItWasAppliedIsRefused) {
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);");
  begun("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id)");
  rows("CREATE INDEX ix ON asset (id)");
  project->change("aaaa0002", "CREATE INDEX CONCURRENTLY ix2 ON asset (id);");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(9, refused);
  EXPECT_TRUE(says(refused.err, "was applied, and the file says something else now"));
}

/// What the server refused is not done, whatever the database looks like.
TEST_P(StatementEvidence, ARefusedStatementIsRefusedAgainUntilItIsCorrected) {
  rows("CREATE TABLE parted (id integer) PARTITION BY RANGE (id)");
  rows("CREATE TABLE stray (id integer)");
  rows("CREATE TABLE bond (id integer)");
  rows("CREATE INDEX ix_old ON bond (id)");
  struct Case {
    const char* refused;
    const char* corrected;
  };
  int n = 1;
  for (const Case& each :
       {Case{"ALTER TABLE parted DETACH PARTITION stray CONCURRENTLY;", "SELECT 1;"},
        Case{"DROP INDEX CONCURRENTLY ix_odl;", "DROP INDEX CONCURRENTLY ix_old;"},
        Case{"CREATE INDEX CONCURRENTLY bond ON bond (id);",
             "CREATE INDEX CONCURRENTLY ix_new ON bond (id);"}}) {
    const std::string id = "aaaa000" + std::to_string(++n);
    project->add(id, each.refused);
    for (int i = 0; i < 2; ++i) {
      const Outcome refused = run({"upgrade"});
      EXPECT_EXIT_CODE(4, refused);
      EXPECT_TRUE(says(refused.err, "correct"));
    }
    project->change(id, each.corrected);
    ASSERT_EXIT_CODE(0, run({"upgrade"})) << each.corrected;
  }
  EXPECT_EQ(rows("SELECT indexname FROM pg_indexes WHERE tablename = 'bond'"), Lines{"ix_new"});
}

TEST_P(StatementEvidence, WhatIsThereAlreadyIsAcceptedByAnAnswer) {
  rows("CREATE TABLE bond (id integer)");
  rows("CREATE INDEX ix_id ON bond (id)");
  project->add("aaaa0002", "CREATE INDEX CONCURRENTLY ix_id ON bond (id);");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "`aludel repair --applied`"));
  ASSERT_EXIT_CODE(0, run({"repair", "--applied", "--reason", "looked at it"}));
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

}  // namespace
}  // namespace aludel::testing
