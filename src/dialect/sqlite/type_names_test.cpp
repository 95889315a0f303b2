#include "dialect/sqlite/type_names.hpp"

#include <gtest/gtest.h>

#include "dialect/sqlite/text_reader.hpp"

namespace aludel::sqlite {
namespace {

std::vector<Type> every_portable_type() {
  return {boolean(),
          small_int(),
          integer(),
          big_int(),
          real(),
          double_precision(),
          numeric(),
          numeric(12, 2),
          numeric(5),
          text(),
          varchar(20),
          character(3),
          bytes(),
          date(),
          time(),
          timestamp(),
          timestamp(3),
          timestamp_tz(),
          timestamp_tz(6),
          interval(),
          uuid(),
          json(),
          jsonb(),
          named("DATETIME"),
          named("my  type ( 3 )")};
}

TEST(TypeNames, AreReadAsWhatTheyAreDeclaredAsAgain) {
  for (const bool strict : {false, true}) {
    for (const Type& type : every_portable_type()) {
      const std::string declared = declared_type(type, strict);
      const Type read = type_declared(declared);
      EXPECT_EQ(declared_type(read, strict), declared);
      EXPECT_EQ(type_declared(declared_type(read, strict)), read) << declared;
    }
  }
}

TEST(TypeNames, OfStrictTablesAreAmongTheSixThatThoseKnow) {
  for (Type type : every_portable_type()) {
    if (type.kind == Type::Kind::named) continue;
    const std::string declared = declared_type(type, true);
    EXPECT_TRUE(declared == "INTEGER" || declared == "REAL" || declared == "TEXT" ||
                declared == "BLOB")
        << declared;
  }
}

TEST(TypeNames, TakeNoValueForAnotherOne) {
  for (const Type& type : {uuid(), json(), jsonb(), interval(), text(), varchar(3)})
    EXPECT_EQ(affinity_of(declared_type(type, false)), Affinity::text);
  for (const Type& type : {boolean(), date(), time(), timestamp_tz(), numeric(12, 2)})
    EXPECT_EQ(affinity_of(declared_type(type, false)), Affinity::numeric);
  for (const Type& type : {small_int(), integer(), big_int()})
    EXPECT_EQ(affinity_of(declared_type(type, false)), Affinity::integer);
  EXPECT_EQ(affinity_of(declared_type(double_precision(), false)), Affinity::real);
  EXPECT_EQ(affinity_of(""), Affinity::blob);
}

TEST(TypeNames, ATypeOfSqlitesOwnWins) {
  const Type type = array_of(text()).on("postgresql", "text[]").on("sqlite", "BLOB");
  EXPECT_EQ(declared_type(type, false), "BLOB");
  EXPECT_EQ(type_declared("BLOB"), bytes());
}

TEST(BareExpressions, HaveNothingAroundThemThatMeansNothing) {
  EXPECT_EQ(bare_expression(" /* x */ ((a + 1)) -- y"), "a + 1");
  EXPECT_EQ(bare_expression("(a) + (b)"), "(a) + (b)");
  EXPECT_EQ(bare_expression("'(' || a"), "'(' || a");
  EXPECT_EQ(bare_expression(""), "");
  EXPECT_EQ(bare_expression("'never closed"), "'never closed");
  EXPECT_EQ(bare_expression("(a"), "(a");
  EXPECT_EQ(bare_statement("SELECT 1;  ; -- one"), "SELECT 1");
}

}  // namespace
}  // namespace aludel::sqlite
