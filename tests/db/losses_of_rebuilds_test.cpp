// A table that is dropped loses nothing where all its rows, and all they say, are in another one.
#include "db/support/losses.hpp"

namespace aludel::testing {
namespace {

class LossesOfRebuilds : public PlannedLosses<OnDatabase> {
 protected:
  void SetUp() override {
    PlannedLosses::SetUp();
    if (!database) return;
    database->run("CREATE TABLE t (id INTEGER PRIMARY KEY, b VARCHAR(9));");
    database->run("INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, NULL);");
  }
  static std::string in_place(const std::string& copy) {
    return copy + "DROP TABLE t;\nALTER TABLE n RENAME TO t;";
  }
};
ALUDEL_ON_EVERY_DATABASE(LossesOfRebuilds);

TEST_P(LossesOfRebuilds, AColumnOfTheSourceIsKept) {
  const std::string made = "CREATE TABLE n (id INTEGER PRIMARY KEY, b TEXT);\n";
  for (const std::string select :
       {"SELECT * FROM t", "SELECT id, b FROM t", "SELECT x.id, x.b AS c FROM t AS x ORDER BY id",
        "SELECT id, coalesce(b, 'none') FROM t", "SELECT id, CAST(b AS TEXT) FROM t"})
    EXPECT_NO_LOSS(in_place(made + "INSERT INTO n " + select + ";\n"));
}

TEST_P(LossesOfRebuilds, AnExpressionKeepsNothingOfTheColumn) {
  const std::string made = "CREATE TABLE n (id INTEGER PRIMARY KEY, b TEXT);\n";
  EXPECT_TOLD(in_place(made + "INSERT INTO n (id, b) SELECT id, 'z' FROM t;\n"),
              "column t.b with 2 values");
  EXPECT_TOLD(in_place("CREATE TABLE n AS SELECT id, CAST('y' AS TEXT) AS b FROM t;\n"),
              "column t.b with 2 values");
  EXPECT_TOLD(in_place(made + "INSERT INTO n SELECT id, upper(b) FROM t;\n"),
              "perhaps what values of t.b say");
  EXPECT_TOLD(in_place(made + "INSERT INTO n SELECT id, CAST(b AS INTEGER) FROM t;\n"),
              on_postgresql() ? "loses     nothing" : "perhaps what values of t.b say");
}

TEST_P(LossesOfRebuilds, ACopyOfACopyHoldsNoMoreThanTheFirst) {
  EXPECT_TOLD(
      "CREATE TABLE m AS SELECT id FROM t;\nCREATE TABLE n AS SELECT * FROM m;\n"
      "DROP TABLE m;\nDROP TABLE t;",
      "column t.b with 2 values");
}

TEST_P(LossesOfRebuilds, RowsThatMayBeLeftOutAreLost) {
  const std::string made = "CREATE TABLE n (id INTEGER, b TEXT UNIQUE);\n";
  for (const std::string order : {"", " AS x", " ORDER BY id"}) {
    const std::string select = "SELECT * FROM t" + order;
    EXPECT_TOLD(
        in_place(made + "INSERT INTO n " + select + (select.ends_with('t') ? " WHERE true" : "") +
                 " ON CONFLICT DO NOTHING;\n"),
        "table t with 3 rows");
    EXPECT_TOLD(in_place("CREATE TABLE n AS " + select + " LIMIT 1;\n"), "table t with 3 rows");
  }
}

TEST_P(LossesOfRebuilds, ACopyThatIsDroppedTooHoldsNothing) {
  EXPECT_TOLD(
      "CREATE TABLE n AS SELECT * FROM t;\nDROP TABLE n;\nCREATE TABLE n (id INTEGER);\n"
      "DROP TABLE t;",
      "table t with 3 rows");
  EXPECT_NO_LOSS("CREATE TABLE n AS SELECT * FROM t;\nDROP TABLE n;");
}

class LossesOfRebuildsInAFile : public LossesOfRebuilds {};
ALUDEL_ON_SQLITE(LossesOfRebuildsInAFile);

TEST_P(LossesOfRebuildsInAFile, AConstraintMayLeaveRowsOut) {
  for (const std::string columns : {"id INTEGER, b TEXT UNIQUE ON CONFLICT IGNORE",
                                    "id INTEGER, b TEXT, UNIQUE (b) ON CONFLICT REPLACE",
                                    "id INTEGER PRIMARY KEY ON CONFLICT IGNORE, b TEXT",
                                    "id INTEGER, b TEXT NOT NULL ON CONFLICT IGNORE"})
    EXPECT_TOLD(in_place("CREATE TABLE n (" + columns + ");\nINSERT INTO n SELECT * FROM t;\n"),
                "table t with 3 rows");
  for (const std::string insert :
       {"INSERT OR IGNORE INTO", "INSERT OR REPLACE INTO", "REPLACE INTO"})
    EXPECT_TOLD(in_place("CREATE TABLE n (id INTEGER, b TEXT UNIQUE);\n" + insert +
                         " n SELECT * FROM t;\n"),
                "table t with 3 rows");
}

TEST_P(LossesOfRebuildsInAFile, ATriggerMayLeaveRowsOut) {
  EXPECT_TOLD(in_place("CREATE TABLE n (id INTEGER, b TEXT);\n"
                       "CREATE TRIGGER tr BEFORE INSERT ON n BEGIN SELECT RAISE(IGNORE); END;\n"
                       "INSERT INTO n SELECT * FROM t;\n"),
              "table t with 3 rows");
}

class LossesOfServerRebuilds : public PlannedLosses<OnPostgresql> {
 protected:
  void SetUp() override {
    PlannedLosses::SetUp();
    if (!database) return;
    database->run(
        "CREATE TABLE t (id integer PRIMARY KEY, b text, amount numeric(10,2));\n"
        "INSERT INTO t SELECT g, 'x', 1.5 FROM generate_series(1, 7) g;\n"
        "CREATE TABLE inh (id integer);\nCREATE TABLE child () INHERITS (inh);\n"
        "INSERT INTO child SELECT generate_series(1, 5);\n"
        "CREATE TABLE parent (id integer) PARTITION BY LIST (id);\n"
        "CREATE TABLE parent_1 PARTITION OF parent FOR VALUES IN (1);\n"
        "INSERT INTO parent VALUES (1);\n"
        "CREATE FUNCTION wipe() RETURNS text LANGUAGE sql AS 'SELECT NULL::text';");
  }
};
ALUDEL_ON_POSTGRESQL(LossesOfServerRebuilds);

TEST_P(LossesOfServerRebuilds, WhatOnlyLeavesOutIsLost) {
  EXPECT_TOLD("CREATE TABLE n AS SELECT * FROM ONLY inh;\nDROP TABLE inh CASCADE;",
              "table child with 5 rows");
  EXPECT_TOLD("CREATE TABLE n AS SELECT * FROM inh;\nDROP TABLE inh CASCADE;",
              "table child with 5 rows");
  EXPECT_TOLD("CREATE TABLE n AS TABLE ONLY parent;\nDROP TABLE parent;",
              "table parent with 1 row");
}

TEST_P(LossesOfServerRebuilds, APartGoesWithTheTableThatItWasAttachedTo) {
  const std::string made = "CREATE TABLE p (LIKE t) PARTITION BY LIST (id);\n";
  EXPECT_TOLD(made + "ALTER TABLE p ATTACH PARTITION t DEFAULT;\nDROP TABLE p;",
              "table t with 7 rows");
  EXPECT_NO_LOSS(made +
                 "ALTER TABLE p ATTACH PARTITION t DEFAULT;\n"
                 "ALTER TABLE p DETACH PARTITION t;\nDROP TABLE p;");
  EXPECT_TOLD("CREATE TABLE p (LIKE t);\nALTER TABLE t INHERIT p;\nDROP TABLE p CASCADE;",
              "table t with 7 rows");
  EXPECT_TOLD("ALTER TABLE parent DETACH PARTITION parent_1;\nDROP TABLE parent;",
              "table parent with an unknown number of rows");
}

TEST_P(LossesOfServerRebuilds, ANarrowerTypeOfTheNewTableRounds) {
  EXPECT_TOLD(
      "CREATE TABLE n (id integer, b text, amount integer);\n"
      "INSERT INTO n SELECT * FROM t;\nDROP TABLE t;",
      "perhaps what values of t.amount say (numeric(10,2) → integer)");
  EXPECT_TOLD(
      "CREATE TABLE n (amount integer, id integer, b text);\n"
      "INSERT INTO n SELECT amount, id, b FROM t;\nDROP TABLE t;",
      "perhaps what values of t.amount say (numeric(10,2) → integer)");
  EXPECT_TOLD(
      "CREATE TABLE n (amount integer, id integer, b text);\n"
      "INSERT INTO n (id, b, amount) SELECT id, b, amount FROM t;\nDROP TABLE t;",
      "perhaps what values of t.amount say (numeric(10,2) → integer)");
  EXPECT_NO_LOSS(
      "CREATE TABLE n (id bigint, b varchar, amount numeric(12,2));\n"
      "INSERT INTO n SELECT id, b, amount FROM t;\nDROP TABLE t;");
}

TEST_P(LossesOfServerRebuilds, ARuleMayLeaveRowsOut) {
  EXPECT_TOLD(
      "CREATE TABLE n (LIKE t);\nCREATE RULE r AS ON INSERT TO n DO INSTEAD NOTHING;\n"
      "INSERT INTO n SELECT * FROM t;\nDROP TABLE t;",
      "table t with 7 rows");
}

TEST_P(LossesOfServerRebuilds, AUsingThatIsNoPlainCastMayLose) {
  const std::string alter = "ALTER TABLE t ALTER b TYPE text USING ";
  for (const std::string expression : {"NULL", "wipe()", "''", "upper(b)", "b::integer::text"})
    EXPECT_TOLD(alter + expression + ";", "perhaps what values of t.b say");
  for (const std::string expression : {"b", "b::text", "CAST(b AS text)", "(b)::text", "(b::text)"})
    EXPECT_NO_LOSS(alter + expression + ";");
  EXPECT_TOLD("ALTER TABLE t ALTER amount TYPE text USING amount::integer;",
              "perhaps what values of t.amount say");
}

TEST_P(LossesOfServerRebuilds, ASecondConversionIsJudgedWithoutTheOldType) {
  EXPECT_TOLD(
      "ALTER TABLE t ALTER b TYPE numeric USING b::numeric;\n"
      "ALTER TABLE t ALTER b TYPE integer;",
      "perhaps what values of t.b say");
}

}  // namespace
}  // namespace aludel::testing
