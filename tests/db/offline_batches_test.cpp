// `--sql` of a data migration in batches: the loop that psql runs leaves what a run leaves, and
// what stops it is gone on with by a run.
#include <algorithm>
#include <thread>

#include "base/text.hpp"
#include "db/support/offline.hpp"

namespace aludel::testing {
namespace {

/// `contents`, without the journal's rows about how the batches were cut.
Lines contents_but_batches(TestDatabase& database) {
  Lines lines = contents(database);
  std::erase_if(lines, [](const std::string& line) {
    return line.contains("|progress|") || line.contains("|begin|");
  });
  return lines;
}

class OfflineBatches : public Offline {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project || !on_postgresql()) return;
    project->add("aaaa0001",
                 "CREATE SCHEMA app;\n"
                 "CREATE TABLE price (id integer PRIMARY KEY, n integer NOT NULL, day date, note "
                 "text, UNIQUE (day, id));\n"
                 "CREATE TABLE app.\"Copy\" (\"Id\" integer PRIMARY KEY, n integer);\n"
                 "CREATE TABLE empty (id integer PRIMARY KEY);");
    project->add(
        "aaaa0002",
        "INSERT INTO price SELECT i, 0, '2026-01-31'::date - i / 7, '%s it''s $1 :x' FROM "
        "generate_series(1, 500) AS i;\n"
        "-- aludel:batch table=price key=id size=40 where=\"n = 0\"\n"
        "UPDATE price SET n = n + 1, note = note || '%' || E'\\\\' WHERE :batch AND n = 0;\n"
        "-- aludel:batch table=price key=day,id size=30\n"
        "INSERT INTO app.\"Copy\" SELECT id, n + 1 FROM price AS p WHERE :batch(p);\n"
        "-- aludel:batch table=empty key=id\n"
        "DELETE FROM empty WHERE :batch;\n"
        "SET ROLE pg_read_all_data;\nRESET ROLE;\n"
        "-- aludel:verify\nSELECT 1 FROM price WHERE n <> 1;",
        "-- aludel:batch table=app.\"Copy\" key=\"Id\" size=100\n"
        "DELETE FROM app.\"Copy\" WHERE :batch;\n"
        "DELETE FROM price;");
    project->add("aaaa0003",
                 "-- aludel:timeout lock=100ms\n-- aludel:batch table=price key=id size=50\n"
                 "UPDATE price SET n = n + 1 WHERE :batch;",
                 "-- aludel:batch table=price key=id size=50\n"
                 "UPDATE price SET n = n - 1 WHERE :batch;");
  }
};
ALUDEL_ON_POSTGRESQL(OfflineBatches);

TEST_P(OfflineBatches, LeaveWhatARunLeaves) {
  TestDatabase by_run(GetParam());
  const auto script_of = [&](Words words) { return script(std::move(words)); };
  for (const auto& [run_words, script_words] : std::vector<std::pair<Words, Words>>{
           {{"upgrade", "head"}, {"upgrade", "head"}},
           {{"downgrade", "aaaa0001"}, {"downgrade", "aaaa0003:aaaa0001"}}}) {
    Words words = run_words;
    words.insert(words.end(), {"--url", by_run.url()});
    ASSERT_EXIT_CODE(0, project->run(words));
    ASSERT_EXIT_CODE(0, play(script_of(script_words)));
    EXPECT_EQ(contents_but_batches(*database), contents_but_batches(by_run));
    by_run.disconnect();
  }
}

TEST_P(OfflineBatches, GoThroughTheRowsInSeveralTransactions) {
  ASSERT_EXIT_CODE(0, play(script({"upgrade", "head"})));
  EXPECT_GE(std::stoi(value("SELECT count(DISTINCT xmin::text) FROM price")), 5);
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 2"), "500");
  EXPECT_EQ(rows("SELECT DISTINCT note FROM price"), Lines{"%s it's $1 :x%\\"});
}

TEST_P(OfflineBatches, ThatFailOnTheWayAreGoneOnWithByARun) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  rows("ALTER TABLE price ADD CHECK (id <> 300 OR n < 2)");
  const Outcome failed = play(script({"upgrade", "aaaa0002:aaaa0003"}));
  EXPECT_EXIT_CODE(3, failed);  // psql's code for a script's error
  EXPECT_TRUE(says(failed.err, "violates check constraint"));
  const int done = std::stoi(value("SELECT count(*) FROM price WHERE n = 2"));
  EXPECT_GT(done, 0);
  EXPECT_LT(done, 300);
  EXPECT_TRUE(says(run({"status"}).out, "segment 1 of 1, " + std::to_string(done) + " of about "));
  EXPECT_EXIT_CODE(3, play(script({"upgrade", "aaaa0002:aaaa0003"})));  // half-way: not again
  rows("ALTER TABLE price DROP CONSTRAINT price_check");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 2"), "500");
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(OfflineBatches, ThatAreDoneButForTheLastWordAreFinishedByARun) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  std::string text = script({"upgrade", "aaaa0002:aaaa0003"});
  const std::size_t end = text.find("\\else\n");
  ASSERT_NE(end, std::string::npos);
  const std::size_t last = text.rfind("BEGIN;\n", end);
  text = text.substr(0, last) + "\\endif\n";
  ASSERT_EXIT_CODE(0, play(text));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 2"), "500");
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 2"), "500");
  EXPECT_EQ(version_rows(), Lines{"aaaa0003"});
}

TEST_P(OfflineBatches, WaitForALockedRowInSmallerBatches) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  const std::string text = script({"upgrade", "aaaa0002:aaaa0003"});
  const auto other = database->connect();
  other->query("BEGIN");
  other->query("UPDATE price SET note = '' WHERE id = 300");
  Outcome outcome;
  std::jthread playing([&] { outcome = run_script(*database, text); });
  EXPECT_TRUE(eventually([&] { return value("SELECT count(*) FROM price WHERE n = 2") == "299"; }));
  other->query("COMMIT");
  playing.join();
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "rolled back, tried again"));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 2"), "500");
}

TEST_P(OfflineBatches, StopWhereAnotherToolChangedTheVersionTable) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  rows(
      "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.id = 200 THEN "
      "INSERT INTO aludel_version VALUES ('stranger'); END IF; RETURN new; END $$");
  rows("CREATE TRIGGER meddle BEFORE UPDATE ON price FOR EACH ROW EXECUTE FUNCTION meddle()");
  const Outcome failed = play(script({"upgrade", "aaaa0002:aaaa0003"}));
  EXPECT_EXIT_CODE(3, failed);
  EXPECT_TRUE(says(failed.err, "another tool was here"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(OfflineBatches, RefuseATableThatCannotBeGoneThrough) {
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0002"}));
  struct Case {
    const char* before;
    const char* says;
  };
  for (const Case& each :
       {Case{"ALTER TABLE price RENAME TO cost", "there is no table price"},
        Case{"ALTER TABLE cost RENAME COLUMN id TO nr", ""},
        Case{"ALTER TABLE cost RENAME TO price", "has no column id"},
        Case{"ALTER TABLE price RENAME COLUMN nr TO id", ""},
        Case{"ALTER TABLE price DROP CONSTRAINT price_pkey", "no index of price begins with id"},
        Case{"CREATE UNIQUE INDEX price_id ON price (id)", ""},
        Case{"ALTER TABLE price ALTER id DROP NOT NULL", ""},
        Case{"UPDATE price SET id = NULL WHERE id = 7", "have no id (NULL)"}}) {
    rows(each.before);
    if (*each.says == '\0') continue;
    const Outcome refused = play(script({"upgrade", "aaaa0002:aaaa0003"}));
    EXPECT_EXIT_CODE(3, refused);
    EXPECT_TRUE(says(refused.err, each.says));
    EXPECT_TRUE(says(refused.err, "aaaa0003.sql:"));
    EXPECT_TRUE(says(run({"status"}).out, "next         `aludel upgrade`"));
  }
}

class OfflineBatchesOnSqlite : public Offline {};
ALUDEL_ON_SQLITE(OfflineBatchesOnSqlite);

TEST_P(OfflineBatchesOnSqlite, AreRefusedAtTheirPlace) {
  project->add("aaaa0001",
               "-- aludel:batch table=price key=id\nUPDATE price SET n = n + 1 WHERE :batch;");
  const Outcome refused = run({"upgrade", "--sql"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "the sqlite3 shell has no loops"));
  EXPECT_TRUE(says(refused.err, "aaaa0001.sql:"));
}

}  // namespace
}  // namespace aludel::testing
