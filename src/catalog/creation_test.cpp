#include "catalog/creation.hpp"

#include <gtest/gtest.h>

#include "catalog/describe.hpp"

namespace aludel {
namespace {

Table table_of(const char* name, std::vector<ForeignKey> keys = {}) {
  Table table{.name = name,
              .columns = {{.name = "id", .type = integer(), .nullable = false},
                          {.name = "other", .type = integer()}},
              .constraints = {PrimaryKey{.columns = {"id"}}}};
  for (ForeignKey& key : keys) table.constraints.emplace_back(std::move(key));
  return table;
}

ForeignKey key_to(const char* table) {
  return {
      .name = std::string("fk_") + table, .columns = {"other"}, .table = table, .referred = {"id"}};
}

/// One line an operation.
std::string order_of(const Catalog& catalog, const Rules& rules = {}) {
  std::string lines;
  for (const Operation& operation : creation(catalog, rules)) lines += describe(operation) + "\n";
  return lines;
}

Catalog remade(const Catalog& catalog, const Rules& rules = {}) {
  Catalog made;
  for (const Operation& operation : creation(catalog, rules)) apply(made, operation, rules);
  return made;
}

TEST(Creation, MakesATableBeforeThoseThatReferToIt) {
  const Catalog catalog{.tables = {table_of("a", {key_to("c")}), table_of("b", {key_to("a")}),
                                   table_of("c", {key_to("c")})}};
  EXPECT_EQ(order_of(catalog), "create table c\ncreate table a\ncreate table b\n");
  EXPECT_EQ(remade(catalog), sorted(catalog));
}

TEST(Creation, AddsForeignKeysOfTablesThatNeedEachOtherBehindBoth) {
  const Catalog catalog{.tables = {table_of("a", {key_to("b")}), table_of("b", {key_to("a")})}};
  EXPECT_EQ(order_of(catalog), "create table b\ncreate table a\nadd foreign key fk_a to b\n");
  EXPECT_EQ(remade(catalog), sorted(catalog));
  const Rules sqlite{.dialect = "sqlite", .foreign_keys_may_dangle = true};
  EXPECT_EQ(order_of(catalog, sqlite), "create table b\ncreate table a\n");
  EXPECT_EQ(remade(catalog, sqlite), sorted(catalog));
}

TEST(Creation, MakesAPartitionBehindItsParentWhateverForeignKeysSay) {
  Table parent = table_of("z", {key_to("a")});
  parent.partition_by = "LIST (id)";
  Table part{.name = "a", .partition_of = PartitionOf{"z", "DEFAULT"}};
  const Catalog catalog{.tables = {part, parent}};
  EXPECT_EQ(order_of(catalog), "create table z\ncreate table a\nadd foreign key fk_a to z\n");
}

TEST(Creation, MakesViewsBehindWhatTheirQueriesName) {
  const Catalog catalog{
      .tables = {table_of("prices")},
      .views = {{.name = "a", .query = "SELECT * FROM b JOIN public.c USING (id)"},
                {.name = "b", .query = "SELECT id, 'a' FROM prices"},
                {.name = "c", .query = "WITH x AS (SELECT id FROM b) SELECT id FROM x"}}};
  EXPECT_EQ(order_of(catalog),
            "create table prices\ncreate view b\ncreate view c\ncreate view a\n");
}

TEST(Creation, MakesAFunctionBeforeADefaultThatCallsItAndBehindATableThatItsSqlNames) {
  Table items = table_of("items");
  items.columns[1].default_sql = "app.next_number(1)";
  const Catalog catalog{
      .schemas = {{"app"}},
      .tables = {items, table_of("numbers")},
      .functions = {
          {.name = "app.next_number",
           .arguments = "step integer",
           .definition = "RETURNS integer LANGUAGE sql AS $$SELECT max(id) FROM numbers$$"},
          {.name = "all_items",
           .definition = "RETURNS SETOF items LANGUAGE plpgsql AS $$BEGIN END$$"}}};
  EXPECT_EQ(order_of(catalog),
            "create schema app\ncreate table numbers\ncreate function app.next_number(integer)\n"
            "create table items\ncreate function all_items()\n");
}

TEST(Creation, MakesASequenceThatAColumnOwnsBetweenTheTableAndItsDefault) {
  Table items = table_of("items");
  items.columns[0].default_sql = "nextval('items_id_seq'::regclass)";
  const Catalog catalog{
      .sequences = {{.name = "items_id_seq", .owned_by = {{"items", "id"}}}, {.name = "free"}},
      .tables = {items}};
  EXPECT_EQ(order_of(catalog),
            "create sequence free\ncreate table items\ncreate sequence items_id_seq\n"
            "alter column id of items: default\n");
  EXPECT_EQ(remade(catalog), sorted(catalog));
}

}  // namespace
}  // namespace aludel
