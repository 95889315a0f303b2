#include "migrate/seeds/seed_order.hpp"

#include <deque>

#include <gtest/gtest.h>

#include "base/code.hpp"

namespace aludel {
namespace {

/// Seeds of the test's own making: CSV files `name`.csv for the table `name`.
class SeedOrderTest : public ::testing::Test {
 protected:
  struct Reference {
    std::string column;
    std::string parent;
    bool deferrable = false;
    bool not_null = false;
  };

  void csv(const std::string& name, const std::vector<Reference>& references = {}) {
    RepeatableScript& seed = seeds_.emplace_back();
    seed.name = name + ".csv";
    FittedSeed& fitted = fitted_.emplace_back();
    fitted.seed = &seed;
    fitted.table.name = name;
    fitted.columns = {{.name = "id"}};
    fitted.key = {"id"};
    for (const Reference& each : references) {
      fitted.columns.push_back({.name = each.column, .not_null = each.not_null});
      fitted.table.foreign_keys.push_back({{each.column}, each.parent, {"id"}, each.deferrable});
    }
    all_.push_back(&seed);
    all_fitted_.push_back(&fitted);
  }
  void sql(const std::string& name, std::vector<std::string> required) {
    RepeatableScript& seed = seeds_.emplace_back();
    seed.name = name + ".sql";
    seed.required = std::move(required);
    all_.push_back(&seed);
    all_fitted_.push_back(nullptr);
  }
  /// "a b.c": groups in order, the members of one joined by points.
  std::string order() {
    groups_ = order_seeds(all_, all_fitted_);
    std::string text;
    for (const SeedGroup& group : groups_) {
      for (std::size_t k = 0; k < group.members.size(); ++k) {
        const std::string& name = all_[group.members[k]]->name;
        text += (k > 0 ? "." : text.empty() ? "" : " ") + name.substr(0, name.find('.'));
      }
    }
    return text;
  }

  std::deque<RepeatableScript> seeds_;
  std::deque<FittedSeed> fitted_;
  std::vector<const RepeatableScript*> all_;
  std::vector<const FittedSeed*> all_fitted_;
  std::vector<SeedGroup> groups_;
};

TEST_F(SeedOrderTest, StaysAsGivenWhereNothingAsksForMore) {
  csv("b");
  csv("a");
  sql("c", {});
  EXPECT_EQ(order(), "b a c");
}

TEST_F(SeedOrderTest, PutsWhatIsReferredToFirst) {
  csv("a", {{"x", "c"}});
  sql("b", {});
  csv("c", {{"y", "d"}});
  csv("d");
  EXPECT_EQ(order(), "d c a b");
}

TEST_F(SeedOrderTest, KeepsWhatIsRequiredBeforeIt) {
  csv("a", {{"x", "b"}});
  csv("b");
  sql("c", {"a"});
  EXPECT_EQ(order(), "b a c");
}

TEST_F(SeedOrderTest, ATableThatRefersToItselfIsAGroupOfOne) {
  csv("a", {{"up", "a"}});
  EXPECT_EQ(order(), "a");
  EXPECT_TRUE(groups_[0].refers_to_itself);
  EXPECT_EQ(groups_[0].late_columns[0], std::vector<std::string>{});
}

TEST_F(SeedOrderTest, OfACircleTheReferenceThatCannotWaitDecides) {
  csv("teams", {{"lead", "people"}});
  csv("people", {{"team", "teams", false, true}});
  EXPECT_EQ(order(), "teams.people");
  EXPECT_EQ(groups_[0].late_columns[0], std::vector<std::string>{"lead"});
  EXPECT_EQ(groups_[0].late_columns[1], std::vector<std::string>{});
}

TEST_F(SeedOrderTest, ADeferrableReferenceWaitsByItself) {
  csv("one", {{"two", "two", true, true}});
  csv("two", {{"one", "one", false, true}});
  EXPECT_EQ(order(), "one.two");
  EXPECT_EQ(groups_[0].late_columns[0], std::vector<std::string>{});
}

TEST_F(SeedOrderTest, ACircleThatNothingOpensIsRefused) {
  csv("one", {{"two", "two", false, true}});
  csv("two", {{"one", "one", false, true}});
  try {
    (void)order();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, info(Code::cycle).id);
    EXPECT_NE(error.diagnostic().message.find("one.csv → two.csv → one.csv"), std::string::npos);
  }
}

TEST_F(SeedOrderTest, SqlInACircleIsRefused) {
  csv("a", {{"x", "b"}});
  csv("b");
  sql("c", {"a"});
  seeds_[1].required = {"c"};
  EXPECT_THROW((void)order(), Error);
}

}  // namespace
}  // namespace aludel
