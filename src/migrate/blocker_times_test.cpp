#include "migrate/blocker_times.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Activity blocked_by(const std::string& state, seconds state_age, bool endable = true) {
  Activity activity;
  Blocker& blocker = activity.blockers.emplace_back();
  blocker.id = "812";
  blocker.state = state;
  blocker.state_age = state_age;
  if (endable) activity.endable = {"812"};
  return activity;
}

class BlockerTimesTest : public ::testing::Test {
 protected:
  std::vector<BlockerTimes::Due> at(int second, const Activity& seen) {
    return times_.due(seen, wish_, begin_ + seconds(second));
  }
  BlockerTimes times_;
  KillBlockers wish_;
  BlockerTimes::Clock::time_point begin_ = BlockerTimes::Clock::now();
};

TEST_F(BlockerTimesTest, AnIdleOneIsEndedAfterItsTime) {
  EXPECT_TRUE(at(0, blocked_by("idle in transaction", seconds(100))).empty());
  EXPECT_TRUE(at(10, blocked_by("idle in transaction", seconds(110))).empty());
  EXPECT_TRUE(at(20, blocked_by("idle in transaction", seconds(120))).empty());
  const auto due = at(31, blocked_by("idle in transaction", seconds(131)));
  ASSERT_EQ(due.size(), 1U);
  EXPECT_FALSE(due[0].request.cancel);
  EXPECT_EQ(due[0].request.idle_for, seconds(30));
  EXPECT_EQ(due[0].in_the_way, seconds(31));
}

TEST_F(BlockerTimesTest, OneThatWorksNowAndThenIsNotIdle) {
  for (int second = 0; second < 100; second += 5)
    EXPECT_TRUE(at(second, blocked_by("idle in transaction", seconds(4))).empty());
  EXPECT_TRUE(at(100, blocked_by("active", seconds(100))).empty());
}

TEST_F(BlockerTimesTest, OneThatWorksIsCancelledBeforeItIsTerminatedWhereAnyMayBe) {
  wish_.only = KillBlockers::Only::any;
  for (int second = 0; second < 30; second += 10)
    EXPECT_TRUE(at(second, blocked_by("active", seconds(100))).empty());
  const auto first = at(30, blocked_by("active", seconds(100)));
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(first[0].request.cancel);
  EXPECT_TRUE(at(31, blocked_by("active", seconds(100))).empty());
  const auto second = at(36, blocked_by("active", seconds(100)));
  ASSERT_EQ(second.size(), 1U);
  EXPECT_FALSE(second[0].request.cancel);
  EXPECT_EQ(second[0].request.idle_for, std::nullopt);
}

TEST_F(BlockerTimesTest, TimeCountsOverAttemptsButNotOverAnAbsence) {
  for (int second = 0; second <= 28; second += 14)
    EXPECT_TRUE(at(second, blocked_by("idle in transaction", seconds(100))).empty());
  EXPECT_EQ(at(32, blocked_by("idle in transaction", seconds(100))).size(), 1U);
  EXPECT_TRUE(at(60, blocked_by("idle in transaction", seconds(100))).empty());
}

TEST_F(BlockerTimesTest, WhatMayNotBeEndedIsNeverDue) {
  for (int second = 0; second < 100; second += 10)
    EXPECT_TRUE(at(second, blocked_by("idle in transaction", seconds(100), false)).empty());
}

TEST_F(BlockerTimesTest, OneWhoseStateIsHiddenIsNotedOnce) {
  for (int second = 0; second <= 20; second += 10) (void)at(second, blocked_by("", seconds(0)));
  const auto due = at(30, blocked_by("", seconds(0)));
  ASSERT_EQ(due.size(), 1U);
  EXPECT_TRUE(due[0].is_hidden);
  times_.give_up("812");
  EXPECT_TRUE(at(31, blocked_by("", seconds(0))).empty());
}

}  // namespace
}  // namespace aludel
