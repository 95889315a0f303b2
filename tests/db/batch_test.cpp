// Data migrations in batches: what they do, and where they stop.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Batch : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("aaaa0001",
                 "CREATE TABLE price (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, name "
                 "VARCHAR(40), cents INTEGER);\nCREATE TABLE other (id INTEGER PRIMARY KEY);");
    EXPECT_EQ(run({"upgrade"}).exit_code, 0);
  }

  /// Rows with the ids `from`, `from` + `step` … and n = 0.
  void fill(int count, int from = 1, int step = 1) {
    rows(
        "INSERT INTO price (id, n, name) WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 "
        "FROM s WHERE i + 1 < " +
        std::to_string(count) + ") SELECT " + std::to_string(from) + " + i * " +
        std::to_string(step) + ", 0, 'name ' || i FROM s");
  }
  void batch(const std::string& statement,
             const std::string& arguments = "table=price key=id size=7",
             const std::string& behind = {}, std::optional<std::string> down = "") {
    project->add("aaaa0002", "-- aludel:batch " + arguments + "\n" + statement + ";\n" + behind,
                 std::move(down));
  }
  std::string count_where(const std::string& condition) {
    return value("SELECT count(*) FROM price WHERE " + condition);
  }
  Lines journal_of_batches() {
    return rows(
        "SELECT event || ' ' || name || coalesce(' ' || position, '') || coalesce(' ' || detail, "
        "'') FROM aludel_journal WHERE kind = 'revision' AND name = 'aaaa0002' ORDER BY id");
  }
};
ALUDEL_ON_EVERY_DATABASE(Batch);

TEST_P(Batch, GoesThroughTheWholeTableAndWritesDownEachKeyItCameTo) {
  fill(20);
  batch("UPDATE price SET n = n + 1 WHERE :batch", "table=price key=id size=8 target=1h");
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_TRUE(says(done.err, "aaaa0002  20 rows in 3 batches, 20 changed"));
  EXPECT_TRUE(says(done.err, "not atomic: in batches"));
  EXPECT_EQ(count_where("n = 1"), "20");
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  const std::string q = on_postgresql() ? "'" : "";
  EXPECT_EQ(journal_of_batches(),
            (Lines{"begin aaaa0002 " + q + "20" + q + " rows=20 table=price key=id",
                   "progress aaaa0002 " + q + "8" + q + " rows=8",
                   "progress aaaa0002 " + q + "16" + q + " rows=16",
                   "done aaaa0002 " + q + "20" + q + " rows=20"}));
}

TEST_P(Batch, OnAnEmptyTableTheStatementIsTriedAndNothingElse) {
  batch("UPDATE price SET n = n + 1 WHERE :batch");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
  EXPECT_EQ(journal_of_batches(), Lines{"done aaaa0002 rows=0"});

  project->add("aaaa0003",
               "-- aludel:batch table=price key=id\nUPDATE price SET m = 1 WHERE :batch;");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "aaaa0003.sql"));
}

TEST_P(Batch, OneRowIsABatch) {
  fill(1);
  batch("UPDATE price SET n = n + 1 WHERE :batch");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(count_where("n = 1"), "1");
}

TEST_P(Batch, GapsAndNegativeKeysAreKeysAsOthers) {
  fill(50, -1000, 37);
  rows("INSERT INTO price (id, n) VALUES (2000000000, 0), (-2000000000, 0)");
  batch("UPDATE price SET n = n + 1 WHERE :batch");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(count_where("n = 1"), "52");
}

TEST_P(Batch, DeletesAndInsertsFromAQueryGoTheSameWay) {
  fill(60);
  batch("DELETE FROM price WHERE id % 3 = 0 AND :batch", "table=price key=id size=9",
        "-- aludel:batch table=price key=id size=5\n"
        "INSERT INTO other (id) SELECT p.id * 2 FROM price p WHERE :batch(p);\n");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(count_where("1 = 1"), "40");
  EXPECT_EQ(value("SELECT count(*) || ' ' || sum(id) FROM other"),
            value("SELECT count(*) || ' ' || (2 * sum(id)) FROM price"));
}

TEST_P(Batch, ANegatedSubqueryOverTheBatchIsRefusedBeforeARowIsLost) {
  fill(60);
  rows("INSERT INTO other (id) SELECT id FROM price");
  batch("DELETE FROM price WHERE :batch");
  for (const char* statement :
       {"DELETE FROM price WHERE NOT EXISTS (SELECT 1 FROM other AS o WHERE o.id = price.id AND "
        ":batch(o))",
        "WITH o AS (SELECT id FROM other WHERE :batch) DELETE FROM price WHERE NOT EXISTS (SELECT "
        "1 "
        "FROM o WHERE o.id = price.id)",
        "DELETE FROM price WHERE :batch IS FALSE"}) {
    project->change("aaaa0002",
                    "-- aludel:batch table=other key=id size=10\n" + std::string(statement) + ";");
    const Outcome refused = run({"upgrade"});
    EXPECT_EXIT_CODE(3, refused);
    EXPECT_TRUE(says(refused.err, "error[E0304]"));
    EXPECT_EQ(count_where("1 = 1"), "60") << statement;
  }
}

TEST_P(Batch, RowsInsertedBehindTheEndMeanwhileAreLeftAlone) {
  fill(20);
  // The rows are appended by the batches themselves: as another session would.
  batch("INSERT INTO price (id, n) SELECT id + 100, 5 FROM price WHERE :batch");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(count_where("n = 5"), "20");
}

TEST_P(Batch, WhereCountsTheRowsThatMatter) {
  fill(100);
  rows("UPDATE price SET cents = 1 WHERE id <= 90");
  batch("UPDATE price SET n = n + 1 WHERE cents IS NULL AND :batch",
        "table=price key=id size=5 target=1h where=\"cents IS NULL\"");
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_TRUE(says(done.err, "10 rows in 2 batches, 10 changed"));
  EXPECT_EQ(count_where("n = 1"), "10");
}

TEST_P(Batch, ACompositeKeyIsComparedAsARow) {
  rows(
      "CREATE TABLE pair (a INTEGER NOT NULL, b VARCHAR(9) NOT NULL, n INTEGER NOT NULL, PRIMARY "
      "KEY (a, b))");
  rows(
      "INSERT INTO pair WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < "
      "99) SELECT i / 10, 'it''s' || (i % 10), 0 FROM s");
  batch("UPDATE pair SET n = n + 1 WHERE :batch", "table=pair key=a,b size=7");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM pair WHERE n = 1"), "100");
}

TEST_P(Batch, TextIsAKeyInItsOwnOrder) {
  rows("CREATE TABLE word (w VARCHAR(40) PRIMARY KEY, n INTEGER NOT NULL)");
  rows(
      "INSERT INTO word WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < "
      "99) SELECT CASE i % 4 WHEN 0 THEN '' WHEN 1 THEN 'Ä''\\' WHEN 2 THEN 'z,' ELSE 'Z' END || "
      "i, 0 FROM s");
  batch("UPDATE word SET n = n + 1 WHERE :batch", "table=word key=w size=7");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM word WHERE n = 1"), "100");
}

TEST_P(Batch, AKeyThatIsNotUniqueIsTakenValueByValue) {
  fill(100);
  rows("UPDATE price SET n = id / 30");
  rows("CREATE INDEX ix_price_n ON price (n)");
  batch("UPDATE price SET cents = coalesce(cents, 0) + 1 WHERE :batch", "table=price key=n size=7");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(count_where("cents = 1"), "100");
}

TEST_P(Batch, NamesAreSqlsWithTheirQuotes) {
  const std::string schema = on_postgresql() ? "app" : "main";
  if (on_postgresql()) rows("CREATE SCHEMA app");
  rows("CREATE TABLE " + schema +
       ".\"Old \"\"Prices\" (\"The Id\" INTEGER PRIMARY KEY, n INTEGER)");
  rows("INSERT INTO " + schema + ".\"Old \"\"Prices\" VALUES (1, 0), (2, 0)");
  batch("UPDATE " + schema + ".\"Old \"\"Prices\" SET n = n + 1 WHERE :batch",
        "table=" + schema + ".\"Old \"\"Prices\" key=\"The Id\" size=1");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT sum(n) FROM " + schema + ".\"Old \"\"Prices\""), "2");
}

TEST_P(Batch, TheTableIsLookedAtBeforeTheFirstOne) {
  rows("CREATE TABLE bare (id INTEGER, unindexed INTEGER NOT NULL, part INTEGER)");
  rows("CREATE INDEX ix_bare_id ON bare (id)");
  rows("CREATE INDEX ix_bare_part ON bare (part) WHERE part > 0");
  rows("INSERT INTO bare VALUES (1, 1, 1)");
  batch("DELETE FROM bare WHERE :batch");
  const auto refusal = [&](const std::string& arguments) {
    project->change("aaaa0002",
                    "-- aludel:batch " + arguments + "\nDELETE FROM bare WHERE :batch;");
    const Outcome refused = run({"upgrade"});
    EXPECT_EXIT_CODE(3, refused);
    EXPECT_TRUE(says(refused.err, "error[E0304]"));
    EXPECT_TRUE(says(refused.err, "nothing of this revision was kept"));
    EXPECT_EQ(value("SELECT count(*) FROM bare"), "1");
    return refused.err;
  };
  EXPECT_TRUE(says(refusal("table=bar key=id"), "did you mean `bare`?"));
  EXPECT_TRUE(says(refusal("table=bare key=idd"), "did you mean `id`?"));
  EXPECT_TRUE(says(refusal("table=bare key=unindexed"), "(unindexed)`"));
  EXPECT_TRUE(says(refusal("table=bare key=part"), "no index of bare begins with part"));
  EXPECT_TRUE(says(refusal("table=bare key=id,part"), "no index of bare begins with id, part"));
  rows("INSERT INTO bare VALUES (NULL, 1, 1)");
  rows("DELETE FROM bare WHERE id = 1");
  EXPECT_TRUE(says(refusal("table=bare key=id"), "rows of bare have no id (NULL)"));
  rows("UPDATE bare SET id = 5");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));  // a key that may be NULL and is not is one
  EXPECT_EQ(value("SELECT count(*) FROM bare"), "0");
}

TEST_P(Batch, VerifyQueriesRunBehindTheLastOneAndTheRowComesWithThem) {
  fill(20);
  batch("UPDATE price SET n = n + 1 WHERE id <> 13 AND :batch", "table=price key=id size=7",
        "-- aludel:verify\nSELECT id FROM price WHERE n = 0;\n");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "id = 13"));
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
  EXPECT_TRUE(says(run({"current"}).out, "aaaa0002 (in progress: upgrade, segment 2 of 2)"));
  rows("UPDATE price SET n = 1 WHERE id = 13");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(count_where("n = 1"), "20");
  EXPECT_EQ(version_rows(), Lines{"aaaa0002"});
}

TEST_P(Batch, TheWayDownMayGoInBatchesToo) {
  fill(30);
  batch("UPDATE price SET n = n + 1 WHERE :batch", "table=price key=id size=7", {},
        "-- aludel:batch table=price key=id size=4\nUPDATE price SET n = n - 1 WHERE :batch;\n"
        "UPDATE price SET cents = 7;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(count_where("n = 0 AND cents = 7"), "30");
  EXPECT_EQ(version_rows(), Lines{"aaaa0001"});
}

TEST_P(Batch, BetweenOtherStatementsIsASegmentOfItsOwn) {
  fill(20);
  project->add("aaaa0002",
               "ALTER TABLE price ADD COLUMN late INTEGER;\n"
               "-- aludel:batch table=price key=id size=7\n"
               "UPDATE price SET late = id WHERE :batch;\n"
               "CREATE INDEX ix_price_late ON price (late);");
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_TRUE(says(done.err, "not atomic: 3 segments"));
  EXPECT_EQ(count_where("late = id"), "20");
}

TEST_P(Batch, DoesNotFitIntoOneTransactionOfAll) {
  fill(3);
  batch("UPDATE price SET n = n + 1 WHERE :batch");
  const Outcome refused = run({"upgrade", "--transaction", "all"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "error[E0318]"));
  EXPECT_TRUE(says(refused.err, "UPDATE price SET n = n + 1 WHERE :batch"));
  EXPECT_EQ(count_where("n = 0"), "3");
}

TEST_P(Batch, VariablesArePutInAndErrorsStandWhereTheyAre) {
  fill(3);
  const std::string head = "-- revision: aaaa0002\n-- down_revision: aaaa0001\n\n";
  const std::string text =
      "-- aludel:variables column:identifier value:literal\n-- aludel:upgrade\n"
      "-- aludel:batch table=price key=id\n"
      "UPDATE price SET {{column}} = {{value}}\nWHERE :batch AND ";
  project->write("migrations/versions/aaaa0002.sql", head + text + "missing > {{value}};\n");
  const Outcome refused = run({"upgrade", "-x", "column=name", "-x", "value=a long value"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "aaaa0002.sql:8:18"));
  EXPECT_FALSE(refused.err.find("the row:") != std::string::npos) << refused.err;
  project->write("migrations/versions/aaaa0002.sql", head + text + "id < 3;\n");
  ASSERT_EXIT_CODE(0, run({"upgrade", "-x", "column=name", "-x", "value=a long value"}));
  EXPECT_EQ(count_where("name = 'a long value'"), "2");
}

TEST_P(Batch, ARefusedStatementIsShownWhereItIsWrong) {
  fill(2);
  batch("UPDATE price AS p SET n = lacks WHERE :batch(p)");
  EXPECT_TRUE(says(run({"upgrade"}).err, "aaaa0002.sql:8:27"));
  project->change("aaaa0002",
                  "-- aludel:batch table=price key=id\n"
                  "UPDATE price AS p SET n = 1 WHERE :batch(p)\n   AND lacks = 1;");
  EXPECT_TRUE(says(run({"upgrade"}).err, "aaaa0002.sql:9:8"));
}

TEST_P(Batch, WhatTheStatementsBeforeItSetHoldsInEachOne) {
  fill(20);
  project->add("aaaa0002",
               on_postgresql()
                   ? "SET work_mem = '7MB';\n-- aludel:batch table=price key=id size=7\n"
                     "UPDATE price SET name = current_setting('work_mem') WHERE :batch;"
                   : "PRAGMA case_sensitive_like = ON;\n-- aludel:batch table=price key=id size=7\n"
                     "UPDATE price SET name = CASE WHEN 'A' LIKE 'a' THEN 'no' ELSE '7MB' END "
                     "WHERE :batch;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(count_where("name = '7MB'"), "20");
}

class BatchOnSqlite : public Batch {};
ALUDEL_ON_SQLITE(BatchOnSqlite);

TEST_P(BatchOnSqlite, WhatATableSaysOfItsOwnConflictsHolds) {
  rows("CREATE TABLE place (id INTEGER PRIMARY KEY, n INTEGER, UNIQUE (n) ON CONFLICT IGNORE)");
  rows("INSERT INTO place VALUES (1, 1), (2, 2), (3, 3)");
  batch("UPDATE place SET n = n + 1 WHERE :batch", "table=place key=id");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(rows("SELECT id || ' ' || n FROM place ORDER BY id"), (Lines{"1 1", "2 2", "3 4"}));
}

TEST_P(BatchOnSqlite, WhatATriggerSaysOfConflictsHolds) {
  fill(20);
  rows(
      "CREATE TRIGGER seen AFTER UPDATE ON price BEGIN INSERT OR IGNORE INTO other VALUES (1); "
      "END");
  batch("UPDATE price SET n = n + 1 WHERE :batch");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(count_where("n = 1"), "20");
  EXPECT_EQ(value("SELECT count(*) FROM other"), "1");
}

}  // namespace
}  // namespace aludel::testing
