#include "migrate/journal.hpp"

#include <gtest/gtest.h>

namespace aludel {

namespace {

JournalRow row(const std::string& event, int segment, int segments,
               Direction direction = Direction::up) {
  JournalRow result;
  result.name = "a1";
  result.event = event;
  result.segment = segment;
  result.segments = segments;
  result.statement = segment;
  result.direction = direction;
  result.statement_digest = "digest " + std::to_string(segment);
  return result;
}

JournalRow failed(int segment, int segments) {
  JournalRow result = row("failed", segment, segments);
  result.detail = "the server's words";
  return result;
}

JournalRow repaired(int segment, int segments, const std::string& answer) {
  JournalRow result = row("repaired", segment, segments);
  result.detail = answer;
  return result;
}

TEST(ProgressOf, ARevisionThatIsWhollyDoneOrNotBegunIsNotInProgress) {
  EXPECT_EQ(progress_of({}), std::nullopt);
  EXPECT_EQ(progress_of({row("done", 1, 1)}), std::nullopt);
  EXPECT_EQ(progress_of({row("done", 1, 2), row("done", 2, 2)}), std::nullopt);
}

TEST(ProgressOf, SomeSegmentsDoneAreProgress) {
  const auto progress = progress_of({row("done", 1, 3), row("done", 2, 3)});
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->done(), 2);
  EXPECT_EQ(progress->segments, 3);
  EXPECT_EQ(progress->done_digests, (std::vector<std::string>{"digest 1", "digest 2"}));
  EXPECT_FALSE(progress->intent);
}

TEST(ProgressOf, AnIntentWithoutAnEndStaysOpenAndAFailureIsKeptWithIt) {
  const auto open = progress_of({row("done", 1, 3), row("intent", 2, 3)});
  ASSERT_TRUE(open && open->intent);
  EXPECT_EQ(open->intent->segment, 2);
  EXPECT_EQ(open->intent->failure, "");
  const auto seen = progress_of({row("done", 1, 3), row("intent", 2, 3), failed(2, 3)});
  EXPECT_EQ(seen->intent->failure, "the server's words");
}

TEST(ProgressOf, AFailureBehindTheStatementDoesNotSayThatTheStatementFailed) {
  JournalRow behind = failed(2, 3);
  behind.statement = 0;
  const auto open = progress_of({row("done", 1, 3), row("intent", 2, 3), behind});
  ASSERT_TRUE(open && open->intent);
  EXPECT_EQ(open->intent->failure, "");
}

TEST(ProgressOf, AFailureInsideATransactionLeavesNothingBehind) {
  EXPECT_EQ(progress_of({failed(1, 1)}), std::nullopt);
  EXPECT_EQ(progress_of({row("done", 1, 2), failed(2, 2)})->done(), 1);
}

TEST(ProgressOf, TheSecondDirectionBeginsAnew) {
  const auto progress =
      progress_of({row("done", 1, 2), row("done", 2, 2), row("done", 1, 3, Direction::down)});
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->direction, Direction::down);
  EXPECT_EQ(progress->done(), 1);
}

TEST(ProgressOf, ARepairDecidesTheOpenIntent) {
  const std::vector<JournalRow> begun{row("done", 1, 3), row("intent", 2, 3)};
  auto applied = begun;
  applied.push_back(repaired(2, 3, "applied"));
  EXPECT_EQ(progress_of(applied)->done(), 2);
  EXPECT_FALSE(progress_of(applied)->intent);
  auto rolled_back = begun;
  rolled_back.push_back(repaired(2, 3, "rolled back"));
  EXPECT_EQ(progress_of(rolled_back)->done(), 1);
  EXPECT_EQ(progress_of({row("intent", 1, 2), repaired(1, 2, "rolled back")}), std::nullopt);
  EXPECT_EQ(progress_of({row("intent", 1, 1), repaired(1, 1, "applied")}), std::nullopt);
}

TEST(ProgressOf, AStampEndsWhatWasInProgress) {
  EXPECT_EQ(progress_of({row("done", 1, 3), row("stamped", 0, 0)}), std::nullopt);
}

TEST(ProgressOf, EventsThatAreNotKnownArePassedOver) {
  EXPECT_EQ(progress_of({row("done", 1, 2), row("photographed", 2, 2)})->done(), 1);
  EXPECT_EQ(progress_of({row("progress", 1, 2)}), std::nullopt);
}

TEST(ProgressOf, RowsThatMakeNoSenseDoNotCrash) {
  for (const int segment : {-5, 0, 1, 7}) {
    for (const char* event : {"done", "intent", "failed", "repaired", "stamped"}) {
      (void)progress_of({row(event, segment, 3)});
      (void)progress_of({row("intent", segment, 3), row(event, segment, 2)});
    }
  }
}

}  // namespace

}  // namespace aludel
