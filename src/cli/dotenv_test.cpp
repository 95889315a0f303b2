#include "cli/dotenv.hpp"

#include <gtest/gtest.h>

#include "base/code.hpp"

namespace aludel {
namespace {

Variables parsed(const std::string& text) {
  const VariableMap process{{"USER", "me"}, {"BOTH", "process"}};
  return Variables(process, parse_dotenv(SourceText(".env", text), process));
}

std::string value(const std::string& text) {
  return parsed(text).find("A").value_or("(none)");
}

Diagnostic refusal(const std::string& text) {
  try {
    return diagnostic(Code::internal, "accepted: " + value(text));
  } catch (const Error& error) {
    return error.diagnostic();
  }
}

TEST(Dotenv, ReadsNamesAndValues) {
  EXPECT_EQ(value("A=1"), "1");
  EXPECT_EQ(value("A=1\nB=2\n"), "1");
  EXPECT_EQ(value("export A=1"), "1");
  EXPECT_EQ(value("  A = one two \t\n"), "one two");
  EXPECT_EQ(value("A="), "");
  EXPECT_EQ(value("A=\nB=2"), "");
  EXPECT_EQ(value("export=1\nA=2"), "2");
  EXPECT_EQ(value("A=1\nA=2"), "2");
  EXPECT_EQ(value("# A=1\n\n"), "(none)");
}

TEST(Dotenv, ReadsFilesOfOtherSystems) {
  EXPECT_EQ(value("\xEF\xBB\xBF"
                  "A=1\r\nB=2\r\n"),
            "1");
  EXPECT_EQ(value("B=2\r\nA=\"1\r\n2\"\r\n"), "1\n2");
}

TEST(Dotenv, EndsAPlainValueAtAComment) {
  EXPECT_EQ(value("A=1 # one"), "1");
  EXPECT_EQ(value("A=a#b"), "a#b");
  EXPECT_EQ(value("A=# nothing"), "");
  EXPECT_EQ(value("A='1' # one"), "1");
}

TEST(Dotenv, TakesSingleQuotesLiterallyAndDoubleQuotesWithEscapes) {
  EXPECT_EQ(value("A='${USER} \\n # \"'"), "${USER} \\n # \"");
  EXPECT_EQ(value("A=\"${USER}\\n\\\"\\\\ \\${USER} \\d # '\""), "me\n\"\\ ${USER} \\d # '");
}

TEST(Dotenv, ExpandsVariablesOfTheProcessAndOfLinesAbove) {
  EXPECT_EQ(value("B=x\nA=${B}-${USER}"), "x-me");
  EXPECT_EQ(value("BOTH=file\nA=\"${BOTH}\""), "process");
  EXPECT_EQ(value("A=${NONE:-default}"), "default");
  EXPECT_EQ(value("A=p$x$$"), "p$x$$");
}

TEST(Dotenv, IsOverruledByTheProcess) {
  EXPECT_EQ(parsed("BOTH=file").find("BOTH"), "process");
  EXPECT_EQ(parsed("BOTH=file\nC=3").all().at("C"), "3");
}

TEST(Dotenv, TellsOfAnUndefinedVariableOnlyWhenItIsNeeded) {
  const Variables variables = parsed("A=${NONE}\nB=${A}\nC=1");
  EXPECT_EQ(variables.find("C"), "1");
  EXPECT_EQ(variables.all().count("A"), 0U);
  EXPECT_THROW((void)variables.find("B"), Error);
  const Diagnostic problem = refusal("\nA=x${NONE}");
  EXPECT_EQ(problem.code, info(Code::undefined_variable).id);
  EXPECT_EQ(problem.place->line, 2);
}

TEST(Dotenv, RefusesOtherLinesWithoutShowingThem) {
  for (const char* text : {"A='secret", "A=\"secret", "A='secret' x", "A=secret${",
                           "A=secret${B|url}", "secret", "1A=secret", "A B=secret", "=secret"}) {
    const Diagnostic problem = refusal(std::string("B=1\n") + text);
    EXPECT_EQ(problem.code, info(Code::config_syntax).id) << text;
    ASSERT_TRUE(problem.place) << text;
    EXPECT_EQ(problem.place->line, 2) << text;
    EXPECT_EQ((problem.message + problem.hint + problem.place->excerpt).find("secret"),
              std::string::npos)
        << text;
  }
  EXPECT_EQ(refusal("A='secret\nmore").place->excerpt, "A=***");
}

TEST(Dotenv, OfAMillionCharactersTakesLinearTime) {
  for (const char* piece : {"A=${B:-x}\n", "A=1\n", "#\n", "${A:-x}"}) {
    std::string text = "A=";
    while (text.size() < 1'000'000) text += piece;
    EXPECT_NE(refusal(text).message, "");
  }
}

}  // namespace
}  // namespace aludel
