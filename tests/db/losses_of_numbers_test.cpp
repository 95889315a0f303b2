// A column of texts that becomes one of numbers on SQLite: '007' is 7 then.
#include "db/support/losses.hpp"

namespace aludel::testing {
namespace {

class LossesOfNumbers : public PlannedLosses<OnDatabase> {
 protected:
  void SetUp() override {
    PlannedLosses::SetUp();
    if (!database) return;
    database->run("CREATE TABLE t (id INTEGER PRIMARY KEY, b VARCHAR(9), n INTEGER);");
    database->run(
        "INSERT INTO t VALUES (1, '007', 1), (2, '7', 2), (3, NULL, 3), (4, '1.50', 4), (5, 'x', 5)"
        ", (6, '+1', 6)");
  }
  static std::string to(const std::string& type) {
    return "CREATE TABLE new (id INTEGER PRIMARY KEY, b " + type +
           ", n INTEGER);\nINSERT INTO new (id, b, n) SELECT id, b, n FROM t;\nDROP TABLE t;\n"
           "ALTER TABLE new RENAME TO t;";
  }
};
ALUDEL_ON_SQLITE(LossesOfNumbers);

TEST_P(LossesOfNumbers, WhatIsWrittenOtherwiseIsCounted) {
  EXPECT_TOLD(to("INTEGER"), "how 3 values of t.b are written (VARCHAR(9) → INTEGER)");
  EXPECT_TOLD(to("NUMERIC(9, 2)"), "how 3 values of t.b are written (VARCHAR(9) → NUMERIC(9, 2))");
  // '7' is 7.0 there, too.
  EXPECT_TOLD(to("REAL"), "how 4 values of t.b are written (VARCHAR(9) → REAL)");
}

TEST_P(LossesOfNumbers, ALossIsToldWhateverTheTableHoldsNow) {
  database->run("DELETE FROM t WHERE id <> 2");
  EXPECT_TOLD(to("INTEGER"),
              "how values of t.b are written (VARCHAR(9) → INTEGER), none as of now");
}

TEST_P(LossesOfNumbers, OtherTypesKeepWhatIsThere) {
  for (const std::string type : {"TEXT", "VARCHAR(20)", "BLOB", ""}) EXPECT_NO_LOSS(to(type));
}

TEST_P(LossesOfNumbers, AColumnThatIsRenamedBeforeIsCountedByItsName) {
  EXPECT_TOLD(
      "ALTER TABLE t RENAME TO old;\nALTER TABLE old RENAME COLUMN b TO c;\n"
      "CREATE TABLE t (id INTEGER PRIMARY KEY, c INTEGER, n INTEGER);\n"
      "INSERT INTO t SELECT id, c, n FROM old;\nDROP TABLE old;",
      "how 3 values of t.b are written (VARCHAR(9) → INTEGER)");
}

}  // namespace
}  // namespace aludel::testing
