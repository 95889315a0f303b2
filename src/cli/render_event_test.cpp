#include <gtest/gtest.h>

#include "cli/console.hpp"

namespace aludel {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

StatementProgress progress() {
  StatementProgress event;
  event.revision = "8f3c";
  event.statement = 2;
  event.statements = 3;
  event.elapsed = seconds(64);
  return event;
}

TEST(RenderEvent, AStatementOfWhichNothingIsKnownHasItsTime) {
  EXPECT_EQ(render_event(progress()), "  … 8f3c  statement 2 of 3 for 1 min 4 s");
  StatementProgress own = progress();
  own.statement = 0;
  EXPECT_EQ(render_event(own), "  … 8f3c  bookkeeping and COMMIT for 1 min 4 s");
}

TEST(RenderEvent, AStatementSaysItsPhaseAndHowMuchOfItIsDone) {
  StatementProgress event = progress();
  event.command = "CREATE INDEX";
  event.relation = "prices";
  event.phase = "building index: scanning table";
  event.unit = "blocks";
  event.done = 1'234'567;
  event.total = 2'700'000;
  event.remaining = minutes(2);
  EXPECT_EQ(render_event(event),
            "  … 8f3c  statement 2 of 3 for 1 min 4 s: 45 %, CREATE INDEX on prices, building "
            "index: scanning table, 1.2 M of 2.7 M blocks, about 2 min left in this phase");
  event.total.reset();
  event.remaining.reset();
  event.waiting_behind = 1;
  EXPECT_EQ(render_event(event),
            "  … 8f3c  statement 2 of 3 for 1 min 4 s: CREATE INDEX on prices, building index: "
            "scanning table, 1.2 M blocks; 1 session waits behind this run");
}

TEST(RenderEvent, EndedTransactionsAreNoPercentage) {
  StatementProgress event = progress();
  event.command = "CREATE INDEX CONCURRENTLY";
  event.phase = "waiting for old snapshots";
  event.unit = "transactions";
  event.done = 1;
  event.total = 3;
  event.waits_for_lock = true;
  EXPECT_EQ(render_event(event),
            "  … 8f3c  statement 2 of 3 for 1 min 4 s: CREATE INDEX CONCURRENTLY, waiting for old "
            "snapshots, 1 of 3 transactions, waiting for a lock");
}

TEST(RenderEvent, AWaitNamesWhatForHowLongAndWhoIsInTheWay) {
  Waiting event;
  event.what = WaitingFor::table_lock;
  event.waited = seconds(12);
  event.limit = seconds(30);
  EXPECT_EQ(render_event(event), "  waiting for a lock for 12 s of at most 30 s");
  event.object = "ACCESS EXCLUSIVE on prices";
  event.attempt = 3;
  event.waiting_behind = 4;
  event.holder = "pid 1";
  for (const char* id : {"1", "2", "3", "4", "5"}) event.blockers.emplace_back().id = id;
  EXPECT_EQ(render_event(event),
            "  waiting for a lock (ACCESS EXCLUSIVE on prices) for 12 s, attempt 3; 4 sessions "
            "wait behind this run; held by pid 1\n    and pid 2\n    and pid 3\n    and 2 more");
  event = {.what = WaitingFor::file_lock, .holder = "pid 7 (python3)", .waited = seconds(2)};
  EXPECT_EQ(render_event(event),
            "  waiting for the database file's lock for 2 s; held by pid 7 (python3)");
}

TEST(RenderEvent, WhoIsEndedIsNamed) {
  EXPECT_EQ(render_event(BlockerEnded{BlockerEnded::How::terminated, {}, "pid 7 (psql)"}),
            "  ended pid 7 (psql)");
  EXPECT_EQ(render_event(BlockerEnded{BlockerEnded::How::cancelled, {}, "pid 7 (psql)"}),
            "  cancelled the statement of pid 7 (psql)");
  EXPECT_EQ(
      render_event(BlockerEnded{BlockerEnded::How::not_permitted, {}, "pid 7 (psql)"}),
      "  this user may not end pid 7 (psql); still waiting (a member of pg_signal_backend and "
      "pg_read_all_stats may)");
}

}  // namespace
}  // namespace aludel
