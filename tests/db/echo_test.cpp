// `--echo` and ENABLE_QUERY_LOGGING: each statement as it is sent.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Echo : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    project->write("migrations/versions/aaaa0001.sql",
                   "-- Prices\n--\n-- revision: aaaa0001\n-- down_revision:\n"
                   "-- aludel:variables secret:literal\n\n-- aludel:upgrade\n"
                   "CREATE TABLE prices (id integer);\n"
                   "INSERT INTO prices SELECT 1 WHERE {{secret}} <> '';\n"
                   "-- aludel:downgrade\nDROP TABLE prices;\n");
  }
};

TEST_P(Echo, ShowsEachStatementOfARunAndItsTime) {
  const Outcome outcome = run({"upgrade", "--echo", "-x", "secret=hunter2"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "Z  CREATE TABLE prices (id integer)\n"));
  EXPECT_TRUE(says(outcome.err, "Z  COMMIT\n"));
  EXPECT_TRUE(says(outcome.err, " ms, 1 row\n"));
}

TEST_P(Echo, HidesTheValuesOfVariables) {
  const Outcome outcome = run({"upgrade", "--echo", "-x", "secret=hun'ter2"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "WHERE '{{secret}}' <> ''"));
  EXPECT_FALSE(says(outcome.err, "ter2"));
}

TEST_P(Echo, AndTheCommandToTypeAgainShowNoValue) {
  project->write("migrations/versions/aaaa0001.sql",
                 "-- Wrong\n--\n-- revision: aaaa0001\n-- down_revision:\n"
                 "-- aludel:variables secret:literal\n\n-- aludel:upgrade\n"
                 "SELECT no_such_thing, {{secret}};\n");
  const Outcome outcome = run({"upgrade", "-x", "secret=hunter2"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "aludel upgrade -x secret=…"));
  EXPECT_FALSE(says(outcome.err, "hunter2"));
}

TEST_P(Echo, IsAskedForByAVariableTooAndHeardWithQuiet) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "-x", "secret=x"}));
  const Outcome outcome =
      run({"current", "-q"}, {.environment = {{"ENABLE_QUERY_LOGGING", "True"}}});
  EXPECT_TRUE(says(outcome.err, "Z  "));
  EXPECT_EQ(run({"current", "-q"}, {.environment = {{"ENABLE_QUERY_LOGGING", "false"}}}).err, "");
}

TEST_P(Echo, LeavesTheDocumentOfJsonAlone) {
  const Outcome outcome = run({"upgrade", "--echo", "--json", "-x", "secret=x"});
  EXPECT_TRUE(outcome.out.starts_with("{"));
  EXPECT_FALSE(says(outcome.out, "CREATE TABLE prices"));
  EXPECT_TRUE(says(outcome.err, "CREATE TABLE prices"));
}

TEST_P(Echo, ShowsTheStatementThatFailed) {
  project->write("migrations/versions/aaaa0001.sql",
                 "-- Wrong\n--\n-- revision: aaaa0001\n-- down_revision:\n\n-- aludel:upgrade\n"
                 "SELECT no_such_thing;\n");
  const Outcome outcome = run({"upgrade", "--echo"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "Z  SELECT no_such_thing\n"));
  EXPECT_TRUE(says(outcome.err, "failed after "));
}

ALUDEL_ON_EVERY_DATABASE(Echo);

}  // namespace
}  // namespace aludel::testing
