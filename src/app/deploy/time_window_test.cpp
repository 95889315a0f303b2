#include "app/deploy/time_window.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"

namespace aludel {
namespace {

std::chrono::system_clock::time_point utc(int hour, int minute) {
  // 2026-11-21: Berlin is one hour ahead.
  return std::chrono::system_clock::from_time_t(1795219200) + std::chrono::hours(hour) +
         std::chrono::minutes(minute);
}

TEST(TimeWindow, BeginsAtItsFirstMinuteAndIsOverAtItsLast) {
  const TimeWindow window = parse_time_window("02:00-04:30");
  EXPECT_EQ(window, (TimeWindow{120, 270, "UTC"}));
  EXPECT_FALSE(is_inside(window, utc(1, 59)));
  EXPECT_TRUE(is_inside(window, utc(2, 0)));
  EXPECT_TRUE(is_inside(window, utc(4, 29)));
  EXPECT_FALSE(is_inside(window, utc(4, 30)));
}

TEST(TimeWindow, MayLieAroundMidnight) {
  const TimeWindow window = parse_time_window("22:30-01:00 UTC");
  EXPECT_TRUE(is_inside(window, utc(23, 0)));
  EXPECT_TRUE(is_inside(window, utc(0, 59)));
  EXPECT_FALSE(is_inside(window, utc(1, 0)));
  EXPECT_FALSE(is_inside(window, utc(12, 0)));
}

TEST(TimeWindow, IsTheClockOfItsZone) {
  const TimeWindow window = parse_time_window("02:00-04:00 Europe/Berlin");
  EXPECT_TRUE(is_inside(window, utc(1, 30)));
  EXPECT_FALSE(is_inside(window, utc(3, 30)));
  EXPECT_THROW((void)is_inside(parse_time_window("02:00-04:00 Mars/Olympus"), utc(0, 0)), Error);
}

TEST(TimeWindow, SaysWhatTimeItIsThereAndWhenItOpens) {
  EXPECT_EQ(told_outside(parse_time_window("02:00-04:00 Europe/Berlin"), utc(13, 5)),
            "it is 14:05 Europe/Berlin; the window opens in 11 h 55 min");
  EXPECT_EQ(told_outside(parse_time_window("22:30-01:00"), utc(22, 0)),
            "it is 22:00 UTC; the window opens in 30 min");
}

TEST(TimeWindow, OtherTextsAreRefused) {
  for (const char* text : {"", "2", "02:00", "02:00-", "-02:00", "02:00-02:00", "25:00-26:00",
                           "02:60-03:00", "a:b-c:d", "02:00-03:00-04:00", "002:00-03:00"}) {
    EXPECT_THROW((void)parse_time_window(text), Error) << text;
  }
}

}  // namespace
}  // namespace aludel
