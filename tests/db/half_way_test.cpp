// Revisions of several segments that stopped between two of them.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class HalfWay : public OnDatabase {
 protected:
  static constexpr const char* first = "BEGIN;\nCREATE TABLE one (id INTEGER);\nCOMMIT;\n";
  static constexpr const char* second = "BEGIN;\nCREATE TABLE two (id INTEGER);\nCOMMIT;\n";

  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001", "CREATE TABLE zero (id INTEGER);", "DROP TABLE zero;");
    project->add("aaaa0002", std::string(first) + second + "INSERT INTO missing VALUES (1);",
                 "BEGIN;\nDROP TABLE two;\nCOMMIT;\nDROP TABLE one;");
    project->add("aaaa0003", "CREATE TABLE three (id INTEGER);", "DROP TABLE three;");
  }
};
ALUDEL_ON_EVERY_DATABASE(HalfWay);

TEST_P(HalfWay, TheSegmentsThatAreDoneAreKeptAndTold) {
  const Outcome failed = run({"upgrade"});
  EXPECT_EXIT_CODE(4, failed);
  EXPECT_TRUE(says(failed.err, "revision aaaa0002 is in progress: 2 of 3 segments done"));
  EXPECT_TRUE(database->has_table("one"));
  EXPECT_TRUE(database->has_table("two"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_EQ(journal(), (Lines{"done aaaa0001 1/1", "done aaaa0002 1/3", "done aaaa0002 2/3",
                              "failed aaaa0002 3/3"}));
  EXPECT_TRUE(says(run({"current"}).out, "aaaa0002 (in progress: upgrade, segment 3 of 3)"));
  EXPECT_TRUE(says(run({"status"}).out, "revision aaaa0002, its upgrade: segment 3 of 3"));
  EXPECT_EXIT_CODE(1, run({"check", "--pending"}));
  EXPECT_EXIT_CODE(1, run({"current", "--check-heads"}));
}

TEST_P(HalfWay, TheRestMayBeCorrected) {
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0002", std::string(first) + second + "INSERT INTO one VALUES (1);");
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "going on with aaaa0002 at segment 3 of 3"));
  EXPECT_EQ(value("SELECT count(*) FROM one"), "1");
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(HalfWay, TheRestMayBeTakenAway) {
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0002", std::string(first) + second, "DROP TABLE two;\nDROP TABLE one;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
  EXPECT_TRUE(says(run({"status"}).out, "nothing, all revisions are applied"));
  ASSERT_EXIT_CODE(0, run({"downgrade", "base"}));
}

TEST_P(HalfWay, MoreSegmentsMayFollow) {
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0002", std::string(first) + second +
                                  "BEGIN;\nINSERT INTO one VALUES (1);\nCOMMIT;\nINSERT INTO two "
                                  "VALUES (2);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM one") + value("SELECT count(*) FROM two"), "11");
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(HalfWay, ASegmentThatIsDoneMayNotBeChanged) {
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0002",
                  "BEGIN;\nCREATE TABLE one (id BIGINT);\nCOMMIT;\n" + std::string(second));
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(9, refused);
  EXPECT_TRUE(says(refused.err, "segment 1 of revision aaaa0002 was done and reads otherwise"));
  EXPECT_TRUE(says(refused.err, "aaaa0002.sql:8:1"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(HalfWay, ACommentInASegmentThatIsDoneMayBeChanged) {
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0002",
                  "-- a thought\nBEGIN;\nCREATE TABLE one (id INTEGER); -- more\n"
                  "COMMIT;\n" +
                      std::string(second));
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(HalfWay, TheOtherDirectionIsRefused) {
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  const Outcome refused = run({"downgrade"});
  EXPECT_EXIT_CODE(9, refused);
  EXPECT_TRUE(says(refused.err, "`aludel upgrade aaaa0002` finishes it"));
  EXPECT_EXIT_CODE(9, run({"downgrade", "base"}));
  EXPECT_TRUE(database->has_table("zero"));
}

TEST_P(HalfWay, StampIsRefusedButForPurge) {
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EXIT_CODE(9, run({"stamp", "aaaa0001"}));
  ASSERT_EXIT_CODE(0, run({"stamp", "--purge", "aaaa0001"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_EQ(run({"current"}).out, "aaaa0001\n");
}

TEST_P(HalfWay, GoingOnIsTheFirstStepOfARelativeTarget) {
  ASSERT_EXIT_CODE(4, run({"upgrade", "+2"}));
  project->change("aaaa0002", std::string(first) + second, "DROP TABLE two;\nDROP TABLE one;");
  ASSERT_EXIT_CODE(0, run({"upgrade", "+1"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(HalfWay, OnTheWayDownTheRowIsGoneWithTheFirstSegment) {
  project->change("aaaa0002", std::string(first) + second,
                  "BEGIN;\nDROP TABLE two;\nCOMMIT;\nDROP TABLE missing;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  ASSERT_EXIT_CODE(4, run({"downgrade", "-2"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_TRUE(says(run({"current"}).out, "aaaa0002 (in progress: downgrade, segment 2 of 2)"));
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(9, refused);
  EXPECT_TRUE(says(refused.err, "`aludel downgrade aaaa0002@aaaa0001` finishes it"));

  project->change("aaaa0002", std::string(first) + second,
                  "BEGIN;\nDROP TABLE two;\nCOMMIT;\nDROP TABLE one;");
  ASSERT_EXIT_CODE(0, run({"downgrade", "aaaa0002@aaaa0001"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_FALSE(database->has_table("one"));
  EXPECT_TRUE(database->has_table("zero"));
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(HalfWay, GoingOnIsTheFirstStepOfMinusOneToo) {
  project->change("aaaa0002", std::string(first) + second,
                  "BEGIN;\nDROP TABLE two;\nCOMMIT;\nDROP TABLE missing;");
  ASSERT_EXIT_CODE(0, run({"upgrade", "+2"}));
  ASSERT_EXIT_CODE(4, run({"downgrade"}));
  project->change("aaaa0002", std::string(first) + second,
                  "BEGIN;\nDROP TABLE two;\nCOMMIT;\nDROP TABLE one;");
  ASSERT_EXIT_CODE(0, run({"downgrade", "-1"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_FALSE(database->has_table("one"));
}

TEST_P(HalfWay, AFailureInTheFirstSegmentIsNotHalfWay) {
  project->change("aaaa0002", "BEGIN;\nINSERT INTO missing VALUES (1);\nCOMMIT;\n");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EQ(run({"current"}).out, "aaaa0001\n");
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
}

TEST_P(HalfWay, AFinishedRevisionIsToldNotToBeAtomic) {
  project->change("aaaa0002", std::string(first) + second);
  EXPECT_TRUE(says(run({"upgrade"}).err, "not atomic: 2 segments"));
}

}  // namespace
}  // namespace aludel::testing
