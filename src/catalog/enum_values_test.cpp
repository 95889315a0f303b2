#include "catalog/enum_values.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

const Rules rules{.dialect = "postgresql", .column_takes_its_users = true};

/// A catalog that names 'sad' of app.mood where a catalog can.
Catalog moods() {
  return {.domains = {{.name = "d", .checks = {{.name = "c", .expression = "'sad'::app.mood"}}}},
          .tables = {{.name = "people",
                      .columns = {{.name = "g", .generated = Generated{"m = 'sad'::app.mood"}}},
                      .constraints = {Check{.name = "happy", .expression = "m <> 'sad'::app.mood"},
                                      Check{.name = "other", .expression = "n <> 'sad'::text"}},
                      .indexes = {{.name = "ix", .where = "m = 'sad'::app.mood"}}}},
          .views = {{.name = "v", .query = "SELECT 'sad'::app.mood, 'sad'::app.\"Mood\", 'sad'"}},
          .policies = {{.name = "p",
                        .table = "people",
                        .using_expression = "m = 'glad'::app.mood",
                        .with_check = "m = 'sad' :: app.mood"}}};
}

TEST(EnumValues, AreFoundWhereATextIsMadeOneOfTheType) {
  EXPECT_EQ(value_users(moods(), "app.mood", "sad", rules),
            (std::vector<std::string>{"column g of table people", "check happy of table people",
                                      "index ix of table people", "view v", "check c of domain d",
                                      "policy p of table people"}));
  EXPECT_EQ(value_users(moods(), "app.mood", "so so", rules), std::vector<std::string>{});
}

TEST(EnumValues, AreRenamedInEveryText) {
  Catalog catalog = moods();
  follow_value_in_texts(catalog, "app.mood", "sad", "it's ok", rules);
  EXPECT_EQ(value_users(catalog, "app.mood", "sad", rules), std::vector<std::string>{});
  EXPECT_EQ(catalog.tables[0].indexes[0].where, "m = 'it''s ok'::app.mood");
  EXPECT_EQ(catalog.views[0].query, "SELECT 'it''s ok'::app.mood, 'sad'::app.\"Mood\", 'sad'");
  EXPECT_EQ(catalog.policies[0].using_expression, "m = 'glad'::app.mood");
}

}  // namespace
}  // namespace aludel
