#include "cli/kill_blockers_option.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"

namespace aludel {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Only = KillBlockers::Only;

std::string refusal(std::string_view text) {
  try {
    (void)parse_kill_blockers(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 2);
    return error.diagnostic().message + "|" + error.diagnostic().hint;
  }
  return "taken";
}

TEST(KillBlockersOption, IsReadWithDefaults) {
  EXPECT_EQ(parse_kill_blockers("after=2m,only=any"), (KillBlockers{minutes(2), Only::any}));
  EXPECT_EQ(parse_kill_blockers(" only = idle , after = 5 "),
            (KillBlockers{seconds(5), Only::idle}));
  EXPECT_EQ(parse_kill_blockers("after=45s"), (KillBlockers{seconds(45), Only::idle}));
  EXPECT_EQ(parse_kill_blockers("only=any"), (KillBlockers{seconds(30), Only::any}));
}

TEST(KillBlockersOption, RefusesWhatItDoesNotKnowWithTheNearestWord) {
  EXPECT_EQ(refusal("afer=30s"), "--kill-blockers: there is no `afer`|did you mean `after`?");
  EXPECT_EQ(refusal("only=idel"),
            "--kill-blockers: only is `idle` or `any`, not `idel`|did you mean `idle`?");
  EXPECT_EQ(refusal("30s"), "--kill-blockers: there is no `30s`|");
  EXPECT_EQ(refusal(""), "--kill-blockers: there is no ``|");
  EXPECT_EQ(refusal("only=any,"), "--kill-blockers: there is no ``|");
  EXPECT_EQ(refusal("after"), "--kill-blockers: `after` needs a value: `after=…`|");
  EXPECT_EQ(refusal("only=any,only=idle"), "--kill-blockers: `only` is given twice|");
  EXPECT_EQ(refusal("after=0"), "--kill-blockers: after is 1s at the least, not `0`|");
  EXPECT_TRUE(refusal("after=soon").starts_with("--kill-blockers: `soon` is not a duration"))
      << refusal("after=soon");
}

}  // namespace
}  // namespace aludel
