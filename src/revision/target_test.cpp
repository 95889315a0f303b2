#include "revision/target.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"
#include "base/code.hpp"

namespace aludel {
namespace {

Target parts(std::string_view text, std::string_view branch, std::string_view symbol,
             std::int64_t steps = 0) {
  return {.text = std::string(text),
          .branch = std::string(branch),
          .symbol = std::string(symbol),
          .steps = steps};
}

TEST(Target, IsCutIntoBranchSymbolAndSteps) {
  const Target cases[] = {parts("8f3c", "", "8f3c"),
                          parts("head", "", "head"),
                          parts("net@head", "net", "head"),
                          parts("+1", "", "", 1),
                          parts("-2", "", "", -2),
                          parts("net@-1", "net", "", -1),
                          parts("net@8f3c+3", "net", "8f3c", 3),
                          parts("head-1", "", "head", -1),
                          parts("a.b+2", "", "a.b", 2)};
  for (const Target& wanted : cases) EXPECT_EQ(parse_target(wanted.text), wanted) << wanted.text;
}

TEST(Target, IsAnchoredAtBothEnds) {
  for (const char* text : {"", "+1foo", "head-1zzz", "aaaa1+1+1", "+", "-", "a+", "+0", "head-0",
                           "X@", "@head", "a@b@c", "a+1@head", "a:b", "+ 1", "++1", "--1"}) {
    try {
      (void)parse_target(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.diagnostic().code, info(Code::bad_target).id) << text;
    }
  }
}

TEST(Target, TakesAHugeNumberAsMoreThanThereIs) {
  EXPECT_EQ(parse_target("+99999999999999999999999999").steps, 1'000'000'000);
}

}  // namespace
}  // namespace aludel
