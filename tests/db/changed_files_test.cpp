// Files of applied revisions that are not any more what ran.
#include "base/code.hpp"
#include "base/file.hpp"
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class ChangedFiles : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
    project->add("aaaa0002", "CREATE TABLE price (id INTEGER);", "DROP TABLE price;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
};
ALUDEL_ON_EVERY_DATABASE(ChangedFiles);

TEST_P(ChangedFiles, AChangedUpgradeStopsTheNextOneBeforeAnythingRuns) {
  project->change("aaaa0001", "CREATE TABLE asset (id BIGINT);", "DROP TABLE asset;");
  project->add("aaaa0003", "CREATE TABLE later (id INTEGER);");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(7, refused);
  EXPECT_TRUE(says(refused.err, "-CREATE TABLE asset (id INTEGER);"));
  EXPECT_TRUE(says(refused.err, "+CREATE TABLE asset (id BIGINT);"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  EXPECT_EXIT_CODE(7, run({"check", "--pending"}));
  EXPECT_EXIT_CODE(0, run({"status"}));
}

TEST_P(ChangedFiles, AnAcceptedOneCountsAsWhatRan) {
  project->change("aaaa0001", "CREATE TABLE asset (id BIGINT);", "DROP TABLE asset;");
  ASSERT_EXIT_CODE(0, run({"repair", "--accept", "aaaa0001", "--reason", "widened by hand"}));
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(rows("SELECT name, event, reason FROM aludel_journal ORDER BY id DESC LIMIT 1"),
            Lines{"aaaa0001|accepted|widened by hand"});
  EXPECT_EQ(value("SELECT count(*) FROM aludel_text t JOIN aludel_journal j ON t.digest = "
                  "j.upgrade_digest WHERE j.event = 'accepted'"),
            "1");
  project->change("aaaa0001", "CREATE TABLE asset (id TEXT);", "DROP TABLE asset;");
  EXPECT_EXIT_CODE(7, run({"upgrade"}));
}

TEST_P(ChangedFiles, AnAcceptedOneDoesNotHideThatAnotherRevisionIsHalfWay) {
  project->add("aaaa0003", std::string(on_postgresql() ? "VACUUM asset;" : "VACUUM;") +
                               "INSERT INTO asset (nothing) VALUES (1);");
  ASSERT_EXIT_CODE(4, run({"upgrade"}));
  project->change("aaaa0001", "CREATE TABLE asset (id BIGINT);", "DROP TABLE asset;");
  ASSERT_EXIT_CODE(0, run({"repair", "--accept", "aaaa0001", "--reason", "widened by hand"}));
  EXPECT_TRUE(says(run({"current"}).out, "aaaa0003 (in progress: upgrade, segment 2 of 2)"));
}

TEST_P(ChangedFiles, AnotherDowngradeOrCommentIsOnlyMentioned) {
  project->change("aaaa0001", "CREATE TABLE /* of money */ asset (id INTEGER);",
                  "DROP TABLE asset;");
  project->change("aaaa0002", "CREATE TABLE price (id INTEGER);", "DROP TABLE IF EXISTS price;");
  const Outcome upgraded = run({"upgrade"});
  EXPECT_EXIT_CODE(0, upgraded);
  EXPECT_TRUE(says(upgraded.err, "2 applied files changed since"));
  const Outcome status = run({"status"});
  EXPECT_TRUE(says(status.out, "aaaa0001: comments or directives only"));
  EXPECT_TRUE(says(status.out, "aaaa0002: its downgrade"));
  EXPECT_EXIT_CODE(0, run({"check", "--pending"}));
}

TEST_P(ChangedFiles, WhatWasUndoneAndRunAgainIsComparedWithItsLastRun) {
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  project->change("aaaa0002", "CREATE TABLE price (id BIGINT);", "DROP TABLE price;");
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EXIT_CODE(0, run({"check", "--pending"}));
}

TEST_P(ChangedFiles, OneAutocommitStatementIsNotTakenForChanged) {
  // The segment's digest is the section's.
  project->add("aaaa0003", "-- aludel:autocommit\nVACUUM;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(run({"upgrade"}).err.find("changed since"), std::string::npos);
}

TEST_P(ChangedFiles, WhatWasOnlyStampedIsNotCompared) {
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  project->change("aaaa0002", "CREATE TABLE price (id BIGINT);", "DROP TABLE price;");
  ASSERT_EXIT_CODE(0, run({"stamp", "head"}));
  EXPECT_EXIT_CODE(0, run({"upgrade"}));
}

TEST_P(ChangedFiles, LineEndsAndAByteOrderMarkAreNoChange) {
  const std::string text = read_file(project->file_of("aaaa0001"), Code::revision_file_unreadable);
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : text) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  project->write(project->file_of("aaaa0001"), windows);
  const Outcome upgraded = run({"upgrade"});
  EXPECT_EXIT_CODE(0, upgraded);
  EXPECT_FALSE(upgraded.err.contains("changed since")) << upgraded.err;
}

}  // namespace
}  // namespace aludel::testing
