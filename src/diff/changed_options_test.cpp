#include "diff/changed_options.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

using Changes = std::vector<SetTableOption>;

TEST(ChangedOptions, AreNoneWhereTheOrderAloneIsAnother) {
  EXPECT_EQ(changed_options({{"a", "1"}, {"b", "2"}}, {{"b", "2"}, {"a", "1"}}), Changes{});
}

TEST(ChangedOptions, ResetWhatGoesAndSetWhatComes) {
  EXPECT_EQ(changed_options({{"a", "1"}, {"b", "2"}}, {{"b", "2"}, {"c", "3"}}),
            (Changes{{"a", std::nullopt}, {"c", "3"}}));
}

TEST(ChangedOptions, AreSetInTheirOrderFromTheFirstThatChanges) {
  EXPECT_EQ(
      changed_options({{"a", "1"}, {"b", "2"}, {"c", "3"}}, {{"a", "1"}, {"b", "4"}, {"c", "3"}}),
      (Changes{{"b", "4"}, {"c", "3"}}));
}

TEST(ChangedOptions, ComeBeforeWhatStaysByBeingSetTogether) {
  EXPECT_EQ(changed_options({{"b", "2"}}, {{"a", "1"}, {"b", "2"}}),
            (Changes{{"a", "1"}, {"b", "2"}}));
}

}  // namespace
}  // namespace aludel
