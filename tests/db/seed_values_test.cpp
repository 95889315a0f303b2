// Seeds whose rows give values of unique columns to each other.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class SeedValues : public OnDatabase {
 protected:
  void seed(const std::string& name, const std::string& text) {
    project->write("migrations/seeds/" + name, text);
  }
  void table(const std::string& sql) {
    project->add("aaaa000" + std::to_string(++revisions_), sql, "SELECT 1;");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }

 private:
  int revisions_ = 0;
};

TEST_P(SeedValues, RowsExchangeTheValuesOfUniqueColumns) {
  struct Case {
    std::string what;
    std::string column;
    std::string a, b, c;
  };
  std::vector<Case> cases{{"text", "TEXT NOT NULL UNIQUE", "x", "y", "z"},
                          {"short text", "VARCHAR(2) NOT NULL UNIQUE", "xx", "yy", "zz"},
                          {"number", "INTEGER NOT NULL UNIQUE", "1", "2", "3"},
                          {"nullable", "DATE UNIQUE", "2026-01-01", "2026-01-02", "2026-01-03"}};
  if (on_postgresql()) {
    const std::string uuid = "00000000-0000-0000-0000-00000000000";
    cases.push_back({"uuid", "UUID NOT NULL UNIQUE", uuid + "1", uuid + "2", uuid + "3"});
    cases.push_back({"small number", "SMALLINT NOT NULL UNIQUE", "1", "2", "3"});
  }
  int number = 0;
  for (const Case& each : cases) {
    SCOPED_TRACE(each.what);
    const std::string name = "t" + std::to_string(++number);
    table("CREATE TABLE " + name + " (id INTEGER PRIMARY KEY, v " + each.column + ", n TEXT);");
    const std::string header = "id,v,n\n";
    seed(name + ".csv", header + "1," + each.a + ",p\n2," + each.b + ",q\n3," + each.c + ",r\n");
    ASSERT_EXIT_CODE(0, run({"db", "seed", name}));
    // A swap, a circle of three, and a chain whose end is free for a new row.
    seed(name + ".csv", header + "1," + each.b + ",p\n2," + each.a + ",q\n3," + each.c + ",r\n");
    Outcome outcome = run({"db", "seed", name});
    ASSERT_EXIT_CODE(0, outcome);
    EXPECT_TRUE(says(outcome.err, "0 inserted, 2 updated, 1 unchanged"));
    EXPECT_EQ(rows("SELECT id, v, n FROM " + name + " ORDER BY id"),
              (Lines{"1|" + each.b + "|p", "2|" + each.a + "|q", "3|" + each.c + "|r"}));
    seed(name + ".csv", header + "1," + each.a + ",p\n2," + each.c + ",q\n3," + each.b + ",r\n");
    ASSERT_EXIT_CODE(0, run({"db", "seed", name, "--replace"}));
    EXPECT_EQ(rows("SELECT v FROM " + name + " ORDER BY id"), (Lines{each.a, each.c, each.b}));
  }
}

TEST_P(SeedValues, RowsThatATriggerKeepsOutAreNotCalledLoaded) {
  table("CREATE TABLE s (id INTEGER PRIMARY KEY, n TEXT);");
  if (on_postgresql()) {
    rows("CREATE FUNCTION keep_out() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
    rows("CREATE TRIGGER r BEFORE INSERT ON s FOR EACH ROW EXECUTE FUNCTION keep_out()");
  } else {
    rows("CREATE TRIGGER r BEFORE INSERT ON s BEGIN SELECT raise(ignore); END");
  }
  seed("s.csv", "id,n\n1,a\n");
  const Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "0 unchanged; 1 kept out by a trigger or rule of the table"));
}

TEST_P(SeedValues, RowsThatReferToEachOtherExchangeThemToo) {
  table(
      "CREATE TABLE people (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES people (id), place "
      "TEXT NOT NULL, seat INTEGER NOT NULL, UNIQUE (place, seat));");
  seed("people.csv", "id,boss,place,seat\n1,,a,1\n2,1,a,2\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  seed("people.csv", "id,boss,place,seat\n1,2,a,2\n2,,b,1\n3,1,a,1\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT id, boss, place, seat FROM people ORDER BY id"),
            (Lines{"1|2|a|2", "2|∅|b|1", "3|1|a|1"}));
}

TEST_P(SeedValues, WhereTheyCannotItIsSaidWhoHasTheValue) {
  table(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT NOT NULL UNIQUE CHECK (v IN ('x', 'y', "
      "'z')));");
  seed("t.csv", "id,v\n1,x\n2,y\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  seed("t.csv", "id,v\n1,y\n2,x\n");
  Outcome outcome = run({"db", "seed"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "the database refused line 2 of seed t.csv"));
  EXPECT_TRUE(says(outcome.err, "the row of line 3 has the same (v) until that line is loaded"));
  (void)rows("INSERT INTO t VALUES (7, 'z')");
  seed("t.csv", "id,v\n1,x\n2,z\n");
  outcome = run({"db", "seed", "--replace"});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "is on no line of the file: change or delete it"));
  EXPECT_EQ(rows("SELECT id, v FROM t ORDER BY id"), (Lines{"1|x", "2|y", "7|z"}));
}

TEST_P(SeedValues, ValuesThatOthersReferToAreNotTouchedOnTheWay) {
  table(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT NOT NULL UNIQUE);\nCREATE TABLE child (v "
      "TEXT REFERENCES t (v) ON UPDATE CASCADE);");
  seed("t.csv", "id,v\n1,x\n2,y\n");
  ASSERT_EXIT_CODE(0, run({"db", "seed"}));
  (void)rows("INSERT INTO child VALUES ('x')");
  seed("t.csv", "id,v\n1,y\n2,x\n");
  EXPECT_EXIT_CODE(4, run({"db", "seed"}));
  EXPECT_EQ(rows("SELECT v FROM child"), Lines{"x"});
}

ALUDEL_ON_EVERY_DATABASE(SeedValues);

}  // namespace
}  // namespace aludel::testing
