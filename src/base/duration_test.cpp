#include "base/duration.hpp"

#include <gtest/gtest.h>

#include "base/code.hpp"

namespace aludel {
namespace {

using std::chrono::milliseconds;

std::string refusal(std::string_view text) {
  try {
    (void)parse_duration(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, info(Code::bad_value).id);
    EXPECT_NE(error.diagnostic().hint, "");
    return error.diagnostic().message;
  }
  return "accepted";
}

TEST(Duration, IsANumberWithAUnit) {
  EXPECT_EQ(parse_duration("500ms"), milliseconds(500));
  EXPECT_EQ(parse_duration("30s"), milliseconds(30'000));
  EXPECT_EQ(parse_duration("5m"), milliseconds(300'000));
  EXPECT_EQ(parse_duration("5min"), milliseconds(300'000));
  EXPECT_EQ(parse_duration(" 2 h "), milliseconds(7'200'000));
}

TEST(Duration, OfABareNumberIsSeconds) {
  EXPECT_EQ(parse_duration("30"), milliseconds(30'000));
  EXPECT_EQ(parse_duration("0"), milliseconds(0));
}

TEST(Duration, RefusesWhatIsNotOne) {
  EXPECT_EQ(refusal(""), "`` is not a duration: it does not begin with a number");
  EXPECT_EQ(refusal("soon"), "`soon` is not a duration: it does not begin with a number");
  EXPECT_EQ(refusal("-1s"), "`-1s` is not a duration: it is negative");
  EXPECT_EQ(refusal("3 parsecs"), "`3 parsecs` is not a duration: `parsecs` is not a unit");
  EXPECT_EQ(refusal("1.5s"), "`1.5s` is not a duration: `.5s` is not a unit");
  EXPECT_EQ(refusal("99999999999999999999s"),
            "`99999999999999999999s` is not a duration: it is longer than 1,000 days");
  EXPECT_EQ(refusal("9223372036854775807h"),
            "`9223372036854775807h` is not a duration: it is longer than 1,000 days");
}

TEST(Duration, IsShownWithAtMostTwoUnits) {
  EXPECT_EQ(format_duration(milliseconds(0)), "0 ms");
  EXPECT_EQ(format_duration(milliseconds(12)), "12 ms");
  EXPECT_EQ(format_duration(milliseconds(1'234)), "1.2 s");
  EXPECT_EQ(format_duration(milliseconds(9'949)), "9.9 s");
  EXPECT_EQ(format_duration(milliseconds(9'950)), "10 s");
  EXPECT_EQ(format_duration(milliseconds(59'600)), "1 min");
  EXPECT_EQ(format_duration(milliseconds(184'000)), "3 min 4 s");
  EXPECT_EQ(format_duration(milliseconds(7'500'000)), "2 h 5 min");
}

}  // namespace
}  // namespace aludel
