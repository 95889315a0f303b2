// A version table that search_path does not reach: no second history begins unasked.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class SecondHistory : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    rows("CREATE SCHEMA \"the app\"");
    rows("ALTER DATABASE " + database->name() + " SET search_path = \"the app\"");
    project->add("aaaa0001", "CREATE TABLE t (a integer);");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
    rows("ALTER DATABASE " + database->name() + " RESET search_path");
  }
  Lines schemas_with_tables() {
    return rows(
        "SELECT DISTINCT schemaname FROM pg_tables WHERE schemaname NOT LIKE 'pg\\_%' AND "
        "schemaname <> 'information_schema' ORDER BY 1");
  }
};
ALUDEL_ON_POSTGRESQL(SecondHistory);

TEST_P(SecondHistory, IsRefusedAndTheSchemaOfTheFirstIsNamed) {
  const std::string role = value("SELECT current_user");
  for (const Words& words : {Words{"upgrade"}, Words{"status"}, Words{"check", "--pending"}}) {
    const Outcome outcome = run(words);
    EXPECT_EXIT_CODE(7, outcome);
    EXPECT_TRUE(says(outcome.err, "aludel_version lies in schema \"the app\" of this database"));
    EXPECT_TRUE(says(outcome.err, "`ALTER ROLE " + role + " IN DATABASE " + database->name() +
                                      " SET search_path = \"the app\"`"));
    EXPECT_TRUE(says(outcome.err, "`version_table_schema = \"public\"`"));
  }
  EXPECT_EQ(schemas_with_tables(), Lines{"the app"});
  rows("ALTER ROLE " + role + " IN DATABASE " + database->name() +
       " SET search_path = \"the app\"");
  EXPECT_EXIT_CODE(0, run({"check", "--pending"}));
}

TEST_P(SecondHistory, BeginsWhereTheConfigurationNamesItsSchema) {
  project->write("aludel.toml", "[database]\nurl = \"" + database->url() +
                                    "\"\nversion_table_schema = \"public\"\n");
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(schemas_with_tables(), (Lines{"public", "the app"}));
}

TEST_P(SecondHistory, BeginsWhereThePathCameWithTheConnection) {
  rows("CREATE SCHEMA tenant");
  EXPECT_EXIT_CODE(0, run({"upgrade"}, {.environment = {{"PGOPTIONS", "-c search_path=tenant"}}}));
  EXPECT_EQ(schemas_with_tables(), (Lines{"tenant", "the app"}));
}

}  // namespace
}  // namespace aludel::testing
