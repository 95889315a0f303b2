#include "base/child_process.hpp"

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "base/code.hpp"

namespace aludel {
namespace {

TEST(ChildProcess, GivesBothOutputsAndTheStatus) {
  const ChildResult result =
      run_child({.words = {"/bin/sh", "-c", "echo out; echo err >&2; exit 3"}});
  EXPECT_EQ(result.output, "out\n");
  EXPECT_EQ(result.errors, "err\n");
  EXPECT_EQ(result.exit_status, 3);
}

TEST(ChildProcess, ItsVariablesAreSetOverOnes) {
  const ChildResult result = run_child({.words = {"/bin/sh", "-c", "echo $PGPASSWORD $HOME"},
                                        .environment = {{"PGPASSWORD", "a b"}, {"HOME", "/h"}}});
  EXPECT_EQ(result.output, "a b /h\n");
}

TEST(ChildProcess, AProgramThatIsNotThereIsAnErrorThatNamesIt) {
  try {
    (void)run_child({.words = {"/no/such/program"}});
    FAIL() << "it was started";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, info(Code::external_command).id);
    EXPECT_EQ(error.diagnostic().message,
              "cannot start /no/such/program: No such file or directory");
  }
}

TEST(ChildProcess, AStopEndsIt) {
  std::stop_source stop;
  const std::jthread soon([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    stop.request_stop();
  });
  try {
    (void)run_child({.words = {"/bin/sleep", "60"}, .stop = stop.get_token()});
    FAIL() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, info(Code::interrupted).id);
  }
}

TEST(ChildProcess, WhatItLeavesInTheBackgroundIsNotWaitedFor) {
  const auto begin = std::chrono::steady_clock::now();
  const ChildResult result = run_child(
      {.words = {"/bin/sh", "-c", "sleep 20 & (while sleep 0.01; do echo x; done) & echo begun"}});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  EXPECT_TRUE(result.output.starts_with("begun\n") || result.output.starts_with("x\n"));
  EXPECT_EQ(result.exit_status, 0);
}

TEST(ChildProcess, OfMuchOutputTheEndIsKeptWhereThatIsEnough) {
  const ChildResult result =
      run_child({.words = {"/bin/sh", "-c", "seq 1 600000; seq 1 600000 >&2"}, .keep_end = true});
  EXPECT_TRUE(result.output.ends_with("\n599999\n600000\n"));
  EXPECT_TRUE(result.errors.ends_with("\n599999\n600000\n"));
  EXPECT_LT(result.output.size(), 2UL * 1024 * 1024);
  EXPECT_EQ(result.output_lines_dropped + std::ranges::count(result.output, '\n'), 600000);
  EXPECT_EQ(result.errors_lines_dropped + std::ranges::count(result.errors, '\n'), 600000);
}

TEST(ChildProcess, WhatItCreatesIsForThisUserAlone) {
  EXPECT_EQ(run_child({.words = {"/bin/sh", "-c", "umask"}}).output, "0077\n");
}

}  // namespace
}  // namespace aludel
