// examples/deploy: its files are read, each call of aludel in them is run on a real database, and
// its hook posts to a listener of the test.
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "cli/sandbox.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

class ContainerFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* python = std::getenv("ALUDEL_TEST_ALEMBIC");
    if (python == nullptr || !sandbox_.use_postgresql())
      GTEST_SKIP() << "needs a server and ALUDEL_TEST_ALEMBIC (scripts/test-servers run …)";
    script_ = std::string(python) + "/bin/python " ALUDEL_SOURCE_DIR "/tests/cli/deploy/";
    fs::copy(ALUDEL_SOURCE_DIR "/examples/deploy", sandbox_.folder() / "project",
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }

  Sandbox sandbox_;
  std::string script_;
};

TEST_F(ContainerFilesTest, CanBeReadAndCallWhatThereIs) {
  const CommandOutput calls = sandbox_.run(script_ + "container_files.py .");
  ASSERT_EQ(calls.exit_status, 0) << calls.err;
  std::istringstream lines(calls.out);
  int count = 0;
  for (std::string call; std::getline(lines, call); ++count) {
    const CommandOutput output = sandbox_.run(call);
    EXPECT_EQ(output.exit_status, 0) << call << '\n' << output.err;
    EXPECT_EQ(sandbox_.run("aludel current").out, "5d0c9b71e3a2 (head)\n");
    EXPECT_EQ(sandbox_.run("aludel db drop -q && aludel db create -q").exit_status, 0);
  }
  EXPECT_EQ(count, 3) << calls.out;
}

TEST_F(ContainerFilesTest, HaveAHookThatPostsWhatBecameOfADeployment) {
  const fs::path curl = sandbox_.folder() / "bin/curl";
  sandbox_.write(curl, "#!/bin/sh\necho \"$*\" >> \"$HOME/called\"\nexec /usr/bin/curl \"$@\"\n");
  fs::permissions(curl, fs::perms::owner_all);
  const CommandOutput output = sandbox_.run(
      script_ +
      "listener.py 2 posts & while [ ! -e posts.port ]; do sleep 0.05; done\n"
      "export CHAT_WEBHOOK=http://127.0.0.1:$(cat posts.port)/hooks/a-secret\n"
      "aludel deploy\n"
      "echo \"SELECT 'a \\\"word\\\"' FROM nothing;\" >> migrations/scripts/001_views.sql\n"
      "aludel deploy\n"
      "wait; cat posts");
  EXPECT_TRUE(output.out.contains(
      R"(/hooks/a-secret application/json {"text":":white_check_mark: deployed to app: upgrade 1 revision, at 5d0c9b71e3a2; scripts 1 script; verify rows at)"))
      << output.out << output.err;
  EXPECT_TRUE(output.out.contains(
      R"({"text":":x: deployment to app failed: the database refused statement 2 of script 001_views.sql [E0401]\nnow: nothing of this script was kept)"))
      << output.out << output.err;
  const std::string called = sandbox_.run("cat ../home/called").out;
  EXPECT_TRUE(called.contains("--data-binary")) << called;
  EXPECT_FALSE(called.contains("a-secret")) << called;
}

TEST_F(ContainerFilesTest, HaveAHookThatIsSilentWithoutAWebhook) {
  const CommandOutput output = sandbox_.run("aludel deploy");
  EXPECT_EQ(output.exit_status, 0) << output.err;
  EXPECT_FALSE(output.err.contains("hook")) << output.err;
}

}  // namespace

}  // namespace aludel
