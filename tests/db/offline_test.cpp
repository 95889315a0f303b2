// `--sql`: a script for the database's own client leaves what a run leaves.
#include "db/support/offline.hpp"

namespace aludel::testing {
namespace {

struct Case {
  const char* name;
  std::string up;
  std::string down;
};

std::vector<Case> cases(bool postgresql) {
  std::vector<Case> all{
      {"tables and rows",
       "CREATE TABLE asset (id INTEGER PRIMARY KEY, name TEXT);\n"
       "INSERT INTO asset VALUES (1, 'it''s'), (2, 'two\nlines'), (3, ':name :''x'' $1 \\ %s');",
       "DROP TABLE asset;"},
      {"an empty revision", "", ""},
      {"comments",
       "-- above; it's\nCREATE TABLE /* inside ; ' */ commented (\n  a INTEGER -- behind\n);\n-- "
       "end",
       "DROP TABLE commented -- without a semicolon"},
      {"a verify query",
       "CREATE TABLE verified (a INTEGER);\n-- aludel:verify\nSELECT * FROM verified WHERE a < 0;",
       "DROP TABLE verified;"},
      {"two transactions",
       "BEGIN;\nCREATE TABLE first (a INTEGER);\nCOMMIT;\nBEGIN;\nCREATE TABLE second (a "
       "INTEGER);\n"
       "COMMIT;",
       "DROP TABLE second;\nDROP TABLE first;"},
      {"names that need quotes",
       "CREATE TABLE \"a \"\"b\" (\"x:y\" INTEGER);\nINSERT INTO \"a \"\"b\" VALUES (1);",
       "DROP TABLE \"a \"\"b\";"},
      {"an autocommit statement in the middle",
       "CREATE TABLE middle (a INTEGER);\nVACUUM;\nINSERT INTO middle VALUES (1);",
       "VACUUM;\nDROP TABLE middle;"},
      {"an autocommit statement alone", "VACUUM;", "VACUUM;"},
      {"a verify query behind an autocommit statement",
       "VACUUM;\n-- aludel:verify\nSELECT 1 WHERE 1 = 0;", ""},
  };
  const std::vector<Case> on_postgresql{
      {"timeouts",
       "-- aludel:timeout lock=1s statement=10s\nCREATE TABLE timed (a text);\n"
       "INSERT INTO timed SELECT current_setting('lock_timeout') || ' ' || "
       "current_setting('statement_timeout');",
       "DROP TABLE timed;"},
      {"an index CONCURRENTLY",
       "CREATE TABLE indexed (a integer);\nCREATE INDEX CONCURRENTLY ix_indexed ON indexed (a);\n"
       "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_indexed ON indexed (a);",
       "DROP INDEX CONCURRENTLY ix_indexed;\nDROP TABLE indexed;"},
      {"an enum value used",
       "CREATE TYPE mood AS ENUM ('sad');\nALTER TYPE mood ADD VALUE 'ok';\n"
       "CREATE TABLE moods (m mood DEFAULT 'ok');",
       "DROP TABLE moods;\nDROP TYPE mood;"},
      {"rows of COPY",
       "CREATE TABLE copied (a text, b text);\nCOPY copied FROM STDIN;\n"
       ":n\t;'\\\\x\n\\N\t$$\n-- no comment\t\\\\.\n\\.\n"
       "COPY copied FROM STDIN WITH (FORMAT csv);\n\"one\ntwo\",:'x'\n\\.\n"
       "COPY copied FROM STDIN;\n\\.\nINSERT INTO copied VALUES ('behind', '');",
       "DROP TABLE copied;"},
      {"functions",
       "CREATE FUNCTION one() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;\n"
       "CREATE FUNCTION two(x integer) RETURNS integer BEGIN ATOMIC\n"
       "  SELECT CASE WHEN x > 1 THEN 2 END;\n  SELECT ((ARRAY[1, 2])[1:x])[1];\nEND;\n"
       "DO $aludel$ BEGIN PERFORM one(); END $aludel$;\n"
       "CREATE TABLE answers AS SELECT one() AS one, two(2) AS two;",
       "DROP TABLE answers;\nDROP FUNCTION two;\nDROP FUNCTION one;"},
      {"a rule",
       "CREATE TABLE ruled (a integer);\nCREATE TABLE log (a integer);\n"
       "CREATE RULE twice AS ON INSERT TO ruled DO ALSO (INSERT INTO log VALUES (1); "
       "INSERT INTO log VALUES (2));\nINSERT INTO ruled VALUES (1);",
       "DROP TABLE ruled;\nDROP TABLE log;"},
      {"colons",
       "CREATE TABLE colons (a integer[], b text);\n"
       "INSERT INTO colons SELECT (ARRAY[1, 2, 3])[1:n], 'x'::text||':n' FROM (SELECT 2 AS n) s;\n"
       "INSERT INTO colons SELECT (ARRAY[1, 2, 3])[:'2'], $$:'n'$$;\n"
       "INSERT INTO colons SELECT (ARRAY[1, 2, 3])[\"n\":\"n\"], E':n\\n' FROM (SELECT 2 AS n) s;\n"
       "INSERT INTO colons SELECT (ARRAY[1, 2, 3])[n :HOST], 'b' FROM (SELECT 2 AS n, 3 AS host) "
       "s;",
       "DROP TABLE colons;"},
      {"settings",
       "SET search_path = pg_catalog;\nSET TIME ZONE 'Asia/Tokyo';\n"
       "CREATE TABLE public.settings (a text);\n"
       "INSERT INTO public.settings SELECT current_setting('search_path');\nVACUUM;\n"
       "INSERT INTO public.settings SELECT current_setting('TimeZone');",
       "SET LOCAL search_path = public;\nDROP TABLE settings;"},
      {"an isolation level first",
       "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE isolated AS SELECT "
       "current_setting('transaction_isolation') AS level;",
       "DROP TABLE isolated;"},
      {"a dump",
       "\\restrict abc\nSELECT pg_catalog.set_config('search_path', '', false);\n"
       "CREATE TABLE public.dumped (a integer);\n\\unrestrict abc",
       "DROP TABLE dumped;"},
  };
  const std::vector<Case> on_sqlite{
      {"a trigger",
       "CREATE TABLE fired (a INTEGER);\nCREATE TRIGGER tr AFTER INSERT ON fired BEGIN\n  UPDATE "
       "fired SET a = CASE WHEN a > 0 THEN a + 1 ELSE a END;\n  SELECT 1;\nEND;\nINSERT INTO fired "
       "VALUES (1);",
       "DROP TABLE fired;"},
      {"PRAGMAs and an attached database",
       "PRAGMA foreign_keys = ON;\nATTACH ':memory:' AS \"other\";\nCREATE TABLE other.x (a);\n"
       "INSERT INTO other.x VALUES (1);\nCREATE TABLE seen AS SELECT * FROM other.x;\n"
       "PRAGMA ignore_check_constraints = ON;\nPRAGMA temp_store = MEMORY;\nVACUUM;\n"
       "CREATE TABLE after_all (a INTEGER CHECK (a > 0));\nINSERT INTO after_all VALUES (-1);",
       "DROP TABLE after_all;\nDROP TABLE seen;"},
      {"what the shell could take for its own",
       "CREATE TABLE shell (a TEXT);\nINSERT INTO shell VALUES ('a\n.tables\ngo\n/\n#\nb');\n"
       "INSERT INTO shell\nSELECT 4 +\n.5 + (:name IS NULL) /*\ngo\n/\n*/ ;\nINSERT INTO shell "
       "VALUES "
       "(?1), ($x), (@y);",
       "DROP TABLE shell;"},
      {"a verify query with a WITH",
       "-- aludel:verify\nWITH x AS (SELECT 1) SELECT * FROM x WHERE "
       "0;",
       ""},
  };
  const auto& more = postgresql ? on_postgresql : on_sqlite;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// One project beside a database that is run and one that gets scripts.
class Pair {
 public:
  explicit Pair(Server server) : by_run(server), by_script(server), project(by_run.url()) {}

  void run(Words words) {
    by_run.disconnect();
    EXPECT_EXIT_CODE(0, project.run(words));
  }
  void play(Words words) {
    for (const char* word : {"--sql", "--url"}) words.emplace_back(word);
    words.emplace_back(by_run.is_postgresql() ? "postgresql://" : "sqlite://");
    const Outcome written = project.run(words);
    ASSERT_EXIT_CODE(0, written);
    by_script.disconnect();
    const Outcome played = run_script(by_script, written.out, {"-v", "n=7", "-v", "x=8"});
    EXPECT_EXIT_CODE(0, played);
  }
  /// The tool goes on with the database that got scripts.
  Outcome go_on(Words words) {
    by_script.disconnect();
    words.insert(words.end(), {"--url", by_script.url()});
    return project.run(words);
  }
  void expect_same() { EXPECT_EQ(contents(by_script), contents(by_run)); }

  TestDatabase by_run;
  TestDatabase by_script;
  TestProject project;
};

using OfflineLeaves = Offline;
ALUDEL_ON_EVERY_DATABASE(OfflineLeaves);

TEST_P(OfflineLeaves, WhatARunLeavesForEveryKindOfRevision) {
  Pair pair(GetParam());
  int number = 1000;
  for (const Case& each : cases(on_postgresql()))
    pair.project.add("aaaa" + std::to_string(++number), each.up, each.down);
  pair.run({"upgrade"});
  pair.play({"upgrade", "head"});
  pair.expect_same();
  pair.run({"downgrade", "base"});
  pair.play({"downgrade", "head:base"});
  pair.expect_same();
  pair.run({"upgrade"});
  pair.play({"upgrade", "base:aaaa1003"});
  pair.play({"upgrade", "aaaa1003:+2"});
  EXPECT_TRUE(says(pair.go_on({"current"}).out, "aaaa1005"));
  EXPECT_EXIT_CODE(0, pair.go_on({"upgrade"}));
  EXPECT_EQ(pair.by_script.catalog(), pair.by_run.catalog());
  EXPECT_TRUE(says(pair.go_on({"status"}).out, "nothing, all revisions are applied"));
  EXPECT_EXIT_CODE(0, pair.go_on({"downgrade", "base"}));
}

TEST_P(OfflineLeaves, OneTransactionForAll) {
  Pair pair(GetParam());
  pair.project.add("aaaa0001", "CREATE TABLE one (id INTEGER);", "DROP TABLE one;");
  pair.project.add("aaaa0002", "INSERT INTO one VALUES (1);", "DELETE FROM one;");
  pair.run({"upgrade", "--transaction", "all"});
  pair.play({"upgrade", "--transaction", "all"});
  pair.expect_same();
  pair.run({"downgrade", "base", "--transaction", "all"});
  pair.play({"downgrade", "head:base", "--transaction", "all"});
  pair.expect_same();
}

TEST_P(OfflineLeaves, AnIdWithQuotesAndAMessageWithALineBreakAsTheyAre) {
  Pair pair(GetParam());
  pair.project.add("it's`id`\"$1\"", "CREATE TABLE one (id INTEGER);", "DROP TABLE one;");
  const auto file = pair.project.folder() / "migrations/versions/x.sql";
  pair.project.write(file,
                     "-- Two \r DROP TABLE one; `id` 'a\n-- lines\n--\n-- revision: next\n"
                     "-- down_revision: it's`id`\"$1\"\n\n-- aludel:upgrade\n");
  pair.run({"upgrade"});
  pair.play({"upgrade"});
  pair.expect_same();
}

TEST_P(OfflineLeaves, StampsAndTables) {
  Pair pair(GetParam());
  pair.project.add("aaaa0001", "CREATE TABLE one (id INTEGER);", "DROP TABLE one;");
  pair.project.add("aaaa0002", "DROP TABLE one;");
  pair.run({"ensure-version"});
  pair.play({"ensure-version"});
  pair.play({"ensure-version"});
  pair.expect_same();
  pair.run({"stamp", "aaaa0001"});
  pair.play({"stamp", "aaaa0001"});
  pair.run({"stamp", "head"});
  pair.play({"stamp", "aaaa0001:head"});
  pair.run({"stamp", "base"});
  pair.play({"stamp", "head:base"});
  pair.expect_same();
}

TEST_P(OfflineLeaves, NoValueOfAVariableBehind) {
  project->write(project->file_of("aaaa0001"),
                 "-- x\n--\n-- revision: aaaa0001\n-- down_revision:\n-- aludel:variables "
                 "table:identifier word:literal\n\n-- aludel:upgrade\nCREATE TABLE {{table}} (a "
                 "TEXT);\nINSERT INTO {{table}} VALUES ({{word}});\nVACUUM;\n");
  const std::string text = script({"upgrade", "-x", "table=my table", "-x", "word=se:cret's"});
  ASSERT_EXIT_CODE(0, play(text));
  EXPECT_EQ(value("SELECT a FROM \"my table\""), "se:cret's");
  EXPECT_EQ(value("SELECT count(*) FROM aludel_text WHERE text LIKE '%cret%'"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM aludel_text WHERE text LIKE '%{{word}}%'"), "1");
}

TEST_P(OfflineLeaves, TheSameTextForTheSameInputAndAnotherRunEachTime) {
  project->add("aaaa0001", "CREATE TABLE one (id INTEGER);", "DROP TABLE one;");
  const std::string up = script({"upgrade"});
  EXPECT_EQ(script({"upgrade"}), up);
  ASSERT_EXIT_CODE(0, play(up));
  ASSERT_EXIT_CODE(0, run({"downgrade", "base"}));
  ASSERT_EXIT_CODE(0, play(up));
  EXPECT_EQ(value("SELECT count(DISTINCT run_id) FROM aludel_journal"), "3");
  EXPECT_EQ(value("SELECT count(DISTINCT run_id) FROM aludel_journal WHERE id > 4"), "1");
}

}  // namespace
}  // namespace aludel::testing
