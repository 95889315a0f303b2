#include "cli/complete.hpp"

#include <gtest/gtest.h>

#include "aludel/error.hpp"

namespace aludel {
namespace {

using Words = std::vector<std::string>;

Words complete(const Words& words) {
  CompletionSources sources;
  sources.revisions = [] { return Words{"8f3c2a91d0e4", "4b1de0c7a2f5", "billing"}; };
  sources.scripts = [] { return Words{"001_indexes", "002_views"}; };
  sources.databases = [] { return Words{"shop", "log"}; };
  sources.environments = []() -> Words { throw Error(Diagnostic{}); };
  return complete_words(words, sources);
}

TEST(Complete, CommandsAndThoseOfAGroup) {
  EXPECT_EQ(complete({"upg"}), Words{"upgrade"});
  EXPECT_EQ(complete({"-q", "--database", "shop", "dow"}), Words{"downgrade"});
  EXPECT_EQ(complete({"scripts", ""}), (Words{"mark", "run", "status"}));
  EXPECT_EQ(complete({"help", "scr"}), Words{"scripts"});
  EXPECT_EQ(complete({"nonsense"}), Words{});
}

TEST(Complete, OptionsOfTheCommandAndGlobalOnes) {
  EXPECT_EQ(complete({"upgrade", "--lock-"}), (Words{"--lock-timeout", "--lock-wait"}));
  EXPECT_EQ(complete({"--data"}), Words{"--database"});
  EXPECT_EQ(complete({"scripts", "run", "--ag"}), Words{"--again"});
}

TEST(Complete, ValuesByTheirOption) {
  EXPECT_EQ(complete({"--database", "s"}), Words{"shop"});
  EXPECT_EQ(complete({"upgrade", "--transaction", ""}), (Words{"all", "revision"}));
  EXPECT_EQ(complete({"upgrade", "--transaction=a"}), Words{"--transaction=all"});
  EXPECT_EQ(complete({"--url", ""}), Words{});
  EXPECT_EQ(complete({"--env", ""}), Words{"all"});  // the project cannot be read
}

TEST(Complete, ArgumentsByTheirCommand) {
  EXPECT_EQ(complete({"upgrade", "8"}), Words{"8f3c2a91d0e4"});
  EXPECT_EQ(complete({"upgrade", "h"}), (Words{"head", "heads"}));
  EXPECT_EQ(complete({"show", "b"}), (Words{"base", "billing"}));
  EXPECT_EQ(complete({"scripts", "run", "00"}), (Words{"001_indexes", "002_views"}));
  EXPECT_EQ(complete({"start", "--", "up"}), Words{});
  EXPECT_EQ(complete({}), Words{});
}

TEST(Complete, ThereIsAScriptForEachShellAndNoOther) {
  for (const char* shell : {"bash", "zsh", "fish"})
    EXPECT_TRUE(completion_script(shell).contains("aludel completion --words")) << shell;
  EXPECT_THROW((void)completion_script("csh"), Error);
}

}  // namespace
}  // namespace aludel
