#include "dialect/postgresql/bound.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "dialect/postgresql/implied_names.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

std::string default_of(const Type& type, const char* sql, const Catalog& catalog = {}) {
  return bound_default(sql, type, catalog).value_or("none");
}

}  // namespace

TEST(PostgresqlDefaults, LiteralsHaveTheTypeThatTheServerGivesThem) {
  EXPECT_EQ(default_of(text(), "'it''s'"), "'it''s'::text");
  EXPECT_EQ(default_of(varchar(5), "('x')"), "'x'::character varying");
  EXPECT_EQ(default_of(character(5), "'x'"), "'x'::bpchar");
  EXPECT_EQ(default_of(integer(), "0"), "0");
  EXPECT_EQ(default_of(integer(), "-1"), "'-1'::integer");
  EXPECT_EQ(default_of(big_int(), "2147483648"), "'2147483648'::bigint");
  EXPECT_EQ(default_of(big_int(), "-2147483648"), "'-2147483648'::integer");
  EXPECT_EQ(default_of(numeric(), "- 0.5"), "'-0.5'::numeric");
  EXPECT_EQ(default_of(boolean(), "TRUE"), "true");
  EXPECT_EQ(default_of(boolean(), "'f'"), "false");
  EXPECT_EQ(default_of(date(), "'2026-01-31'"), "'2026-01-31'::date");
  EXPECT_EQ(default_of(jsonb(), "'{}'"), "'{}'::jsonb");
  EXPECT_EQ(default_of(array_of(varchar(5)), "'{}'"), "'{}'::character varying[]");
  EXPECT_EQ(default_of(timestamp_tz(), "current_timestamp"), "CURRENT_TIMESTAMP");
  EXPECT_EQ(default_of(named("mood"), "'ok'", {.enums = {{.name = "mood", .values = {"ok"}}}}),
            "'ok'::mood");
}

TEST(PostgresqlDefaults, WhatIsNotSureStaysAsItIs) {
  EXPECT_EQ(default_of(jsonb(), "'{\"a\":1}'"), "'{\"a\":1}'");
  EXPECT_EQ(default_of(named("inet"), "'::1'"), "'::1'");
  EXPECT_EQ(default_of(text(), "lower('X')"), "lower('X')");
  EXPECT_EQ(default_of(text(), "'a' || 'b'"), "'a' || 'b'");
}

TEST(PostgresqlDefaults, NullIsNone) {
  EXPECT_EQ(default_of(text(), "NULL"), "none");
  EXPECT_EQ(default_of(varchar(5), "null"), "NULL::character varying");
}

TEST(PostgresqlProcedures, TellTheModesOfTheirArgumentsAsTheVersionDoes) {
  const auto arguments = [](const std::string& written, int version) {
    const Operation made =
        bound(CreateFunction{{.name = "p", .arguments = written, .procedure = true}}, {}, version);
    return std::get<CreateFunction>(made).function.arguments;
  };
  EXPECT_EQ(arguments("days integer DEFAULT f(1, 2), INOUT n text", 140000),
            "IN days integer DEFAULT f(1, 2), INOUT n text");
  EXPECT_EQ(arguments("IN days integer, INOUT n text", 130000), "days integer, INOUT n text");
  EXPECT_EQ(arguments("", 140000), "");
}

TEST(PostgresqlNames, AreCutAtTheLongerPart) {
  EXPECT_EQ(object_name("t", "a_b", "key"), "t_a_b_key");
  EXPECT_EQ(object_name("t", "", "pkey"), "t_pkey");
  const std::string longest(63, 'x');
  EXPECT_EQ(object_name(longest, "a", "key"), std::string(57, 'x') + "_a_key");
  EXPECT_EQ(object_name(longest, longest, "fkey").size(), 63U);
}

TEST(PostgresqlNames, AreNotCutInsideACharacter) {
  std::string umlauts;
  for (int at = 0; at < 40; ++at) umlauts += "ä";
  const std::string name = object_name(umlauts, "", "pkey");
  EXPECT_EQ(name, umlauts.substr(0, 58) + "_pkey");
}

TEST(PostgresqlNames, ThatAreTakenGetANumber) {
  const Catalog catalog{.tables = {{.name = "t_pkey"}}};
  const Table table =
      bound_table({.name = "t",
                   .columns = {{.name = "a", .type = integer()}, {.name = "b", .type = integer()}},
                   .constraints = {PrimaryKey{.columns = {"a"}}, Check{.expression = "a > 0"},
                                   Check{.expression = "a < 9"}, Check{.expression = "a < b"}},
                   .indexes = {{.parts = {{.expression = "a + b"}, {.expression = "b"}}}}},
                  catalog);
  std::vector<std::string> names;
  for (const Constraint& constraint : table.constraints)
    names.push_back(std::visit([](const auto& of_kind) { return of_kind.name; }, constraint));
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"t_a_check", "t_a_check1", "t_check", "t_pkey1"}));
  EXPECT_EQ(table.indexes.at(0).name, "t_expr_expr1_idx");
}

TEST(PostgresqlSqlText, NamesAreQuotedWhereTheyNeedIt) {
  EXPECT_EQ(ident("price_2"), "price_2");
  EXPECT_EQ(ident("select"), "\"select\"");
  EXPECT_EQ(ident("Price"), "\"Price\"");
  EXPECT_EQ(ident("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(qualified(ObjectName("app", "user")), "app.\"user\"");
}

TEST(PostgresqlSqlText, OnlyParenthesesAroundAllOfItGo) {
  EXPECT_EQ(without_parentheses(" ((a > 0)) "), "a > 0");
  EXPECT_EQ(without_parentheses("(a) > (b)"), "(a) > (b)");
  EXPECT_EQ(without_parentheses("(a = ')')"), "a = ')'");
}

}  // namespace aludel::postgresql
