// protected = true: what loses data needs consent.
#include "aludel/migrate.hpp"
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Protected : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project.emplace(database->url(), "protected = true");
    project->add("aaaa0001", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);",
                 "DROP TABLE users;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
  /// What --confirm must say.
  std::string name() { return on_postgresql() ? database->name() : "test.db"; }
  std::string reasons() {
    std::string text;
    for (const std::string& each :
         rows("SELECT DISTINCT reason FROM aludel_journal WHERE reason IS NOT NULL AND reason <> "
              "'' ORDER BY 1"))
      text += each + "\n";
    return text;
  }
};
ALUDEL_ON_EVERY_DATABASE(Protected);

TEST_P(Protected, WhatLosesNothingRuns) {
  project->add("aaaa0002", "ALTER TABLE users ADD COLUMN name TEXT;\nUPDATE users SET name = 'x';");
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(reasons(), "");
}

TEST_P(Protected, WhatLosesIsRefusedBeforeAnythingRuns) {
  project->add("aaaa0002", "CREATE TABLE other (id INTEGER);");
  project->add("aaaa0003", "DELETE FROM users;");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(6, refused);
  EXPECT_TRUE(says(refused.err, "aaaa0003.sql:"));
  EXPECT_TRUE(says(refused.err, "1 row of users"));
  EXPECT_TRUE(says(refused.err, "aludel upgrade --confirm"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_FALSE(database->has_table("other"));
  EXPECT_EXIT_CODE(6, run({"downgrade"}));
  EXPECT_EXIT_CODE(6, run({"upgrade", "--transaction", "all"}));
  EXPECT_EQ(value("SELECT count(*) FROM users"), "1");
}

TEST_P(Protected, TheConfirmedNameIsConsent) {
  project->add("aaaa0002", "DELETE FROM users;");
  EXPECT_EXIT_CODE(6, run({"upgrade", "--confirm", "another"}));
  EXPECT_EQ(value("SELECT count(*) FROM users"), "1");
  ASSERT_EXIT_CODE(0, run({"upgrade", "--confirm", name()}));
  EXPECT_EQ(value("SELECT count(*) FROM users"), "0");
  EXPECT_EQ(reasons(), "confirmed: " + name() + "\n");
}

TEST_P(Protected, AReasonInTheRevisionIsConsentForItAlone) {
  project->add("aaaa0002",
               "-- aludel:allow-data-loss nobody needs them, ticket 812\nDELETE FROM users;");
  project->add("aaaa0003", "DROP TABLE users;");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(6, refused);
  EXPECT_EQ(refused.err.find("aaaa0002.sql"), std::string::npos);
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  EXPECT_EQ(reasons(), "nobody needs them, ticket 812\n");
}

TEST_P(Protected, AnotherDatabaseAsksForNothing) {
  TestProject open(database->url());
  open.add("aaaa0001", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);",
           "DROP TABLE users;");
  database->disconnect();
  EXPECT_EXIT_CODE(0, open.run({"downgrade"}));
}

TEST_P(Protected, WhatCannotBeJudgedCounts) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite has no procedures";
  rows("CREATE PROCEDURE fill() LANGUAGE sql AS 'DELETE FROM users'");
  rows("CREATE FUNCTION empty() RETURNS void LANGUAGE sql AS 'DELETE FROM users'");
  for (const std::string sql : {"CALL fill();", "SELECT empty();",
                                "DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'users'; END $$;"}) {
    SCOPED_TRACE(sql);
    project->change("aaaa0001", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);");
    TestProject other(database->url(), "protected = true");
    other.add("aaaa0001", "CREATE TABLE users (id INTEGER);\nINSERT INTO users VALUES (1);");
    other.add("aaaa0002", sql);
    EXPECT_EXIT_CODE(6, other.run({"upgrade"}));
  }
  EXPECT_EQ(value("SELECT count(*) FROM users"), "1");
}

TEST_P(Protected, BookkeepingAloneNeverAsks) {
  EXPECT_EXIT_CODE(0, run({"stamp", "--purge", "base"}));
  EXPECT_EXIT_CODE(0, run({"stamp", "head"}));
  EXPECT_EXIT_CODE(0, run({"repair", "--applied"}));
}

TEST_P(Protected, TheLibraryAsksAndTellsToo) {
  const Migrations migrations = load_migrations(project->folder() / "migrations/versions");
  database->disconnect();
  Options options;
  options.protect_data = true;
  std::vector<Loss> told;
  options.events = [&](const Event& event) {
    if (const auto* loss = std::get_if<Loss>(&event)) told.push_back(*loss);
  };
  try {
    downgrade(database->url(), migrations, "base", options);
    FAIL() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, "E0601");
    EXPECT_EQ(error.exit_code(), 6);
  }
  EXPECT_TRUE(told.empty());
  options.data_loss_reason = "the test says so";
  const Report report = downgrade(database->url(), migrations, "base", options);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().what, "table users with 1 row");
  EXPECT_EQ(told.front().count, 1);
  EXPECT_EQ(report.losses, told);
  EXPECT_EQ(reasons(), "the test says so\n");
}

}  // namespace
}  // namespace aludel::testing
