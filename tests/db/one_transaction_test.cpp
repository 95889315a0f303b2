// `--transaction all`: everything, or nothing.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

using OneTransaction = OnDatabase;
ALUDEL_ON_EVERY_DATABASE(OneTransaction);

TEST_P(OneTransaction, AppliesAllStepsAndUndoesThem) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);", "DROP TABLE one;");
  project->add("aaaa0002", "INSERT INTO one VALUES (1);", "DELETE FROM one;");
  project->add("aaaa0003", "CREATE TABLE two (id INTEGER);", "DROP TABLE two;");
  ASSERT_EXIT_CODE(0, run({"upgrade", "--transaction", "all"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
  EXPECT_EQ(journal(), (Lines{"done aaaa0001 1/1", "done aaaa0002 1/1", "done aaaa0003 1/1"}));
  ASSERT_EXIT_CODE(0, run({"downgrade", "base", "--transaction", "all"}));
  EXPECT_EQ(database->catalog(), Lines{});
  EXPECT_EQ(version_rows(), Lines{});
}

TEST_P(OneTransaction, KeepsNothingWhenTheLastStepFails) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  project->add("aaaa0003", "INSERT INTO missing VALUES (1);");
  const Outcome failed = run({"upgrade", "--transaction", "all"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.err, "nothing of this run was kept; the database is at base"));
  EXPECT_FALSE(database->has_table("one"));
  EXPECT_EQ(version_rows(), Lines{});
  EXPECT_EQ(journal(), Lines{"failed aaaa0003 1/1"});
}

TEST_P(OneTransaction, IsRefusedWithTheListOfWhatMakesItImpossible) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  project->add("aaaa0002", "VACUUM;");
  project->add("aaaa0003",
               "BEGIN;\nCREATE TABLE two (id INTEGER);\nCOMMIT;\nBEGIN;\nDROP TABLE "
               "two;\nCOMMIT;");
  const Outcome refused = run({"upgrade", "--transaction", "all"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "aaaa0002.sql:7: VACUUM"));
  EXPECT_TRUE(says(refused.err, "(revision aaaa0003)"));
  EXPECT_TRUE(says(refused.err, "leave out `--transaction all`"));
  EXPECT_FALSE(database->has_table("one"));
}

TEST_P(OneTransaction, OneAutocommitSegmentBesideAnotherIsListedToo) {
  project->add("aaaa0001",
               "CREATE TABLE one (id INTEGER);\nVACUUM;\nCREATE TABLE two (id "
               "INTEGER);");
  EXPECT_EXIT_CODE(3, run({"upgrade", "--transaction", "all"}));
  EXPECT_FALSE(database->has_table("one"));
}

TEST_P(OneTransaction, TheScopeIsOneOfTwoWords) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  EXPECT_EXIT_CODE(2, run({"upgrade", "--transaction", "none"}));
  EXPECT_EXIT_CODE(0, run({"upgrade", "--transaction", "revision"}));
}

using OneTransactionOnPostgresql = OnPostgresql;
ALUDEL_ON_POSTGRESQL(OneTransactionOnPostgresql);

TEST_P(OneTransactionOnPostgresql, ThatTakesMoreLocksThanTheServerHasIsRefused) {
  std::string tables;
  for (int i = 0; i < 5000; ++i)
    tables += "CREATE TABLE t" + std::to_string(i) + " (id SERIAL PRIMARY KEY, t TEXT);\n";
  project->add("aaaa0001", tables);
  const Outcome refused = run({"upgrade", "--transaction", "all"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "max_locks_per_transaction"));
  EXPECT_FALSE(database->has_table("t0"));
}

}  // namespace
}  // namespace aludel::testing
