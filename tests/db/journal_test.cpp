// What the version table and the journal hold, to the letter: other programs read them.
#include "aludel/version.hpp"
#include "base/host.hpp"
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Journal : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001", "CREATE TABLE asset (id INTEGER);", "DROP TABLE asset;");
    project->add("aaaa0002", "CREATE TABLE price (id INTEGER);", "DROP TABLE price;");
  }
};
ALUDEL_ON_EVERY_DATABASE(Journal);

TEST_P(Journal, TimesReadTheSameWhateverTheSessionsDateStyleIs) {
  if (!on_postgresql()) GTEST_SKIP() << "SQLite has one form of a time";
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  const Outcome usual = run({"journal", "--json"});
  database->run("ALTER DATABASE " + database->name() + " SET datestyle = 'SQL, DMY'");
  database->disconnect();
  EXPECT_EQ(run({"journal", "--json"}).out, usual.out);
  EXPECT_TRUE(says(usual.out, "\"at_utc\": \"20"));
}

TEST_P(Journal, TheVersionTableIsAlembicsButForItsNameAndWidth) {
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  if (on_postgresql()) {
    EXPECT_EQ(rows("SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute "
                   "WHERE attrelid = 'aludel_version'::regclass AND attnum > 0"),
              Lines{"version_num|character varying(255)|t"});
    EXPECT_EQ(rows("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = "
                   "'aludel_version'::regclass AND contype <> 'n'"),
              Lines{"aludel_version_pkc|PRIMARY KEY (version_num)"});
  } else {
    EXPECT_EQ(value("SELECT sql FROM sqlite_schema WHERE name = 'aludel_version'"),
              "CREATE TABLE \"aludel_version\" (version_num VARCHAR(255) NOT NULL, CONSTRAINT "
              "\"aludel_version_pkc\" PRIMARY KEY (version_num))");
  }
}

TEST_P(Journal, HasOneRowForEachStepAndOneForTheRun) {
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(rows("SELECT kind, name, direction, segment, segments, event, detail FROM "
                 "aludel_journal ORDER BY id"),
            (Lines{"revision|aaaa0001|upgrade|1|1|done|∅", "revision|aaaa0002|upgrade|1|1|done|∅",
                   "run|head|upgrade|∅|∅|done|2 revisions"}));
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(
      rows("SELECT kind, name, direction, event FROM aludel_journal ORDER BY id DESC LIMIT 2"),
      (Lines{"run|-1|downgrade|done", "revision|aaaa0002|downgrade|done"}));
}

TEST_P(Journal, SaysWhoWhereWithWhatAndWhen) {
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(rows("SELECT DISTINCT format, version_table, who, host, tool_version FROM "
                 "aludel_journal"),
            Lines{std::string("1|") + (on_postgresql() ? "public." : "") + "aludel_version|" +
                  user_name() + "|" + host_name() + "|" + version});
  EXPECT_EQ(value("SELECT count(DISTINCT run_id) FROM aludel_journal"), "1");
  EXPECT_EQ(value("SELECT count(*) FROM aludel_journal WHERE length(run_id) <> 16 OR backend IS "
                  "NULL"),
            "0");
  EXPECT_EQ(value(on_postgresql()
                      ? "SELECT count(*) FROM aludel_journal WHERE at_utc NOT BETWEEN (now() AT "
                        "TIME ZONE 'UTC') - interval '1 min' AND (clock_timestamp() AT TIME ZONE "
                        "'UTC')"
                      : "SELECT count(*) FROM aludel_journal WHERE at_utc NOT BETWEEN "
                        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 minute') AND "
                        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"),
            "0");
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(value("SELECT count(DISTINCT run_id) FROM aludel_journal"), "2");
}

TEST_P(Journal, KeepsTheAppliedTextOncePerDigest) {
  project->add("aaaa0003", "CREATE TABLE asset2 (id INTEGER);", "DROP TABLE asset2;");
  project->add("aaaa0004", "DROP TABLE asset2;", "CREATE TABLE asset2 (id INTEGER);");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  ASSERT_EXIT_CODE(0, run({"downgrade", "aaaa0002"}));
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  // 0004's upgrade is 0003's downgrade, and the other way round.
  EXPECT_EQ(value("SELECT count(*) FROM aludel_text"), "4");
  EXPECT_EQ(value("SELECT t.text FROM aludel_text t JOIN aludel_journal j ON j.upgrade_digest = "
                  "t.digest WHERE j.name = 'aaaa0001'"),
            "CREATE TABLE asset (id INTEGER);");
  EXPECT_EQ(value("SELECT count(*) FROM aludel_text WHERE digest NOT LIKE '1:%' OR length(digest) "
                  "<> 66"),
            "0");
}

TEST_P(Journal, ADigestDoesNotChangeWithCommentsAndWhiteSpace) {
  project->add("aaaa0003", "CREATE   TABLE asset(id\n INTEGER) -- the assets", std::nullopt);
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  const std::string first =
      value("SELECT upgrade_digest FROM aludel_journal WHERE name = 'aaaa0001'");
  database->run("DROP TABLE asset;\n");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT upgrade_digest FROM aludel_journal WHERE name = 'aaaa0003'"), first);
}

TEST_P(Journal, AFailureIsARowOfItsOwn) {
  project->add("aaaa0003", "CREATE TABLE good (id INTEGER);\nINSERT INTO missing VALUES (1);", "");
  EXPECT_EXIT_CODE(4, run({"upgrade"}));
  EXPECT_EQ(rows("SELECT name, segment, segments, statement, event FROM aludel_journal ORDER BY id "
                 "DESC LIMIT 1"),
            Lines{"aaaa0003|1|1|2|failed"});
  EXPECT_TRUE(says(value("SELECT detail FROM aludel_journal WHERE event = 'failed'"), "missing"));
}

TEST_P(Journal, AStampIsARowAndRunsNothing) {
  ASSERT_EXIT_CODE(0, run({"stamp", "aaaa0001"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_EQ(journal(), Lines{"stamped aaaa0001"});
  EXPECT_FALSE(database->has_table("asset"));
  ASSERT_EXIT_CODE(0, run({"stamp", "base"}));
  EXPECT_EQ(journal(), (Lines{"stamped aaaa0001", "stamped base"}));
  EXPECT_EQ(version_rows(), Lines{});
}

TEST_P(Journal, OfANewerFormatIsRefused) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "+1"}));
  database->run("UPDATE aludel_journal SET format = 2;\n");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(7, refused);
  EXPECT_TRUE(says(refused.err, "newer Aludel"));
  EXPECT_EXIT_CODE(7, run({"status"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(Journal, UnknownKindsAndEventsArePassedOver) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "+1"}));
  database->run(
      "INSERT INTO aludel_journal (format, version_table, run_id, kind, name, event, at_utc, "
      "tool_version) SELECT 1, version_table, 'x', 'dream', 'aaaa0002', 'begin', at_utc, '9' FROM "
      "aludel_journal WHERE kind = 'run';\n"
      "INSERT INTO aludel_journal (format, version_table, run_id, kind, name, event, at_utc, "
      "tool_version) SELECT 1, version_table, 'x', 'revision', 'aaaa0002', 'dreamt', at_utc, '9' "
      "FROM aludel_journal WHERE kind = 'run';\n");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(Journal, StatusTellsWhatAnotherToolAppliedAndWhatNeverRan) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "+1"}));
  database->run("UPDATE aludel_version SET version_num = 'aaaa0002';\n");
  const Outcome status = run({"status"});
  EXPECT_EXIT_CODE(0, status);
  EXPECT_TRUE(says(status.out, "applied by another tool"));
}

}  // namespace
}  // namespace aludel::testing
