// Data migrations in batches: whatever the session's settings, every row's key is met, once.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class BatchKeys : public OnDatabase {
 protected:
  void fill(const std::string& type, const std::string& key, int count) {
    rows("CREATE TABLE price (k " + type + ", n INTEGER NOT NULL DEFAULT 0)");
    rows("CREATE INDEX ix_price_k ON price (k)");
    rows(
        "INSERT INTO price (k) WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s "
        "WHERE i < " +
        std::to_string(count) + ") SELECT " + key + " FROM s");
  }
  void batch(const std::string& before = {}, const std::string& table = "price") {
    project->add("aaaa0001", before + "-- aludel:batch table=" + table +
                                 " key=k size=10 target=1h\nUPDATE " + table +
                                 " SET n = n + 1 WHERE :batch;");
  }
};
ALUDEL_ON_EVERY_DATABASE(BatchKeys);

TEST_P(BatchKeys, ThatAreInfiniteAreMet) {
  fill(on_postgresql() ? "double precision" : "REAL", "i / 7.0", 50);
  rows(on_postgresql() ? "INSERT INTO price (k) VALUES ('-infinity'), ('infinity'), ('NaN')"
                       : "INSERT INTO price (k) VALUES (-9e999), (9e999), (9e999)");
  batch();
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "53");
}

TEST_P(BatchKeys, ThatManyRowsShareAreCountedByRow) {
  fill("INTEGER", "i % 5", 300);
  batch();
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_TRUE(says(done.err, "300 rows in 5 batches, 300 changed"));
  EXPECT_EQ(value("SELECT detail FROM aludel_journal WHERE event = 'done' AND kind = 'revision'"),
            "rows=300");
}

TEST_P(BatchKeys, WithAndWithoutGapsAreMetOnce) {
  // Without gaps ranges are not looked up.
  for (const char* key : {"i", "i - 20", "i * 3", "CASE WHEN i < 30 THEN i ELSE i + 7 END"}) {
    rows("DROP TABLE IF EXISTS price");
    rows("CREATE TABLE price (k INTEGER PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0)");
    rows(
        "INSERT INTO price (k) WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s "
        "WHERE i < 95) SELECT " +
        std::string(key) + " FROM s");
    rows("DROP TABLE IF EXISTS aludel_version");
    rows("DROP TABLE IF EXISTS aludel_journal");
    rows("DROP TABLE IF EXISTS aludel_text");
    if (std::string(key) == "i") batch();
    const Outcome done = run({"upgrade"});
    ASSERT_EXIT_CODE(0, done) << key;
    EXPECT_TRUE(says(done.err, "95 changed")) << key;
    EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "95") << key;
  }
}

TEST_P(BatchKeys, OfTextThatLookLikeNumbersWithoutGapsAreMetOnce) {
  fill("varchar(10) NOT NULL UNIQUE", "CAST(i AS varchar(10))", 95);
  batch();
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_TRUE(says(done.err, ", 95 changed"));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "95");
}

TEST_P(BatchKeys, OfAViewAreRefusedWithWhatToDo) {
  fill("INTEGER", "i", 10);
  rows("CREATE VIEW shown AS SELECT k, n FROM price");
  batch({}, "shown");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "shown is a view: it has no key for batches to go along"));
  EXPECT_TRUE(says(refused.err, "name a table whose rows it shows"));
  EXPECT_TRUE(says(refused.err, "aaaa0001.sql:"));
  EXPECT_FALSE(says(refused.err, "CREATE INDEX"));
}

class BatchKeysOnPostgresql : public BatchKeys {};
ALUDEL_ON_POSTGRESQL(BatchKeysOnPostgresql);

TEST_P(BatchKeysOnPostgresql, AreExactHoweverFewDigitsTheSessionShows) {
  fill("double precision", "i / 7.0::double precision", 200);
  rows("ALTER DATABASE " + database->name() + " SET extra_float_digits = -3");
  project.emplace(database->url());
  batch("SET extra_float_digits = 0;\n");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "200");
}

TEST_P(BatchKeysOnPostgresql, OfIntervalsAndRangesAreExactWhateverTheStyle) {
  for (const char* type : {"interval", "tsrange"}) {
    rows("DROP TABLE IF EXISTS price");
    fill(type,
         std::string(type) == "interval"
             ? "make_interval(days => 25 - i, secs => 100.25 - i)"
             : "tsrange('2026-02-03'::timestamp + make_interval(days => i), '2027-04-05')",
         60);
    rows("ALTER DATABASE " + database->name() + " SET intervalstyle = 'sql_standard'");
    rows("ALTER DATABASE " + database->name() + " SET datestyle = 'SQL, DMY'");
    project.emplace(database->url());
    batch();
    ASSERT_EXIT_CODE(0, run({"upgrade"})) << type;
    EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "60") << type;
    ASSERT_EXIT_CODE(0, run({"stamp", "base"}));
  }
}

TEST_P(BatchKeysOnPostgresql, AreFoundByTheirIndexAndTheStatementIsPlannedAsAlways) {
  rows("CREATE TABLE price (k integer PRIMARY KEY, n integer NOT NULL DEFAULT 0, settings text)");
  rows("INSERT INTO price SELECT generate_series(1, 100)");
  rows(
      "CREATE FUNCTION planner() RETURNS text LANGUAGE sql AS $$SELECT "
      "current_setting('enable_seqscan') || current_setting('enable_sort') || "
      "current_setting('enable_bitmapscan') || current_setting('jit')$$");
  rows("ALTER DATABASE " + database->name() + " SET enable_bitmapscan = off");
  rows("ALTER DATABASE " + database->name() + " SET jit = off");
  project.emplace(database->url());
  // `where` is asked while the end of a range is looked for: with other settings it counts no row.
  project->add("aaaa0001",
               "-- aludel:batch table=price key=k size=10 target=1h where=\"planner() = "
               "'offoffoffoff'\"\n"
               "UPDATE price SET n = n + 1, settings = planner() WHERE :batch;");
  const Outcome done = run({"upgrade"});
  ASSERT_EXIT_CODE(0, done);
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "100");
  EXPECT_EQ(rows("SELECT DISTINCT settings FROM price"), Lines{"ononoffoff"});
  EXPECT_EQ(value("SELECT detail FROM aludel_journal WHERE event = 'done' AND kind = 'revision'"),
            "rows=100");
}

/// A table of the same name stands on the usual search path too.
TEST_P(BatchKeysOnPostgresql, WithoutGapsMakeNoBatchLongerThanItsTarget) {
  rows("CREATE TABLE price AS SELECT i AS k, 0 AS n FROM generate_series(1, 1000) AS i");
  rows("ALTER TABLE price ADD PRIMARY KEY (k)");
  project->add("aaaa0001",
               "-- aludel:batch table=price key=k size=10\n"
               "UPDATE price SET n = n + 1 + length(pg_sleep(0.001)::text) WHERE :batch;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "1000");
  // A second of work by 25 ms each.
  EXPECT_GT(std::stoi(value("SELECT count(*) FROM aludel_journal WHERE event = 'progress'")), 15);
}

TEST_P(BatchKeysOnPostgresql, AreThoseOfTheTableThatTheStatementMeans) {
  fill("integer", "i", 100);
  rows("CREATE SCHEMA app");
  rows("CREATE TABLE app.price AS SELECT i AS k, 0 AS n FROM generate_series(1, 500) AS i");
  rows("CREATE UNIQUE INDEX ON app.price (k)");
  rows("CREATE ROLE \"batches of " + database->name() + "\"");
  rows("GRANT ALL ON SCHEMA app TO \"batches of " + database->name() + "\"");
  rows("GRANT ALL ON app.price TO \"batches of " + database->name() + "\"");
  batch("SET search_path = app;\nSET ROLE \"batches of " + database->name() + "\";\n");
  const Outcome done = run({"upgrade"});
  EXPECT_EQ(value("SELECT count(*) FROM app.price WHERE n = 1"), "500");
  EXPECT_EQ(value("SELECT count(*) FROM public.price WHERE n = 1"), "0");
  rows("DROP OWNED BY \"batches of " + database->name() + "\"");
  rows("DROP ROLE \"batches of " + database->name() + "\"");
  ASSERT_EXIT_CODE(0, done);
}

TEST_P(BatchKeysOnPostgresql, OfAWrongRowAreToldAlsoOnASearchPathOfItsOwn) {
  rows("CREATE SCHEMA app");
  rows("CREATE TABLE app.price AS SELECT i AS k, 0 AS n FROM generate_series(1, 100) AS i");
  rows("CREATE UNIQUE INDEX ON app.price (k)");
  rows("ALTER TABLE app.price ADD CHECK (k <> 57 OR n = 0)");
  batch("SET search_path = app;\n");
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "the row: k = '57'"));
}

TEST_P(BatchKeysOnPostgresql, OfATableThatIsNotThereSayWhatToCorrect) {
  batch();
  const Outcome refused = run({"upgrade"});
  EXPECT_EXIT_CODE(3, refused);
  EXPECT_TRUE(says(refused.err, "next: correct the file or the table, then `aludel upgrade`"));
}

class BatchKeysOnSqlite : public BatchKeys {};
ALUDEL_ON_SQLITE(BatchKeysOnSqlite);

TEST_P(BatchKeysOnSqlite, ThatHoldANulAreMetOnceAlsoByTwoRuns) {
  for (const char* type : {"TEXT", "", "INTEGER", "TEXT COLLATE NOCASE"}) {
    rows("DROP TABLE IF EXISTS price");
    fill(type, "CASE i % 3 WHEN 0 THEN 'a' || char(0) || i WHEN 1 THEN i ELSE 'a' || i END", 300);
    rows("ALTER TABLE price ADD COLUMN late INTEGER CHECK (late IS NULL OR n = 0)");
    rows("UPDATE price SET late = 1 WHERE k = 'a' || char(0) || '150'");
    for (const char* table : {"aludel_version", "aludel_journal", "aludel_text"})
      rows("DROP TABLE IF EXISTS " + std::string(table));
    if (std::string(type) == "TEXT") batch();
    EXPECT_EXIT_CODE(4, run({"upgrade"})) << type;
    EXPECT_EQ(value("SELECT count(*) > 0 FROM aludel_journal WHERE event = 'progress' AND position "
                    "LIKE '+CAST(%'"),
              "1");
    rows("UPDATE price SET late = NULL");
    ASSERT_EXIT_CODE(0, run({"upgrade"})) << type;
    EXPECT_EQ(value("SELECT count(*) FROM price WHERE n = 1"), "300") << type;
  }
}

TEST_P(BatchKeysOnSqlite, OfAnAttachedDatabaseAreMet) {
  const std::string other = (database->file().parent_path() / "other.db").string();
  batch(
      "ATTACH '" + other +
          "' AS other;\nCREATE TABLE other.price (k INTEGER PRIMARY KEY, n "
          "INTEGER DEFAULT 0);\nINSERT INTO other.price (k) WITH RECURSIVE s(i) AS (SELECT 1 UNION "
          "ALL SELECT i + 1 FROM s WHERE i < 100) SELECT i FROM s;\n",
      "other.price");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  rows("ATTACH '" + other + "' AS other");
  EXPECT_EQ(value("SELECT count(*) FROM other.price WHERE n = 1"), "100");
}

}  // namespace
}  // namespace aludel::testing
