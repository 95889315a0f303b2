// `revision --fill-downgrade`: the way back of an upgrade that was written by hand.
#include <fstream>
#include <sstream>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class FillDowngrade : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!database) return;
    project->add("aaaa0001", "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);",
                 "DROP TABLE users;");
  }
  [[nodiscard]] std::string file() const {
    std::ostringstream text;
    text << std::ifstream(project->file_of("bbbb0002"), std::ios::binary).rdbuf();
    return text.str();
  }
  Outcome fill(Words more = {}) {
    more.insert(more.begin(), {"revision", "--fill-downgrade", "bbbb0002"});
    return run(more);
  }
};
ALUDEL_ON_EVERY_DATABASE(FillDowngrade);

constexpr const char* upgrade =
    "CREATE TABLE tags (id integer PRIMARY KEY);\nALTER TABLE users ADD COLUMN mail text;\n"
    "UPDATE users SET mail = 'x';\nCREATE INDEX ix_mail ON users (mail);";

TEST_P(FillDowngrade, WritesWhatTakesTheUpgradeBack) {
  project->add("bbbb0002", upgrade);
  const std::string before = file();
  const Outcome outcome = fill();
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_EQ(outcome.out, "migrations/versions/bbbb0002.sql\n");
  const std::string after = file();
  EXPECT_TRUE(after.starts_with(before.substr(0, before.find_last_not_of('\n') + 1)))
      << "all else stays:\n"
      << after;
  EXPECT_TRUE(says(after, "-- not derived: the rows of statement 3 of the upgrade (update)\n"));
  EXPECT_TRUE(says(after, "DROP TABLE "));
  EXPECT_EXIT_CODE(0, run({"test"}));
}

TEST_P(FillDowngrade, AddsASectionWhereThereIsNone) {
  project->add("bbbb0002", upgrade, std::nullopt);
  const std::string before = file();
  ASSERT_EXIT_CODE(0, fill());
  EXPECT_TRUE(file().starts_with(before + "\n-- aludel:downgrade\n")) << file();
  EXPECT_EXIT_CODE(0, run({"test", "--require-downgrades"}));
}

TEST_P(FillDowngrade, KeepsLineEndsAndTakesAPath) {
  project->write("migrations/versions/bbbb0002.sql",
                 "-- Tags\r\n--\r\n-- revision: bbbb0002\r\n-- down_revision: aaaa0001\r\n\r\n"
                 "-- aludel:downgrade\r\n\r\n-- aludel:upgrade\r\nCREATE TABLE tags (id "
                 "integer);\r\n");
  ASSERT_EXIT_CODE(0, run({"revision", "--fill-downgrade", "migrations/versions/bbbb0002.sql"}));
  const std::string after = file();
  EXPECT_TRUE(says(after, "-- aludel:downgrade\r\n"));
  EXPECT_TRUE(after.ends_with(";\r\n\r\n-- aludel:upgrade\r\nCREATE TABLE tags (id integer);\r\n"))
      << after;
  EXPECT_EXIT_CODE(0, run({"test"}));
}

TEST_P(FillDowngrade, ReplacesADowngradeOnlyByForce) {
  project->add("bbbb0002", upgrade, "SELECT 1;");
  const std::string before = file();
  const Outcome refused = fill();
  ASSERT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "error[E0320]: revision bbbb0002 has a downgrade already\n"));
  EXPECT_EQ(file(), before);
  ASSERT_EXIT_CODE(0, fill({"--force"}));
  EXPECT_FALSE(says(file(), "SELECT 1;"));
  EXPECT_EXIT_CODE(0, run({"test"}));
}

TEST_P(FillDowngrade, AsksForRenames) {
  project->add("bbbb0002", "ALTER TABLE users RENAME COLUMN name TO full_name;");
  const Outcome unclear = fill();
  ASSERT_EXIT_CODE(6, unclear);
  EXPECT_TRUE(says(unclear.err, "--rename users.full_name=name"));
  ASSERT_EXIT_CODE(0, fill({"--rename", "users.full_name=name"}));
  EXPECT_TRUE(says(file(), "RENAME COLUMN "));
  EXPECT_EXIT_CODE(0, run({"test"}));
}

}  // namespace
}  // namespace aludel::testing
