// Commands that only look: they create nothing, change nothing and wait for nobody.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Reading : public OnDatabase {
 protected:
  const std::vector<Words> commands{
      {"current"}, {"current", "-v"}, {"status"},   {"status", "--json"}, {"check", "--pending"},
      {"history"}, {"heads"},         {"branches"}, {"show", "head"},     {}};
  static bool reads_well(const Outcome& outcome) {
    return outcome.exit_code == 0 || outcome.exit_code == 1;
  }
};
ALUDEL_ON_EVERY_DATABASE(Reading);

TEST_P(Reading, CreatesNeitherTablesNorAFile) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  for (const Words& words : commands) {
    const Outcome outcome = run(words);
    EXPECT_TRUE(reads_well(outcome)) << outcome.err;
  }
  if (!on_postgresql()) {
    EXPECT_FALSE(std::filesystem::exists(database->file()));
  } else {
    EXPECT_EQ(value("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
              "0");
  }
}

TEST_P(Reading, DoesNotTurnAnEmptyDatabaseIntoOneWithTables) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  database->run("CREATE TABLE other (id INTEGER);\n");
  for (const Words& words : commands) EXPECT_TRUE(reads_well(run(words)));
  EXPECT_FALSE(database->has_table("aludel_version"));
  EXPECT_FALSE(database->has_table("aludel_journal"));
}

TEST_P(Reading, CurrentSaysNothingWhereNothingIsApplied) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  EXPECT_EQ(run({"current"}).out, "");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const Outcome current = run({"current"});
  EXPECT_EQ(current.out, "aaaa0001 (head)\n");
  EXPECT_EQ(current.err, "");
}

TEST_P(Reading, ARowWithoutAFileIsTold) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  database->run("UPDATE aludel_version SET version_num = 'ffff0000';\n");
  const Outcome current = run({"current"});
  EXPECT_EXIT_CODE(0, current);
  EXPECT_TRUE(says(current.out, "ffff0000"));
  const Outcome upgrade = run({"upgrade"});
  EXPECT_EXIT_CODE(7, upgrade);
  EXPECT_TRUE(says(upgrade.err, "ffff0000"));
}

TEST_P(Reading, RowsThatCannotBeTogetherAreTold) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  database->run("INSERT INTO aludel_version VALUES ('aaaa0001');\n");
  EXPECT_NE(run({"upgrade"}).exit_code, 70);
  EXPECT_EXIT_CODE(0, run({"current"}));
}

using ReadingPostgresql = OnPostgresql;
ALUDEL_ON_POSTGRESQL(ReadingPostgresql);

TEST_P(ReadingPostgresql, WorksForAUserWithoutTheRightToWrite) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const std::string role = database->name() + "_reader";
  rows("CREATE ROLE " + role + " LOGIN");
  rows("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
  std::string url = database->url();
  url.replace(url.find("user=postgres"), 13, "user=" + role);
  for (const Words& words : std::vector<Words>{{"current"}, {"status"}, {"check", "--pending"}}) {
    Words all = words;
    all.insert(all.end(), {"--url", url});
    EXPECT_EXIT_CODE(0, run(all));
  }
  project->add("aaaa0002", "CREATE TABLE two (id INTEGER);");
  const Outcome refused = run({"upgrade", "--url", url});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "permission denied"));
  rows("DROP OWNED BY " + role);
  rows("DROP ROLE " + role);
}

TEST_P(ReadingPostgresql, ADatabaseThatIsNotThereIsToldWithTheCommandThatMakesIt) {
  const std::string url = with_database(database->url(), "no_such_database");
  for (const Words& words : std::vector<Words>{{"current"}, {"upgrade"}}) {
    Words all = words;
    all.insert(all.end(), {"--url", url});
    const Outcome outcome = run(all);
    EXPECT_EXIT_CODE(8, outcome);
    EXPECT_TRUE(says(outcome.err, "aludel db create"));
  }
}

}  // namespace
}  // namespace aludel::testing
