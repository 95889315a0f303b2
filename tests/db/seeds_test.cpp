// Seeds: rows that a database begins with. What a file says is what the table holds, however often
// it is loaded, in whatever order the tables need it.
#include <filesystem>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Seeds : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project.emplace(database->url(), on_postgresql()
                                         ? "\n[environments.dev]\n"
                                         : "foreign_keys = true\n\n[environments.dev]\n");
  }
  void seed(const std::string& name, const std::string& text) {
    project->write("migrations/seeds/" + name, text);
  }
  void table(const std::string& sql) {
    project->add("aaaa000" + std::to_string(++revisions_), sql, "SELECT 1;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
  void shop() {
    table(
        "CREATE TABLE assets (id INTEGER PRIMARY KEY, symbol TEXT NOT NULL UNIQUE, name TEXT);\n"
        "CREATE TABLE prices (asset_id INTEGER NOT NULL REFERENCES assets (id), day DATE NOT NULL, "
        "amount NUMERIC(10,2) CHECK (amount > 0), PRIMARY KEY (asset_id, day));");
  }
  Lines assets() { return rows("SELECT id, symbol, name FROM assets ORDER BY id"); }
  Lines seed_journal() {
    return rows("SELECT event || ' ' || name FROM aludel_journal WHERE kind = 'seed' ORDER BY id");
  }

 private:
  int revisions_ = 0;
};

TEST_P(Seeds, InsertWhatIsMissingAndUpdateWhatDiffersAndNothingElse) {
  shop();
  (void)rows("INSERT INTO assets VALUES (1, 'BTC', 'old'), (7, 'OWN', 'by hand')");
  seed("assets.csv", "id,symbol,name\n1,BTC,Bitcoin\n2,ETH,Ether\n");
  Outcome outcome = run({"db", "seed"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "assets.csv  2 rows: 1 inserted, 1 updated, 0 unchanged"));
  const Lines wanted{"1|BTC|Bitcoin", "2|ETH|Ether", "7|OWN|by hand"};
  EXPECT_EQ(assets(), wanted);
  outcome = run({"db", "seed"});
  EXPECT_TRUE(says(outcome.err, "2 rows: 0 inserted, 0 updated, 2 unchanged"));
  EXPECT_EQ(seed_journal(), Lines{"done assets.csv"});  // what changed nothing is not journalled
  (void)rows("UPDATE assets SET name = 'by hand' WHERE id = 1");
  outcome = run({"db", "seed"});
  EXPECT_TRUE(says(outcome.err, "0 inserted, 1 updated, 1 unchanged"));
  EXPECT_EQ(assets(), wanted);
}

TEST_P(Seeds, AreReadAsRfc4180Says) {
  table("CREATE TABLE texts (id INTEGER PRIMARY KEY, a TEXT, b TEXT);");
  seed("texts.csv",
       "\xEF\xBB\xBF# a comment\r\nid,b,a\r\n1,\"said \"\"no\"\", twice\",\r\n\r\n"
       "2,\"two\nlines\\t\",\"\"\r\n3,\\N,größer\r\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT id, a, b FROM texts ORDER BY id"),
            (Lines{"1|∅|said \"no\", twice", "2||two\nlines\\t", "3|größer|\\N"}));
}

TEST_P(Seeds, OfAnEnvironmentAreLoadedBehindTheCommonOnes) {
  shop();
  seed("assets.csv", "id,symbol\n1,BTC\n");
  seed("dev/assets.csv", "id,symbol\n2,DEV\n");
  seed("prod/assets.csv", "id,symbol\n3,PROD\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT id FROM assets"), Lines{"1"});
  ASSERT_EXIT_CODE(0, run({"--env", "dev", "db", "seed"}));
  EXPECT_EQ(rows("SELECT id FROM assets ORDER BY id"), (Lines{"1", "2"}));
  EXPECT_EQ(seed_journal(), (Lines{"done assets.csv", "done dev/assets.csv"}));
}

TEST_P(Seeds, ASettingNamesThemAndAnEnvironmentHasItsOwn) {
  shop();
  project.emplace(database->url(),
                  "seeds = [\"data/*.csv\"]\n\n[environments.dev]\nseeds = [\"play/*\"]\n");
  project->add("aaaa0001", "SELECT 1;", "SELECT 1;");
  seed("assets.csv", "id,symbol\n9,NOT\n");
  project->write("data/assets.csv", "id,symbol\n1,BTC\n");
  project->write("play/assets.csv", "id,symbol\n2,PLAY\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT symbol FROM assets"), Lines{"BTC"});
  ASSERT_EXIT_CODE(0, run({"--env", "dev", "db", "seed"}));
  EXPECT_EQ(rows("SELECT symbol FROM assets ORDER BY id"), (Lines{"BTC", "PLAY"}));
}

TEST_P(Seeds, AreOrderedByTheForeignKeysOfTheDatabase) {
  shop();
  seed("010_prices.csv", "asset_id,day,amount\n1,2026-01-01,10.50\n");
  seed("020_assets.csv", "id,symbol\n1,BTC\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(seed_journal(), (Lines{"done 020_assets.csv", "done 010_prices.csv"}));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "1");
}

TEST_P(Seeds, RowsMayReferToRowsOfTheSameFileInAnyOrder) {
  table("CREATE TABLE tree (id INTEGER PRIMARY KEY, up INTEGER REFERENCES tree (id));");
  seed("tree.csv", "id,up\n1,2\n2,3\n3,\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  seed("tree.csv", "id,up\n1,4\n2,3\n3,\n4,\n");  // a row that is there refers to a new one
  Outcome outcome = run({"db", "seed"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "4 rows: 1 inserted, 1 updated, 2 unchanged"));
  EXPECT_EQ(rows("SELECT id, up FROM tree ORDER BY id"), (Lines{"1|4", "2|3", "3|∅", "4|∅"}));
  seed("tree.csv", "id,up\n1,4\n5,6\n");
  outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "line 3 of seed tree.csv refers to a row that is nowhere"));
  EXPECT_TRUE(says(outcome.err, "tree.csv:3:3"));
}

TEST_P(Seeds, ARefusedRowIsNamedAmongRowsThatReferToEachOther) {
  table(
      "CREATE TABLE tree (id INTEGER PRIMARY KEY, up INTEGER REFERENCES tree (id), n INTEGER CHECK "
      "(n > 0));");
  seed("tree.csv", "id,up,n\n1,2,1\n2,3,2\n3,4,-1\n4,,5\n");
  Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "line 4 of seed tree.csv"));
  EXPECT_EQ(value("SELECT count(*) FROM tree"), "0");
  seed("tree.csv", "id,up,n\n1,2,1\n2,3,2\n3,4,1\n4,,5\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  seed("tree.csv", "id,up,n\n1,2,1\n2,3,-2\n3,4,1\n4,,5\n");
  outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "line 3 of seed tree.csv"));
}

TEST_P(Seeds, TablesThatNeedEachOtherAreLoadedTogether) {
  table(
      "CREATE TABLE teams (id INTEGER PRIMARY KEY, lead INTEGER);\n"
      "CREATE TABLE people (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES teams "
      "(id));" +
      std::string(on_postgresql()
                      ? "\nALTER TABLE teams ADD FOREIGN KEY (lead) REFERENCES people (id);"
                      : "\nDROP TABLE teams;\nCREATE TABLE teams (id INTEGER PRIMARY KEY, lead "
                        "INTEGER REFERENCES people (id));"));
  seed("people.csv", "id,team\n10,1\n11,2\n");
  seed("teams.csv", "id,lead\n1,11\n2,10\n");
  Outcome outcome = run({"db", "seed"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "teams.csv  2 rows: 2 inserted, 0 updated, 0 unchanged"));
  EXPECT_EQ(rows("SELECT id, lead FROM teams ORDER BY id"), (Lines{"1|11", "2|10"}));
  outcome = run({"db", "seed"});
  EXPECT_TRUE(says(outcome.err, "teams.csv  2 rows: 0 inserted, 0 updated, 2 unchanged"));
  seed("teams.csv", "id,lead\n1,11\n2,10\n3,12\n");
  outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "teams.csv:4:3"));
  EXPECT_EQ(value("SELECT count(*) FROM teams"), "2");
}

TEST_P(Seeds, ABrokenRowIsNamedAndNothingOfItsFileStays) {
  shop();
  seed("assets.csv", "id,symbol\n1,BTC\n");
  seed("prices.csv",
       "asset_id,day,amount\n1,2026-01-01,1\n1,2026-01-02,2\n1,2026-01-03,-3\n1,2026-01-04,4\n");
  Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "the database refused line 4 of seed prices.csv"));
  EXPECT_TRUE(says(outcome.err, "prices.csv:4:"));
  EXPECT_TRUE(says(outcome.err, "next: correct the file"));
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM assets"), "1");
  EXPECT_EQ(seed_journal(), (Lines{"done assets.csv", "failed prices.csv"}));
  seed("prices.csv", "asset_id,day,amount\n1,2026-01-01,1\n99,2026-01-02,2\n");
  outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "prices.csv:3:1"));  // at the foreign key
  seed("assets.csv", "id,symbol\n1,BTC\n5,NEW\n6,\n7,MORE\n");
  outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "assets.csv:4:3"));  // NOT NULL
  EXPECT_EQ(rows("SELECT id FROM assets"), Lines{"1"});
}

TEST_P(Seeds, BrokenFilesAreToldWithTheirPlaceBeforeAnyRowIsWritten) {
  shop();
  struct Case {
    std::string text;
    int exit_code;
    std::string told;
  };
  for (const Case& each : {
           Case{"id,symbol\n1,BTC,x\n", 3, "line 2 of seed assets.csv has 3 fields"},
           Case{"id,symbol\n1,BTC\n2\n", 3, "assets.csv:3:2"},
           Case{"id,symbol\n1,\"BTC\n2,ETH\n", 3, "assets.csv:2:3"},
           Case{"id,symbol\n1,BTC\n2,ETH\n1,XYZ\n", 3, "lines 2 and 4 of seed assets.csv"},
           Case{"id,symbol\n,BTC\n", 3, "line 2 of seed assets.csv has no value for its key"},
           Case{"id,symbl\n1,BTC\n", 3, "did you mean `symbol`?"},
           Case{"id,symbol,id\n", 3, "the header names id twice"},
           Case{"symbol\nBTC\n", 3, "`# aludel:key assets(symbol)`"},
           Case{"", 3, "seed assets.csv is empty"},
           Case{"# aludel:key asset(id)\nid\n", 3, "did you mean `assets`?"},
           Case{"# aludel:key assets(nr)\nid\n", 3, "the key column nr is not in the header"},
           Case{"# aludel:after zzzz\nid,symbol\n", 3, "`zzzz`"},
           Case{"# aludel:autocommit\nid,symbol\n", 3, "`autocommit` is not for CSV files"},
           Case{std::string("id,symbol\n1,B\0C\n", 16), 3, "has a NUL byte"},
           Case{"id,symbol\n1,B\xE9\n", 3, "is not UTF-8 text"},
       }) {
    seed("assets.csv", each.text);
    const Outcome outcome = run({"db", "seed"});
    EXPECT_EXIT_CODE(each.exit_code, outcome) << each.text;
    EXPECT_TRUE(says(outcome.err, each.told));
    EXPECT_EQ(value("SELECT count(*) FROM assets"), "0") << each.text;
  }
  std::filesystem::remove(project->folder() / "migrations/seeds/assets.csv");
  seed("asets.csv", "id\n1\n");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "for the table asets, which is not there"));
  EXPECT_TRUE(says(outcome.err, "did you mean `assets`?"));
}

TEST_P(Seeds, AKeyOfAnotherKindFindsTheRows) {
  shop();
  table("CREATE TABLE plain (name TEXT, place TEXT, n INTEGER);");
  (void)rows("INSERT INTO assets VALUES (70, 'ETH', 'old')");
  seed("assets.csv", "# aludel:key assets(symbol)\nid,symbol,name\n70,ETH,new\n");
  seed("p.csv", "# aludel:key plain(name, place)\nname,place,n\na,x,1\na,y,2\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  seed("p.csv", "# aludel:key plain(name, place)\nname,place,n\na,x,3\na,y,2\nb,x,4\n");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_TRUE(says(outcome.err, "3 rows: 1 inserted, 1 updated, 1 unchanged"));
  EXPECT_EQ(rows("SELECT name, place, n FROM plain ORDER BY 1, 2"),
            (Lines{"a|x|3", "a|y|2", "b|x|4"}));
  (void)rows("INSERT INTO plain VALUES ('b', 'x', 5)");
  const Outcome several = run({"db", "seed"});
  EXPECT_EXIT_CODE(3, several);
  EXPECT_TRUE(says(several.err, "the key on line 5 of seed p.csv is that of 2 rows of plain"));
}

TEST_P(Seeds, SqlRunsLikeScriptsInItsPlace) {
  shop();
  seed("010_assets.csv", "id,symbol\n1,BTC\n");
  seed("020_more.sql", "INSERT INTO assets SELECT id + 100, symbol || '2', NULL FROM assets;\n");
  seed("030_always.sql",
       "-- aludel:run always\nUPDATE assets SET name = coalesce(name, '') || "
       "'+';\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(assets(), (Lines{"1|BTC|++", "101|BTC2|++"}));
  ASSERT_EXIT_CODE(0, run({"db", "seed", "010_assets", "020_more"}));
  EXPECT_EQ(assets(), (Lines{"1|BTC|++", "101|BTC2|++"}));
  const Outcome unknown = run({"db", "seed", "020_mor"});
  EXPECT_EXIT_CODE(3, unknown);
  EXPECT_TRUE(says(unknown.err, "did you mean `020_more`?"));
}

TEST_P(Seeds, OnceMeansThatPeopleMayChangeTheRowsLater) {
  shop();
  seed("assets.csv", "# aludel:run once\nid,symbol\n1,BTC\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  (void)rows("UPDATE assets SET symbol = 'MINE'");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_TRUE(says(outcome.err, "nothing to do"));
  EXPECT_EQ(rows("SELECT symbol FROM assets"), Lines{"MINE"});
  ASSERT_EXIT_CODE(0, run({"db", "seed", "--again"}));
  EXPECT_EQ(rows("SELECT symbol FROM assets"), Lines{"BTC"});
}

TEST_P(Seeds, ReplaceDeletesWhatIsInNoFile) {
  shop();
  seed("assets.csv", "id,symbol\n1,BTC\n2,ETH\n");
  seed("assets2.csv", "# aludel:key assets(id)\nid,symbol\n3,XYZ\n");
  seed("prices.csv", "asset_id,day\n1,2026-01-01\n");
  (void)rows("INSERT INTO assets VALUES (8, 'A', NULL), (9, 'B', NULL)");
  (void)rows("INSERT INTO prices VALUES (8, '2026-01-01', 1)");
  const Outcome outcome = run({"db", "seed", "--replace"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "loses 2 rows of assets that are in no file"));
  EXPECT_TRUE(says(outcome.err, "deleted 2 rows of assets"));
  EXPECT_EQ(rows("SELECT id FROM assets ORDER BY id"), (Lines{"1", "2", "3"}));
  EXPECT_EQ(rows("SELECT asset_id FROM prices"), Lines{"1"});
}

TEST_P(Seeds, ReplaceLeavesTheRowsOfFilesThatAreNotLoadedNow) {
  shop();
  seed("assets.csv", "id,symbol\n1,BTC\n");
  seed("more.csv", "# aludel:key assets(id)\n# aludel:run once\nid,symbol\n3,XYZ\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  (void)rows("INSERT INTO assets VALUES (8, 'A', NULL)");
  ASSERT_EXIT_CODE(0, run({"db", "seed", "assets", "--replace"}));
  EXPECT_EQ(rows("SELECT id FROM assets ORDER BY id"), (Lines{"1", "3"}));
}

TEST_P(Seeds, LoadedByManyAtOnceAreLoadedOnce) {
  shop();
  std::string text = "id,symbol\n";
  for (int i = 1; i <= 500; ++i) text += std::to_string(i) + ",S" + std::to_string(i) + "\n";
  seed("assets.csv", text);
  seed("more.sql",
       "-- aludel:requires assets\nINSERT INTO prices SELECT id, '2026-01-01', 1 FROM "
       "assets;\n");
  database->disconnect();
  std::vector<Process> processes;
  for (int i = 0; i < 4; ++i) processes.push_back(project->start({"db", "seed"}));
  for (Process& process : processes) EXPECT_EXIT_CODE(0, process.wait());
  EXPECT_EQ(value("SELECT count(*) FROM assets"), "500");
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "500");
}

TEST_P(Seeds, ReplaceOnAProtectedDatabaseNeedsConsent) {
  shop();
  project.emplace(database->url(), "protected = true\n");
  project->add("aaaa0001", "SELECT 1;", "SELECT 1;");
  seed("assets.csv", "id,symbol\n1,BTC\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  (void)rows("INSERT INTO assets VALUES (8, 'A', NULL)");
  const Outcome refused = run({"db", "seed", "--replace"});
  EXPECT_EXIT_CODE(6, refused);
  EXPECT_TRUE(says(refused.err, "1 row of assets that is in no file"));
  EXPECT_TRUE(says(refused.err, "db seed --replace --confirm"));
  EXPECT_EQ(value("SELECT count(*) FROM assets"), "2");
  const std::string name = on_postgresql() ? database->name() : "test.db";
  ASSERT_EXIT_CODE(0, run({"db", "seed", "--replace", "--confirm", name}));
  EXPECT_EQ(value("SELECT count(*) FROM assets"), "1");
  EXPECT_EQ(value("SELECT reason FROM aludel_journal WHERE kind = 'seed' ORDER BY id DESC"),
            "confirmed: " + name);
}

TEST_P(Seeds, TwoKeysForOneTableAreRefused) {
  shop();
  seed("a.csv", "# aludel:key assets(id)\nid,symbol\n1,BTC\n");
  seed("b.csv", "# aludel:key assets(symbol)\nid,symbol\n2,ETH\n");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "by different keys: (id) and (symbol)"));
  EXPECT_EQ(value("SELECT count(*) FROM assets"), "0");
}

TEST_P(Seeds, ManyRowsAreNotHeldInMemoryAndTheBrokenOneIsFound) {
  table("CREATE TABLE numbers (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, t TEXT);");
  std::string text = "id,n,t\n";
  for (int i = 1; i <= 60000; ++i)
    text += std::to_string(i) + "," + (i == 43210 ? "" : std::to_string(i)) +
            ",\"a text\n of two "
            "lines\"\n";
  seed("numbers.csv", text);
  const Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "numbers.csv:" + std::to_string(2 * 43210) + ":7"));
  EXPECT_EQ(value("SELECT count(*) FROM numbers"), "0");
  seed("numbers.csv", text.replace(text.find("43210,,"), 7, "43210,1,"));
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(value("SELECT count(*) FROM numbers"), "60000");
  EXPECT_TRUE(says(run({"db", "seed"}).err, "60,000 unchanged"));
}

TEST_P(Seeds, ResetAndInitLoadThemAtTheEndAndDeployWhereItIsAskedFor) {
  shop();
  seed("assets.csv", "id,symbol\n1,BTC\n");
  ASSERT_EXIT_CODE(0, run({"deploy"}));
  EXPECT_EQ(value("SELECT count(*) FROM assets"), "0");
  ASSERT_EXIT_CODE(0, run({"deploy", "--seed"}));
  EXPECT_EQ(value("SELECT count(*) FROM assets"), "1");
  const Outcome outcome = run({"db", "reset"});
  ASSERT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "1 seed loaded"));
  EXPECT_EQ(rows("SELECT symbol FROM assets"), Lines{"BTC"});
}

TEST_P(Seeds, WithoutAnyFileThereIsNothingToDo) {
  shop();
  std::filesystem::create_directories(project->folder() / "migrations/seeds");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "there are no seeds: .sql and .csv files in migrations/seeds"));
}

TEST_P(Seeds, NamesOfAnyKindAreQuoted) {
  table(
      "CREATE TABLE \"Odd \"\"Table\" (\"the id\" INTEGER PRIMARY KEY, \"select\" TEXT, \"a,b\" "
      "TEXT);");
  seed("odd.csv", "# aludel:key \"Odd \"\"Table\"(\"the id\")\nthe id,select,\"a,b\"\n1,x,y\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT * FROM \"Odd \"\"Table\""), Lines{"1|x|y"});
}
ALUDEL_ON_EVERY_DATABASE(Seeds);

class SeedsOnPostgresql : public Seeds {};

TEST_P(SeedsOnPostgresql, EveryTypeIsComparedByWhatItHolds) {
  table(
      "CREATE TYPE mood AS ENUM ('ok', 'bad');\nCREATE DOMAIN positive AS integer CHECK (VALUE > "
      "0);\nCREATE TABLE many (id bigint PRIMARY KEY, j json, b jsonb, n numeric(8,3), t "
      "timestamptz, a text[], y bytea, m mood, p point, x xml, d positive, c char(4), o boolean);");
  const std::string header = "id,j,b,n,t,a,y,m,p,x,d,c,o\n";
  const std::string row =
      "1,\"{\"\"a\"\": 1}\",\"{\"\"b\"\": [1, 2]}\",1.5,2026-01-01 00:00+00,\"{a,\"\"b c\"\"}\","
      "\\x0a1b,ok,\"(1,2)\",<a/>,3,ab,true\n";
  seed("many.csv", header + row);
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_TRUE(says(run({"db", "seed"}).err, "1 row: 0 inserted, 0 updated, 1 unchanged"));
  std::string other = row;
  other.replace(other.find("(1,2)"), 5, "(1,3)");
  seed("many.csv", header + other);
  EXPECT_TRUE(says(run({"db", "seed"}).err, "0 inserted, 1 updated"));
  other.replace(other.find(",3,ab"), 5, ",0,ab");
  seed("many.csv", header + other);
  const Outcome refused = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, refused);
  EXPECT_TRUE(says(refused.err, "value for domain positive violates check constraint"));
  EXPECT_TRUE(says(refused.err, "many.csv:2:"));
}

TEST_P(SeedsOnPostgresql, SequencesGoOnBehindTheRows) {
  table(
      "CREATE TABLE a (id serial PRIMARY KEY, x text);\nCREATE TABLE b (id integer GENERATED "
      "ALWAYS AS IDENTITY PRIMARY KEY, x text, twice text GENERATED ALWAYS AS (x || x) STORED);\n"
      "CREATE TABLE c (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, x text);");
  for (const char* name : {"a.csv", "b.csv", "c.csv"}) seed(name, "id,x\n1,x\n41,y\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  for (const std::string name : {"a", "b", "c"})
    EXPECT_EQ(value("INSERT INTO " + name + " (x) VALUES ('new') RETURNING id"), "42");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));  // and never back
  EXPECT_EQ(value("INSERT INTO a (x) VALUES ('new') RETURNING id"), "43");
  seed("b.csv", "id,x,twice\n1,x,xx\n");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "the column twice is computed by the database"));
}

TEST_P(SeedsOnPostgresql, AFileNamesItsSchema) {
  table("CREATE SCHEMA stock;\nCREATE TABLE stock.goods (id integer PRIMARY KEY);");
  seed("010_stock.goods.csv", "id\n1\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT id FROM stock.goods"), Lines{"1"});
}

TEST_P(SeedsOnPostgresql, ACircleThatNoOrderSolvesIsNamed) {
  table(
      "CREATE TABLE one (id integer PRIMARY KEY, two integer NOT NULL);\nCREATE TABLE two (id "
      "integer PRIMARY KEY, one integer NOT NULL REFERENCES one);\nALTER TABLE one ADD FOREIGN "
      "KEY (two) REFERENCES two;");
  seed("one.csv", "id,two\n1,1\n");
  seed("two.csv", "id,one\n1,1\n");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(3, outcome);
  EXPECT_TRUE(says(outcome.err, "one.csv → two.csv → one.csv"));
  EXPECT_TRUE(says(outcome.err, "DEFERRABLE"));
  table("ALTER TABLE one ALTER CONSTRAINT one_two_fkey DEFERRABLE;");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT id, two FROM one"), Lines{"1|1"});
}

TEST_P(SeedsOnPostgresql, AMissingRightIsNamedWithItsGrant) {
  shop();
  seed("assets.csv", "id,symbol\n1,BTC\n");
  (void)rows("DROP ROLE IF EXISTS seeder_" + database->name());
  const std::string role = "seeder_" + database->name();
  (void)rows("CREATE ROLE " + role + " LOGIN");
  for (const char* sql : {"GRANT SELECT, INSERT, UPDATE, DELETE ON aludel_version, aludel_journal, "
                          "aludel_text TO ",
                          "GRANT SELECT ON assets TO "})
    (void)rows(sql + role);
  const std::string url = database->url();
  const std::string own = url.substr(0, url.find("user=")) + "user=" + role;
  const Outcome outcome = run({"--url", own, "db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "permission denied for table assets"));
  EXPECT_TRUE(says(outcome.err, "GRANT "));
  EXPECT_TRUE(says(outcome.err, " ON public.assets TO " + role));
  (void)rows("DROP OWNED BY " + role);
  (void)rows("DROP ROLE " + role);
}
ALUDEL_ON_POSTGRESQL(SeedsOnPostgresql);

class SeedsOnSqlite : public Seeds {};

TEST_P(SeedsOnSqlite, ValuesGetTheAffinityOfTheirColumns) {
  table(
      "CREATE TABLE v (id INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT, b, c TEXT COLLATE "
      "NOCASE);");
  seed("v.csv", "id,i,r,t,b,c\n1,05,2,03,04,abc\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT typeof(i), i, typeof(r), r, t, typeof(b), b FROM v"),
            Lines{"integer|5|real|2.0|03|text|04"});
  seed("v.csv", "id,i,r,t,b,c\n1,05,2,03,04,ABC\n");
  EXPECT_TRUE(says(run({"db", "seed"}).err, "1 updated"));  // the collation takes them for equal
  EXPECT_TRUE(says(run({"db", "seed"}).err, "1 unchanged"));
}

TEST_P(SeedsOnSqlite, AStrictTableRefusesAValueAtItsPlace) {
  table("CREATE TABLE s (id INTEGER PRIMARY KEY, n INTEGER) STRICT;");
  seed("s.csv", "id,n\n1,1\n2,two\n3,3\n");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "s.csv:3:3"));
  EXPECT_EQ(value("SELECT count(*) FROM s"), "0");
}
ALUDEL_ON_SQLITE(SeedsOnSqlite);

}  // namespace
}  // namespace aludel::testing
