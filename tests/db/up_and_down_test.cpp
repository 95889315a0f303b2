// Up, down and up again: what the database holds after each.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class UpAndDown : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001",
                 "CREATE TABLE asset (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE);\n"
                 "INSERT INTO asset (id, name) VALUES (1, 'gold'), (2, 'it''s; silver');",
                 "DROP TABLE asset;");
    project->add("aaaa0002",
                 "CREATE TABLE price (asset_id INTEGER REFERENCES asset (id), day DATE, amount "
                 "NUMERIC(10, 2) DEFAULT 0 CHECK (amount >= 0));\n"
                 "CREATE INDEX ix_price_day ON price (day);",
                 "DROP INDEX ix_price_day;\nDROP TABLE price;");
    project->add("aaaa0003", "INSERT INTO price VALUES (1, '2026-11-21', 3.5);",
                 "DELETE FROM price WHERE asset_id = 1;");
  }
  Lines everything() {
    Lines all = database->catalog();
    for (const std::string& line : rows("SELECT * FROM asset ORDER BY id")) all.push_back(line);
    for (const std::string& line : rows("SELECT asset_id, day, amount FROM price"))
      all.push_back(line);
    return all;
  }
};
ALUDEL_ON_EVERY_DATABASE(UpAndDown);

TEST_P(UpAndDown, UpgradeDowngradeAndUpgradeAgainGiveTheSameCatalogAndData) {
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const Lines first = everything();
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
  ASSERT_EXIT_CODE(0, run({"downgrade", "base"}));
  EXPECT_EQ(version_rows(), Lines{});
  EXPECT_EQ(database->catalog(), Lines{});
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(everything(), first);
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(UpAndDown, EachStepBackIsTheStateBeforeIt) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "+1"}));
  const Lines one = database->catalog();
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  const Lines two = database->catalog();
  EXPECT_NE(one, two);
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(database->catalog(), two);
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  ASSERT_EXIT_CODE(0, run({"downgrade", "-1"}));
  EXPECT_EQ(database->catalog(), one);
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(UpAndDown, ASecondUpgradeHasNothingToDoAndWritesNothing) {
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const std::string before = value("SELECT count(*) FROM aludel_journal");
  const Outcome again = run({"upgrade"});
  EXPECT_EXIT_CODE(0, again);
  EXPECT_TRUE(says(again.err, "nothing to do"));
  EXPECT_EQ(value("SELECT count(*) FROM aludel_journal"), before);
}

TEST_P(UpAndDown, AnEmptyRevisionMovesTheVersionRow) {
  project->add("aaaa0004", "", "");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0004"});
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(UpAndDown, ARevisionWithoutDowngradeIsRefusedBeforeAnythingRuns) {
  project->add("aaaa0004", "CREATE TABLE kept (id INTEGER);", std::nullopt);
  project->add("aaaa0005", "CREATE TABLE later (id INTEGER);", "DROP TABLE later;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const Outcome down = run({"downgrade", "base"});
  EXPECT_EXIT_CODE(3, down);
  EXPECT_TRUE(says(down.err, "aaaa0004"));
  EXPECT_TRUE(database->has_table("later"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0005"});
}

TEST_P(UpAndDown, AnIrreversibleRevisionSaysWhy) {
  project->add("aaaa0004", "DELETE FROM price;\n\n-- aludel:irreversible the prices are gone",
               std::nullopt);
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const Outcome down = run({"downgrade"});
  EXPECT_EXIT_CODE(3, down);
  EXPECT_TRUE(says(down.err, "the prices are gone"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0004"});
}

TEST_P(UpAndDown, ByteOrderMarkAndWindowsLineEndsDoNotReachTheDatabase) {
  project->write(project->file_of("aaaa0004"),
                 "\xEF\xBB\xBF-- Windows\r\n--\r\n-- revision: aaaa0004\r\n-- down_revision: "
                 "aaaa0003\r\n\r\n-- aludel:upgrade\r\nCREATE TABLE w (t VARCHAR(20));\r\nINSERT "
                 "INTO w VALUES ('a\r\nb');\r\n-- aludel:downgrade\r\nDROP TABLE w;\r\n");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT length(t) FROM w"), "3");
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
}

TEST_P(UpAndDown, BranchesAndTheirMergeMoveTheRowsOfBoth) {
  const auto revision = [&](const std::string& id, const std::string& parents) {
    project->write(project->file_of(id),
                   "-- " + id + "\n--\n-- revision: " + id + "\n-- down_revision: " + parents +
                       "\n\n-- aludel:upgrade\nCREATE TABLE t_" + id +
                       " (id INTEGER);\n-- aludel:downgrade\nDROP TABLE t_" + id + ";\n");
  };
  revision("bbbb0001", "aaaa0003");
  revision("bbbb0002", "aaaa0003");
  EXPECT_EXIT_CODE(3, run({"upgrade"}));
  ASSERT_EXIT_CODE(0, run({"upgrade", "heads"}));
  EXPECT_EQ(version_rows(), (Lines{"bbbb0001", "bbbb0002"}));
  revision("bbbb0003", "bbbb0001, bbbb0002");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"bbbb0003"});
  EXPECT_TRUE(says(run({"downgrade"}).err, "`-1` is ambiguous"));
  ASSERT_EXIT_CODE(0, run({"downgrade", "bbbb0001"}));
  EXPECT_EQ(version_rows(), (Lines{"bbbb0001", "bbbb0002"}));
  EXPECT_EXIT_CODE(3, run({"downgrade"}));
  ASSERT_EXIT_CODE(0, run({"downgrade", "base"}));
  EXPECT_EQ(version_rows(), Lines{});
}

}  // namespace
}  // namespace aludel::testing
