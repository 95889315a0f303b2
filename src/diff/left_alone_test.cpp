#include "diff/left_alone.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

const Rules rules{.dialect = "postgresql"};
const Column id{.name = "id", .type = integer()};

/// Leaves everything of this name alone.
LeftAlone named(const std::string& name) {
  return {.object = [name](const CatalogObject& object, bool, bool) {
    return object.name.name == name;
  }};
}

TEST(LeftAlone, AnObjectIsAsItIsThereOrNotAtAll) {
  const Catalog live{.tables = {{.name = "a", .columns = {id}}, {.name = "b"}}};
  const Catalog wanted{.tables = {{.name = "a"}, {.name = "c"}}};
  EXPECT_EQ(with_left_alone(wanted, live, named("a"), rules).tables,
            (std::vector<Table>{{.name = "a", .columns = {id}}, {.name = "c"}}));
  EXPECT_EQ(with_left_alone(wanted, live, named("b"), rules).tables,
            (std::vector<Table>{{.name = "a"}, {.name = "b"}, {.name = "c"}}));
  EXPECT_EQ(with_left_alone(wanted, live, named("c"), rules).tables,
            (std::vector<Table>{{.name = "a"}}));
  EXPECT_EQ(with_left_alone(wanted, live, {}, rules), sorted(wanted));
}

TEST(LeftAlone, ATableGoesWithWhatIsOnIt) {
  const Catalog live{
      .tables = {{.name = "a"}},
      .triggers = {{.name = "tr", .table = "a"}},
      .grants = {{.object = "a", .role = "r1", .privileges = {"SELECT"}}},
  };
  const Catalog wanted{.tables = {{.name = "a", .columns = {id}}},
                       .policies = {{.name = "p", .table = "a"}},
                       .grants = {{.object = "a", .role = "r2", .privileges = {"SELECT"}}}};
  EXPECT_EQ(with_left_alone(wanted, live, named("a"), rules), live);
}

TEST(LeftAlone, AMemberStaysInATableThatChanges) {
  const Catalog live{
      .tables = {{.name = "a", .columns = {id}, .indexes = {{.name = "mine", .parts = {{"id"}}}}}}};
  const Catalog wanted{.tables = {{.name = "a", .columns = {id}, .comment = "new"}}};
  const Catalog merged = with_left_alone(wanted, live, named("mine"), rules);
  EXPECT_EQ(merged.tables[0].comment, "new");
  EXPECT_EQ(merged.tables[0].indexes, live.tables[0].indexes);
}

TEST(LeftAlone, AnIndexDoesNotOutliveItsColumn) {
  const Catalog live{
      .tables = {{.name = "a", .columns = {id}, .indexes = {{.name = "mine", .parts = {{"id"}}}}}}};
  const Catalog wanted{.tables = {{.name = "a"}}};
  EXPECT_TRUE(with_left_alone(wanted, live, named("mine"), rules).tables[0].indexes.empty());
}

TEST(LeftAlone, AnIndexOfAPartitionIsOnAColumnOfItsParent) {
  Table part{.name = "part", .partition_of = PartitionOf{"whole", "DEFAULT"}};
  part.indexes = {{.name = "i", .parts = {{"id"}}}};
  const Catalog live{.tables = {{.name = "part", .partition_of = part.partition_of},
                                {.name = "whole", .columns = {id}, .partition_by = "RANGE (id)"}}};
  Catalog wanted = live;
  wanted.tables[0] = part;
  EXPECT_EQ(with_left_alone(wanted, live, {}, rules), wanted);
}

TEST(LeftAlone, TypesAndDefaultsOfColumns) {
  const Catalog live{
      .tables = {{.name = "a", .columns = {{.name = "v", .type = text(), .default_sql = "'x'"}}}}};
  const Catalog wanted{
      .tables = {{.name = "a", .columns = {{.name = "v", .type = integer(), .nullable = false}}}}};
  const Column merged =
      with_left_alone(wanted, live, {.object = {}, .types = true, .defaults = true}, rules)
          .tables[0]
          .columns[0];
  EXPECT_EQ(merged, (Column{.name = "v", .type = text(), .nullable = false, .default_sql = "'x'"}));
}

TEST(ObjectSet, KnowsMembersByTheirTable) {
  const ObjectSet set({.tables = {{.name = "a", .columns = {id}}}}, rules);
  EXPECT_TRUE(set.contains({ObjectKind::table, "a"}));
  EXPECT_TRUE(set.contains({ObjectKind::column, "id", "a"}));
  EXPECT_FALSE(set.contains({ObjectKind::column, "id", "b"}));
  EXPECT_FALSE(set.contains({ObjectKind::index, "id", "a"}));
}

}  // namespace

}  // namespace aludel
