#include <gtest/gtest.h>

#include "dialect/activity.hpp"

namespace aludel {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(DescribeBlocker, SaysWhoSinceWhenAndDoingWhat) {
  Blocker blocker;
  blocker.id = "812";
  blocker.application = "nightly report";
  blocker.user = "ann";
  blocker.client = "10.0.0.5";
  blocker.state = "idle in transaction";
  blocker.state_age = minutes(4);
  blocker.transaction_age = minutes(10);
  blocker.query = "UPDATE prices SET x = ?";
  EXPECT_EQ(describe(blocker),
            "pid 812 (nightly report, ann, 10.0.0.5, idle in transaction for 4 min, transaction of "
            "10 min): UPDATE prices SET x = ?");
  blocker.waits_for = {"900", "901"};
  EXPECT_TRUE(describe(blocker).ends_with("; it waits for pid 900, pid 901"));
}

TEST(DescribeBlocker, LeavesOutWhatIsNotKnown) {
  Blocker blocker;
  blocker.id = "812";
  EXPECT_EQ(describe(blocker), "pid 812");
  blocker.kind = Blocker::Kind::process;
  blocker.application = "python3";
  EXPECT_EQ(describe(blocker), "pid 812 (python3)");
}

TEST(DescribeBlocker, NamesAPreparedTransactionAndWhatEndsIt) {
  Blocker blocker;
  blocker.kind = Blocker::Kind::prepared_transaction;
  blocker.id = "it's";
  blocker.user = "ann";
  blocker.transaction_age = seconds(5);
  EXPECT_EQ(describe(blocker),
            "the prepared transaction 'it''s' (ann, prepared 5 s ago), which no session owns: "
            "`COMMIT PREPARED 'it''s'` or `ROLLBACK PREPARED 'it''s'` ends it");
}

TEST(DescribeBlocker, TellsAnAutovacuumThatDoesNotYieldFromOneThatDoes) {
  Blocker blocker;
  blocker.kind = Blocker::Kind::autovacuum;
  blocker.id = "7";
  blocker.query = "autovacuum: VACUUM public.t";
  EXPECT_EQ(describe(blocker), "pid 7 (autovacuum): autovacuum: VACUUM public.t");
  blocker.prevents_wraparound = true;
  blocker.transaction_age = minutes(3);
  EXPECT_EQ(describe(blocker),
            "pid 7 (autovacuum to prevent transaction id wraparound for 3 min): autovacuum: VACUUM "
            "public.t; it does not yield: wait for its end");
}

TEST(DescribeBlocker, ATerminalObeysNoName) {
  Blocker blocker;
  blocker.id = "812";
  blocker.user = "\x1b[2J\nann";
  EXPECT_EQ(describe(blocker), "pid 812 (?[2J?ann)");
}

}  // namespace
}  // namespace aludel
