// What PostgreSQL has not, said before anything runs, with what to do instead.
#include "db/support/objects.hpp"

namespace aludel::testing {

namespace {

class PostgresqlRefusals : public PostgresqlObjects {
 protected:
  void SetUp() override {
    PostgresqlObjects::SetUp();
    catalog.enums = {{.name = "mood", .values = {"ok", "sad"}}};
    catalog.tables = {
        {.name = "people",
         .columns = {{.name = "id", .type = integer()},
                     {.name = "mood", .type = named("mood")},
                     {.name = "twice", .type = integer(), .generated = Generated{"id * 2"}}},
         .constraints = {Unique{.name = "people_id_key", .columns = {"id"}}}},
        {.name = "parts",
         .columns = {{.name = "day", .type = date()}},
         .partition_by = "RANGE (day)"}};
  }
  std::string of_column(AlterColumn change) {
    return refusal(AlterTable{"people", {std::move(change)}});
  }
  /// As a server of another version would have it.
  std::string on(int other, const Operation& operation) {
    const int own = std::exchange(version, other);
    std::string text = refusal(operation);
    version = own;
    return text;
  }
};

}  // namespace

TEST_P(PostgresqlRefusals, WhatOnlySqliteHas) {
  EXPECT_EQ(refusal(AlterTable{"people", {SetStrict{}}}),
            "PostgreSQL has no STRICT tables | its tables keep to their types anyway: leave it "
            "out, or say it only where `op.dialect() == \"sqlite\"`");
  EXPECT_EQ(refusal(AlterTable{"people", {SetWithoutRowid{}}}),
            "PostgreSQL has no tables WITHOUT ROWID | leave it out, or say it only where "
            "`op.dialect() == \"sqlite\"`");
}

TEST_P(PostgresqlRefusals, TypesThatAreNone) {
  EXPECT_EQ(
      refusal(CreateTable{{.name = "t", .columns = {{.name = "id", .type = named("BIGSERIAL")}}}}),
      "\"bigserial\" is not a type of a column | PostgreSQL makes a sequence for it, which nothing "
      "here would know of. Write an integer type with "
      "`.identity = aludel::Identity{}`, or create_sequence and a default "
      "`nextval('…'::regclass)`.");
}

TEST_P(PostgresqlRefusals, WhatAnOlderServerLacks) {
  const Unique unique{.name = "u", .columns = {"id"}, .nulls_not_distinct = true};
  EXPECT_EQ(on(140000, AlterTable{"people", {AddConstraint{unique}}}),
            "UNIQUE NULLS NOT DISTINCT needs PostgreSQL 15: constraint u | make the columns NOT "
            "NULL, or a unique index on coalesce(…) of them");
  EXPECT_EQ(on(140000, CreateIndex{"people",
                                   {.name = "i",
                                    .parts = {{.column = "id"}},
                                    .unique = true,
                                    .nulls_not_distinct = true}}),
            "UNIQUE NULLS NOT DISTINCT needs PostgreSQL 15: index i | make the columns NOT NULL, "
            "or the index on coalesce(…) of them");
  EXPECT_EQ(on(130000, DetachPartition{"p", "parts", true}),
            "to detach a partition concurrently needs PostgreSQL 14: p | detach it without "
            "CONCURRENTLY: the table is locked for a moment, no row is read");
  EXPECT_EQ(
      on(170000,
         AlterTable{
             "people",
             {AddColumn{{.name = "v", .type = integer(), .generated = Generated{"id", false}}}}}),
      "a generated column that is computed when read needs PostgreSQL 18: column v | store it "
      "(`.stored = "
      "true`), or select the expression in a view");
  EXPECT_EQ(on(120000,
               AlterTable{"people",
                          {AlterColumn{.name = "twice", .generated = std::optional<Generated>()}}}),
            "to make a generated column a plain one needs PostgreSQL 13: column twice of people | "
            "add a plain column, copy the values by UPDATE, drop this one and rename");
  EXPECT_EQ(
      on(160000,
         AlterTable{"people", {AlterColumn{.name = "twice", .generated = Generated{"id * 3"}}}}),
      "to change the expression of a generated column needs PostgreSQL 17: column twice of people "
      "| drop the column and add it again: its values are computed anyway");
}

TEST_P(PostgresqlRefusals, WhatNoServerCan) {
  EXPECT_EQ(of_column({.name = "id", .generated = Generated{"1"}}),
            "PostgreSQL cannot make a plain column a generated one: column id of people | add a "
            "generated column beside it, drop this one and rename");
  EXPECT_EQ(on(180000,
               AlterTable{"people",
                          {AlterColumn{.name = "twice", .generated = Generated{"id * 2", false}}}}),
            "PostgreSQL cannot change whether a generated column is stored: column twice of people "
            "| drop the column and add it again: its values are computed anyway");
  EXPECT_EQ(refusal(CreateIndex{.table = "parts",
                                .index = {.name = "i", .parts = {{.column = "day"}}},
                                .concurrently = true}),
            "PostgreSQL cannot make an index on a partitioned table concurrently: parts | create "
            "it concurrently on each partition first; without CONCURRENTLY on the "
            "table it then takes those and is quick");
  EXPECT_EQ(refusal(CreateView{.view = {.name = "m", .query = "SELECT 1", .materialized = true},
                               .replace = true}),
            "PostgreSQL cannot replace a materialized view: m | drop it and create it again");
  EXPECT_EQ(refusal(GrantPrivileges{
                {.kind = ObjectKind::index, .object = "i", .role = "r", .privileges = {"SELECT"}}}),
            "PostgreSQL has no privileges on an object of the kind index | grant them on the table "
            "that it belongs to");
  EXPECT_EQ(refusal(BulkInsert{"people", {"id", "mood"}, {{1, "ok"}, {2, std::string("o\0k", 3)}}}),
            "row 2 for table people has a NUL byte in column mood, which no text of PostgreSQL can "
            "hold | for a column of bytes write `sql(\"'\\\\x…'\")` with the "
            "bytes in hexadecimal");
}

TEST_P(PostgresqlRefusals, AConstraintThatIsNotThere) {
  EXPECT_EQ(
      refusal(AlterTable{"people",
                         {DropConstraint{.kind = ConstraintKind::unique, .columns = {"mood"}}}}),
      "table people has no such constraint on mood | it has people_id_key; drop it by its name");
}

TEST_P(PostgresqlRefusals, AnEnumValueWhoseUsersCannotFollow) {
  const RemoveEnumValue removal{.name = "mood", .value = "sad"};
  const std::string subject = "value 'sad' of enum mood cannot be removed: ";
  EXPECT_EQ(refusal(RemoveEnumValue{.name = "mod", .value = "sad"}),
            "there is no enum mod | did you mean `mood`?");
  catalog.views = {{.name = "v", .query = "SELECT people.mood FROM people"}};
  EXPECT_EQ(refusal(removal), subject +
                                  "view v uses column mood of table people | drop the view first "
                                  "and create it again behind this");
  catalog.views = {};
  catalog.functions = {{.name = "f", .arguments = "m mood", .signature = "mood"}};
  EXPECT_EQ(
      refusal(removal),
      subject +
          "function f(mood) takes it | drop the function first and create it again behind this");
  catalog.functions = {};
  catalog.domains = {{.name = "d", .type = named("mood")}};
  EXPECT_EQ(
      refusal(removal),
      subject +
          "domain d is of that type | drop the domain first, or give its columns the enum itself");
  catalog.domains = {};
  Table& people = catalog.tables.front();
  people.constraints.emplace_back(
      ForeignKey{.name = "fk", .columns = {"mood"}, .table = "parts", .referred = {"day"}});
  EXPECT_EQ(refusal(removal), subject +
                                  "foreign key fk of table people uses column mood of table people "
                                  "| drop the foreign key first and create it again behind this");
  people.constraints.clear();
  people.columns[2].generated = Generated{"mood::text"};
  EXPECT_EQ(refusal(removal), subject +
                                  "the generated column twice of table people uses column mood of "
                                  "table people | drop that column first and add it again behind "
                                  "this: its values are computed");
  people.columns.pop_back();
  people.partition_by = "LIST (mood)";
  EXPECT_EQ(refusal(removal),
            subject +
                "column mood of table people decides about the partitions of people | make "
                "a new table with the new type and copy the rows");
}

ALUDEL_ON_POSTGRESQL(PostgresqlRefusals);

}  // namespace aludel::testing
