#include "db/sqlite/bind_cell.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(BindCell, WholeNumbersAndTruthsHaveAValue) {
  EXPECT_EQ(whole_value("true"), 1);
  EXPECT_EQ(whole_value("false"), 0);
  EXPECT_EQ(whole_value("-42"), -42);
  EXPECT_EQ(whole_value("007"), 7);
  EXPECT_EQ(whole_value("999999999999999999"), 999999999999999999);
}

TEST(BindCell, WhatMayNotFitOrIsNoneHasNoWholeValue) {
  for (const char* sql : {"", "-", "+1", "1.0", "1e3", "0x10", "9223372036854775807", "1 + 1"})
    EXPECT_EQ(whole_value(sql), std::nullopt) << sql;
}

TEST(BindCell, FractionsAreNumbersWithAPointOrAPower) {
  for (const char* sql : {"1.5", "-0.25", "3.", "2e10", "1.5E-3", "7e+2"})
    EXPECT_TRUE(is_fraction(sql)) << sql;
}

TEST(BindCell, OtherTextsAreNoFractions) {
  for (const char* sql : {"", "-", "1", "1.5.2", ".5", "1e", "1e+", "1.5x", "now()", "'1.5'"})
    EXPECT_FALSE(is_fraction(sql)) << sql;
}

}  // namespace
}  // namespace aludel
