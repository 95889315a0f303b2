// `db wait` beside a server that comes up, and one that says no.
#include <chrono>

#include <gtest/gtest.h>

#include "db/support/project.hpp"
#include "fault/support/own_server.hpp"

namespace aludel::testing {
namespace {

class DatabaseWait : public ::testing::Test {
 protected:
  void SetUp() override {
    if (url_of(Server::postgresql)) return;
    if (servers_are_required()) FAIL() << "ALUDEL_TEST_POSTGRESQL names no server";
    GTEST_SKIP() << "no such server: `scripts/test-servers run ctest …` brings them";
  }
};

TEST_F(DatabaseWait, AWrongPasswordFailsAtOnceAndIsNotShown) {
  const OwnServer server(Server::postgresql, "local all postgres trust\nlocal all all password\n");
  const auto session = connect_to(server.url());
  session->query("CREATE ROLE ann LOGIN PASSWORD 'right'");
  const TestProject project("postgresql://ann:wr0ngly@/postgres?host=" + server.folder().string());
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = project.run({"db", "wait", "--timeout", "30"});
  EXPECT_EXIT_CODE(8, outcome);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  EXPECT_TRUE(says(outcome.err, "PostgreSQL refused the password of \"ann\""));
  EXPECT_EQ((outcome.out + outcome.err).find("wr0ngly"), std::string::npos) << outcome.err;
}

TEST_F(DatabaseWait, AServerThatIsStartedMeanwhileIsUsed) {
  const OwnServer server(Server::postgresql);
  const TestProject project(server.url());
  server.stop();
  Process waiting = project.start({"db", "wait", "--timeout", "60"});
  EXPECT_TRUE(eventually(
      [&] { return waiting.err_so_far().find("cannot reach PostgreSQL") != std::string::npos; }));
  server.start();
  EXPECT_EXIT_CODE(0, waiting.wait());
}

}  // namespace
}  // namespace aludel::testing
