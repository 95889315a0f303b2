#include "lint/type_change.hpp"

#include <array>

#include <gtest/gtest.h>

namespace aludel {

namespace {

struct Case {
  std::string_view from;
  std::string_view to;
  Work work;
  Keeping loss;
  bool has_using = false;
};

using enum Keeping;

// What is rewritten is compared with servers in tests/db/effects_test.cpp; here it is what is lost.
constexpr std::array cases{
    Case{"character varying(20)", "text", Work::none, keeps},
    Case{"character varying(20)", "VARCHAR(40)", Work::none, keeps},
    Case{"character varying(20)", "varchar(10)", Work::rewrite, keeps},
    Case{"character varying(20)", "varchar(10)", Work::rewrite, may_lose, true},
    Case{"text", "char", Work::rewrite, keeps},
    Case{"text", "integer", Work::rewrite, keeps, true},
    Case{"integer", "int8", Work::rewrite, keeps},
    Case{"bigint", "integer", Work::rewrite, keeps},
    Case{"bigint", "double precision", Work::rewrite, may_lose},
    Case{"integer", "text", Work::rewrite, keeps},
    Case{"numeric(10,2)", "numeric(12, 2)", Work::none, keeps},
    Case{"numeric(10,2)", "numeric", Work::none, keeps},
    Case{"numeric(10,2)", "decimal(10,1)", Work::rewrite, loses},
    Case{"numeric", "numeric(10,2)", Work::rewrite, loses},
    Case{"numeric(10,2)", "integer", Work::rewrite, loses},
    Case{"double precision", "real", Work::rewrite, loses},
    Case{"real", "float8", Work::rewrite, keeps},
    Case{"timestamp with time zone", "timestamptz(0)", Work::rewrite, loses},
    Case{"timestamp with time zone", "timestamp", Work::rewrite, keeps},
    Case{"timestamp without time zone", "date", Work::rewrite, loses},
    Case{"date", "timestamp", Work::rewrite, keeps},
    Case{"json", "jsonb", Work::rewrite, keeps},
    Case{"integer[]", "bigint[]", Work::rewrite, keeps},
    Case{"integer[]", "bigint", Work::rewrite, may_lose, true},
    Case{"", "numeric(10,1)", Work::rewrite, may_lose},
    Case{"", "text", Work::rewrite, keeps},
    Case{"public.mood", "public.mood", Work::none, keeps},
};

TEST(TypeChange, ConversionsThatRoundOrCutLoseAndThoseThatRefuseDoNot) {
  for (const Case& each : cases) {
    SCOPED_TRACE(std::string(each.from) + " to " + std::string(each.to));
    const TypeVerdict verdict =
        judge_type_change({.from = each.from, .to = each.to, .has_using = each.has_using});
    EXPECT_EQ(name_of(verdict.work), name_of(each.work));
    EXPECT_EQ(verdict.loss, each.loss);
  }
}

TEST(TypeChange, TypesOfTheCatalogCutWhatIsTooLong) {
  for (const char* type : {"\"char\"", "name"})
    EXPECT_EQ(judge_type_change({.from = "text", .to = type, .plain_using = true}).loss,
              Keeping::may_lose)
        << type;
}

TEST(TypeChange, BetweenTimestampsOnlyIndexesAreBuiltInUtc) {
  const TypeVerdict verdict = judge_type_change(
      {.from = "timestamp with time zone", .to = "timestamp", .has_using = false, .utc = true});
  EXPECT_EQ(verdict.work, Work::build);
}

}  // namespace

}  // namespace aludel
