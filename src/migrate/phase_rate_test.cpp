#include "migrate/phase_rate.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class PhaseRateTest : public ::testing::Test {
 protected:
  std::optional<milliseconds> at(int second, std::optional<long long> done,
                                 std::optional<long long> total, const std::string& phase = "a") {
    return rate_.remaining(phase, done, total, begin_ + seconds(second));
  }
  PhaseRate rate_;
  PhaseRate::Clock::time_point begin_ = PhaseRate::Clock::now();
};

TEST_F(PhaseRateTest, IsWhatIsLeftAtTheRateThatWasSeen) {
  EXPECT_EQ(at(0, 100, 1000), std::nullopt);
  EXPECT_EQ(at(10, 200, 1000), milliseconds(80000));
  EXPECT_EQ(at(20, 1000, 1000), milliseconds(0));
}

TEST_F(PhaseRateTest, IsNotToldFromTooLittle) {
  EXPECT_EQ(at(0, 0, 1000), std::nullopt);
  EXPECT_EQ(at(2, 500, 1000), std::nullopt) << "two seconds";
  EXPECT_EQ(at(60, 10, 1000), std::nullopt) << "a hundredth of the phase";
  EXPECT_EQ(at(61, std::nullopt, std::nullopt), std::nullopt);
  EXPECT_EQ(at(70, 500, std::nullopt), std::nullopt);
}

TEST_F(PhaseRateTest, BeginsAnewWithEachPhase) {
  EXPECT_EQ(at(0, 0, 100), std::nullopt);
  EXPECT_EQ(at(10, 50, 100), milliseconds(10000));
  EXPECT_EQ(at(20, 0, 100, "b"), std::nullopt);
  EXPECT_EQ(at(30, 10, 100, "b"), milliseconds(90000));
  EXPECT_EQ(at(40, 5, 100, "b"), milliseconds(380000)) << "counted from where it was first seen";
}

}  // namespace
}  // namespace aludel
