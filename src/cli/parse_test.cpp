#include "cli/parse.hpp"

#include <gtest/gtest.h>

#include "base/code.hpp"
#include "base/source.hpp"

namespace aludel {

namespace {

using Words = std::vector<std::string>;

std::string refusal(const Words& words) {
  try {
    (void)parse_command_line(words);
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), 2);
    const Diagnostic& problem = error.diagnostic();
    return problem.message + (problem.hint.empty() ? "" : "; " + problem.hint);
  }
  return "accepted";
}

TEST(Parse, GlobalOptionsStandBeforeAndAfterTheCommand) {
  for (const Words& words : {Words{"--database", "shop", "-q", "upgrade", "head"},
                             Words{"upgrade", "head", "--database", "shop", "--quiet"},
                             Words{"--database=shop", "upgrade", "-q", "head"}}) {
    const ParsedLine line = parse_command_line(words);
    EXPECT_EQ(line.command->name, "upgrade");
    EXPECT_EQ(line.arguments.get("database"), "shop");
    EXPECT_TRUE(line.arguments.has("quiet"));
    EXPECT_EQ(line.arguments.positional, (Words{"head"}));
  }
}

TEST(Parse, UnderscoresInNamesAreDashesAndThoseInValuesStay) {
  const ParsedLine line = parse_command_line({"ensure_version"});
  EXPECT_EQ(line.command->name, "ensure-version");
  const ParsedLine revision =
      parse_command_line({"revision", "--rev_id=a_b", "--branch_label", "c_d"});
  EXPECT_EQ(revision.arguments.get("rev-id"), "a_b");
  EXPECT_EQ(revision.arguments.get("branch-label"), "c_d");
}

TEST(Parse, ANegativeNumberIsATargetAndNoOption) {
  EXPECT_EQ(parse_command_line({"downgrade", "-1"}).arguments.positional, (Words{"-1"}));
  EXPECT_EQ(parse_command_line({"downgrade", "--", "-1"}).arguments.positional, (Words{"-1"}));
  EXPECT_EQ(parse_command_line({"downgrade", "--target=-2"}).arguments.target("head"), "-2");
}

TEST(Parse, TheLetterOfACommandsOwnOptionWinsBehindItsName) {
  EXPECT_TRUE(parse_command_line({"current", "-c"}).arguments.has("check-heads"));
  EXPECT_EQ(parse_command_line({"-c", "x.toml", "current"}).arguments.get("config"), "x.toml");
  EXPECT_EQ(parse_command_line({"current", "--config", "x.toml"}).arguments.get("config"),
            "x.toml");
}

TEST(Parse, OptionsThatMayBeRepeatedKeepAllTheirValues) {
  const ParsedLine line = parse_command_line({"upgrade", "-x", "a=1", "-x", "b=2"});
  EXPECT_EQ(line.arguments.all("x"), (Words{"a=1", "b=2"}));
}

TEST(Parse, HelpStandsAnywhere) {
  for (const Words& words : {Words{"help", "show"}, Words{"show", "--help"},
                             Words{"--help", "show"}, Words{"show", "-h", "x"}}) {
    const ParsedLine line = parse_command_line(words);
    EXPECT_TRUE(line.help);
    EXPECT_EQ(line.command->name, "show");
  }
  EXPECT_EQ(parse_command_line({"help"}).command, nullptr);
  EXPECT_TRUE(parse_command_line({"--version"}).version);
  EXPECT_EQ(parse_command_line({}).command, nullptr);
}

TEST(Parse, AMistypedWordIsAnsweredWithTheNearest) {
  EXPECT_EQ(refusal({"upgarde"}), "there is no command `upgarde`; did you mean `upgrade`?");
  EXPECT_EQ(refusal({"upgrade", "--lock-wiat", "1s"}),
            "there is no option `--lock-wiat` of `aludel upgrade`; did you mean `--lock-wait`?");
  EXPECT_EQ(refusal({"--databse", "x", "current"}),
            "there is no option `--databse`; did you mean `--database`?");
}

TEST(Parse, ACommandOfTwoWordsIsFoundWhereverOptionsStand) {
  for (const Words& words :
       {Words{"db", "wait", "--timeout", "5s", "-q"}, Words{"-q", "db", "wait", "--timeout", "5s"},
        Words{"db", "-q", "wait", "--timeout=5s"}}) {
    const ParsedLine line = parse_command_line(words);
    ASSERT_NE(line.command, nullptr);
    EXPECT_EQ(line.command->name, "db wait");
    EXPECT_EQ(line.arguments.get("timeout"), "5s");
    EXPECT_TRUE(line.arguments.has("quiet"));
  }
}

TEST(Parse, AGroupAloneAsksForItsHelp) {
  for (const Words& words : {Words{"db"}, Words{"db", "--help"}, Words{"help", "db"}}) {
    const ParsedLine line = parse_command_line(words);
    EXPECT_EQ(line.command, nullptr);
    ASSERT_NE(line.group, nullptr);
    EXPECT_EQ(line.group->name, "db");
    EXPECT_TRUE(line.help);
  }
  EXPECT_EQ(parse_command_line({"help", "db", "wait"}).command->name, "db wait");
  EXPECT_EQ(refusal({"db", "wiat"}), "there is no command `db wiat`; did you mean `wait`?");
  EXPECT_EQ(refusal({"dv", "wait"}), "there is no command `dv`; did you mean `db`?");
}

TEST(Parse, WhatACommandCannotHaveIsRefused) {
  EXPECT_EQ(refusal({"heads", "x"}), "one argument too many: `x`");
  EXPECT_EQ(refusal({"upgrade", "a", "b"}), "one argument too many: `b`");
  EXPECT_EQ(refusal({"upgrade", "-r", "a", "b"}), "the target is given twice: `a` and `b`");
  EXPECT_EQ(refusal({"heads", "--json=no"}), "`--json` takes no value");
  EXPECT_EQ(refusal({"show"}),
            "`aludel show` needs REVISION; an id, a label, head, heads, current");
  EXPECT_EQ(refusal({"heads", "--url"}),
            "`--url` needs a value: URL; another database than the configured one");
}

TEST(Parse, NoCommandLineIsTooStrange) {
  for (const Words& words :
       {Words{""}, Words{"-"}, Words{"--"}, Words{"--="}, Words{"="}, Words{"--", "--"},
        Words{"-x"}, Words{"show", ""}, Words{"\xFF\xFE"}, Words{std::string(100'000, '-')}}) {
    (void)refusal(words);
  }
}

TEST(Help, OfEachCommandFitsAScreenAndEndsWithExamples) {
  for (const CommandSpec& command : all_commands()) {
    const std::string text = command_help(command);
    std::size_t lines = 0;
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', begin)) {
      EXPECT_LE(character_count(std::string_view(text).substr(begin, end - begin)), 80U)
          << text.substr(begin, end - begin);
      begin = end + 1;
      ++lines;
    }
    // All of Alembic's options, and those of what it writes.
    EXPECT_LE(lines, command.name == "revision" ? 27U : 24U) << command.name;
    ASSERT_FALSE(command.examples.empty()) << command.name;
    EXPECT_TRUE(text.ends_with("  " + std::string(command.examples.back()) + "\n"));
  }
}

TEST(Help, OfTheProgramNamesEveryCommandAndFits80Columns) {
  const std::string text = program_help();
  for (const CommandSpec& command : all_commands()) {
    const CommandGroup* group = group_of(command);
    const std::string name(group == nullptr ? command.name : group->name);
    EXPECT_NE(text.find("\n  " + name + " "), std::string::npos) << command.name;
    if (group == nullptr) continue;
    EXPECT_NE(group_help(*group).find("\n  " + std::string(command.name) + " "), std::string::npos);
  }
  for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1)
    EXPECT_LE(text.find('\n', begin) - begin, 90U) << text.substr(begin, 100);
}

}  // namespace

}  // namespace aludel
