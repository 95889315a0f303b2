// A COMMIT that the server answers with a rollback is a failure, though the server calls it none.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Commit : public OnPostgresql {};
ALUDEL_ON_POSTGRESQL(Commit);

TEST_P(Commit, OfATransactionThatHasFailedIsRefused) {
  const auto connection = database->connect();
  connection->query("BEGIN");
  EXPECT_THROW(connection->query("SELECT 1 / 0"), Error);
  EXPECT_THROW(connection->query("COMMIT"), Error);
  EXPECT_FALSE(connection->in_transaction());
  EXPECT_EQ(connection->query("SELECT 1").rows.size(), 1U);
}

TEST_P(Commit, InAPipelineOfATransactionThatHasFailedIsRefused) {
  const auto connection = database->connect();
  connection->query("BEGIN");
  EXPECT_THROW(connection->query("SELECT 1 / 0"), Error);
  const Request commit{.sql = "COMMIT"};
  bool told = false;
  EXPECT_THROW(connection->run(std::span(&commit, 1),
                               [&](std::size_t, const Result&) { return told = true; }),
               Error);
  EXPECT_FALSE(told);
  EXPECT_EQ(connection->query("SELECT 1").rows.size(), 1U);
}

}  // namespace
}  // namespace aludel::testing
