#include "dialect/postgresql/types.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"

namespace aludel::postgresql {

TEST(PostgresqlTypes, WhatTheServerCallsATypeIsWhatIsWrittenForIt) {
  for (const char* text : {"boolean",
                           "smallint",
                           "integer",
                           "bigint",
                           "real",
                           "double precision",
                           "numeric",
                           "numeric(12,2)",
                           "numeric(5,-2)",
                           "text",
                           "character varying",
                           "character varying(5)",
                           "character(3)",
                           "bytea",
                           "date",
                           "time without time zone",
                           "time(2) without time zone",
                           "time(2) with time zone",
                           "timestamp without time zone",
                           "timestamp(3) without time zone",
                           "timestamp with time zone",
                           "timestamp(0) with time zone",
                           "interval",
                           "interval(3)",
                           "interval day to second(3)",
                           "uuid",
                           "json",
                           "jsonb",
                           "text[]",
                           "numeric(12,2)[]",
                           "bpchar",
                           "\"char\"",
                           "bit(3)",
                           "bit varying(5)",
                           "inet",
                           "app.\"Mood\"",
                           "app.mood[]"})
    EXPECT_EQ(type_sql(type_from_server(text)), text);
}

TEST(PostgresqlTypes, ANamedTypeThatIsAPortableOneIsThatOne) {
  EXPECT_EQ(bound_type(named("INT8")), big_int());
  EXPECT_EQ(bound_type(named("VarChar ( 20 )")), varchar(20));
  EXPECT_EQ(bound_type(named("decimal(5)")), numeric(5, 0));
  EXPECT_EQ(bound_type(named("timestamptz(3)")), timestamp_tz(3));
  EXPECT_EQ(bound_type(named("timestamp with time zone")), timestamp_tz());
  EXPECT_EQ(bound_type(named("float")), double_precision());
  EXPECT_EQ(bound_type(named("int4[][]")), array_of(integer()));
  EXPECT_EQ(bound_type(named("CHAR")), character(1));
}

TEST(PostgresqlTypes, OtherNamesAreWrittenAsTheServerWouldWriteThem) {
  EXPECT_EQ(bound_type(named("public.mood")), named("mood"));
  EXPECT_EQ(bound_type(named("INET")), named("inet"));
  EXPECT_EQ(bound_type(named("app.\"Mood\"[]")), array_of(named("app.\"Mood\"")));
  EXPECT_EQ(bound_type(named("bit varying (5)")), named("bit varying(5)"));
}

TEST(PostgresqlTypes, TheTypeForThisDatabaseWins) {
  EXPECT_EQ(bound_type(text().on("postgresql", "int4range").on("sqlite", "TEXT")),
            named("int4range"));
  EXPECT_EQ(bound_type(text().on("postgresql", "int8")), big_int());
  EXPECT_EQ(bound_type(text().on("sqlite", "CHAR(3)")), text());
}

TEST(PostgresqlTypes, AnArrayHasOneDimension) {
  EXPECT_EQ(bound_type(array_of(array_of(integer()))), array_of(integer()));
}

TEST(PostgresqlTypes, SerialIsNoType) {
  EXPECT_THROW(static_cast<void>(bound_type(named("Serial"))), Error);
}

TEST(PostgresqlTypes, BoundTwiceIsBoundOnce) {
  for (const char* text : {"numeric(5)", "APP.mood", "app.\"Mood\"", "bit varying(5)", "time(3)",
                           "interval year to month", "geometry(Point,4326)"}) {
    const Type once = bound_type(named(text));
    EXPECT_EQ(bound_type(once), once) << text;
  }
}

}  // namespace aludel::postgresql
