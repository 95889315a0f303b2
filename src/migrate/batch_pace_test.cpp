#include "migrate/batch_pace.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace aludel {

namespace {

/// Milliseconds that a batch takes: a fixed part, a part for each row.
struct Machine {
  double fixed;
  double per_row;
  [[nodiscard]] BatchPace::Duration time(long long rows) const {
    return BatchPace::Duration(fixed + per_row * static_cast<double>(rows));
  }
};

BatchPace after(const Machine& machine, long long size, double target, int batches = 60) {
  BatchPace pace(size, BatchPace::Duration(target));
  for (int i = 0; i < batches; ++i)
    pace.took(pace.size(), machine.time(pace.size()), BatchPace::Duration(machine.fixed));
  return pace;
}

TEST(BatchPace, ComesToHalfOfTheTargetFromBelowAndFromAbove) {
  for (const long long size : {1LL, 1000LL, 100'000LL}) {
    const BatchPace pace = after({.fixed = 1, .per_row = 0.005}, size, 50);
    EXPECT_NEAR(static_cast<double>(pace.size()), 24 / 0.005, 500) << size;
  }
}

TEST(BatchPace, TakesMoreOfTheTargetWhileNobodyElseWrites) {
  const Machine machine{.fixed = 1, .per_row = 0.005};
  BatchPace pace(1000, BatchPace::Duration(50));
  const auto size_after = [&](bool alone) {
    pace.alone(alone);
    for (int i = 0; i < 60; ++i)
      pace.took(pace.size(), machine.time(pace.size()), BatchPace::Duration(machine.fixed));
    return static_cast<double>(pace.size());
  };
  EXPECT_NEAR(size_after(true), 39 / 0.005, 500);
  EXPECT_NEAR(size_after(false), 24 / 0.005, 500);
}

TEST(BatchPace, IsSmallerAtOnceWhenSomebodyHasCome) {
  const Machine machine{.fixed = 1, .per_row = 0.005};
  BatchPace pace(1000, BatchPace::Duration(50), 4);
  pace.alone(true);
  for (int i = 0; i < 60; ++i)
    pace.took(pace.size(), machine.time(pace.size()), BatchPace::Duration(machine.fixed));
  EXPECT_NEAR(static_cast<double>(pace.size()), 199 / 0.005, 500);
  pace.alone(false);
  EXPECT_LT(machine.time(pace.size()).count(), 50);
}

TEST(BatchPace, GrowsByAtMostHalfAndHalvesWhatIsTooSlow) {
  BatchPace pace(1000, BatchPace::Duration(50));
  pace.took(1000, BatchPace::Duration(1), BatchPace::Duration(0));
  EXPECT_EQ(pace.size(), 1500);
  pace.took(1500, BatchPace::Duration(51), BatchPace::Duration(0));
  EXPECT_EQ(pace.size(), 750);
}

TEST(BatchPace, WhereTheFixedTimeIsMuchSmallerBatchesAreNotTaken) {
  const BatchPace slow_disk = after({.fixed = 20, .per_row = 0.002}, 50, 4);
  EXPECT_GT(slow_disk.size(), 2000);
  EXPECT_LT(slow_disk.size(), 20'000);
  const BatchPace far_away = after({.fixed = 80, .per_row = 0.01}, 5000, 50);
  EXPECT_GT(far_away.size(), 4000);
}

TEST(BatchPace, ADiskThatIsSlowNowAndThenDoesNotMakeThemSmallForEver) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> disk(5, 27);
  BatchPace pace(50, BatchPace::Duration(4));
  for (int i = 0; i < 1000; ++i) {
    const double fixed = disk(random);
    const double time = fixed + 0.002 * static_cast<double>(pace.size());
    pace.took(pace.size(), BatchPace::Duration(time), BatchPace::Duration(fixed));
  }
  EXPECT_GT(pace.size(), 1000);
}

TEST(BatchPace, ASlowRowIsABatchOfItsOwn) {
  EXPECT_EQ(after({.fixed = 0.1, .per_row = 200}, 1000, 50).size(), 1);
}

TEST(BatchPace, StaysBelowTheTargetWithNoiseInEveryHundredth) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::lognormal_distribution<double> noise(0, 0.2);
  const Machine machine{.fixed = 1, .per_row = 0.004};
  BatchPace pace(1000, BatchPace::Duration(50));
  std::vector<double> times;
  for (int i = 0; i < 3000; ++i) {
    const double time = machine.time(pace.size()).count() * noise(random);
    times.push_back(time);
    pace.took(pace.size(), BatchPace::Duration(time), BatchPace::Duration(1));
  }
  std::ranges::sort(times);
  EXPECT_LT(times[times.size() * 99 / 100], 50);
  EXPECT_GT(times[times.size() / 2], 12);
}

TEST(BatchPace, DoesNotGrowWhileHeld) {
  BatchPace pace(1000, BatchPace::Duration(50));
  pace.halve(40);
  pace.hold();
  pace.took(20, BatchPace::Duration(1), BatchPace::Duration(0));
  EXPECT_EQ(pace.size(), 20);
  pace.resume();
  pace.took(20, BatchPace::Duration(1), BatchPace::Duration(0));
  EXPECT_EQ(pace.size(), 30);
  for (int i = 0; i < 99; ++i) pace.halve(pace.size());
  EXPECT_EQ(pace.size(), 1);
}

TEST(BatchRate, FollowsALoadThatChangesAndNotASingleSlowBatch) {
  BatchRate rate;
  EXPECT_EQ(rate.per_second(), 0);
  for (int i = 0; i < 600; ++i) rate.add(1000, BatchRate::Duration(1));
  EXPECT_NEAR(rate.per_second(), 1000, 1);
  rate.add(1000, BatchRate::Duration(10));
  EXPECT_GT(rate.per_second(), 900);
  for (int i = 0; i < 600; ++i) rate.add(200, BatchRate::Duration(1));
  EXPECT_LT(rate.per_second(), 240);
}

TEST(BatchRate, ForgetsTheSmallBatchesOfTheBeginning) {
  BatchRate rate;
  rate.add(5'000, BatchRate::Duration(0.05));  // a first batch reads what nobody has read before
  rate.add(7'500, BatchRate::Duration(0.03));
  rate.add(11'250, BatchRate::Duration(0.01));
  EXPECT_NEAR(rate.per_second(), 1'125'000, 1);
  rate.add(5'000, BatchRate::Duration(0.05));  // a small one on the way counts
  EXPECT_LT(rate.per_second(), 300'000);
}

}  // namespace

}  // namespace aludel
