#include "app/compare/object_patterns.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"

namespace aludel {

namespace {

bool is_left_out(const ObjectPatterns& patterns, const CatalogObject& object) {
  return left_out(patterns)(object, true, true);
}

const CatalogObject prices{ObjectKind::table, ObjectName("app", "prices")};

TEST(ObjectPatterns, OfANameInAnySchemaOrWithItsSchema) {
  EXPECT_TRUE(is_left_out({.exclude = {"pri*"}}, prices));
  EXPECT_TRUE(is_left_out({.exclude = {"app.*"}}, prices));
  EXPECT_FALSE(is_left_out({.exclude = {"shop.*"}}, prices));
  EXPECT_FALSE(left_out({})) << "nothing is asked";
}

TEST(ObjectPatterns, OfAKind) {
  EXPECT_TRUE(is_left_out({.exclude = {"table:*"}}, prices));
  EXPECT_FALSE(is_left_out({.exclude = {"view:*"}}, prices));
  EXPECT_TRUE(
      is_left_out({.exclude = {"materialized_view:m"}}, {ObjectKind::materialized_view, "m"}));
}

TEST(ObjectPatterns, AMemberGoesWithItsTable) {
  const CatalogObject index{ObjectKind::index, "ix_day", prices.name};
  EXPECT_TRUE(is_left_out({.exclude = {"app.prices"}}, index));
  EXPECT_TRUE(is_left_out({.exclude = {"index:ix_*"}}, index));
  EXPECT_FALSE(is_left_out({.include = {"prices"}}, index));
  EXPECT_TRUE(is_left_out({.include = {"days"}}, index));
  EXPECT_TRUE(is_left_out({.include = {"prices"}, .exclude = {"index:*"}}, index));
}

TEST(ObjectPatterns, AnUnknownKindIsRefusedWithTheNearest) {
  try {
    (void)left_out({.exclude = {"indx:*"}});
    FAIL() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().hint, "did you mean `index`?");
  }
}

}  // namespace

}  // namespace aludel
