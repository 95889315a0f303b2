#include "cli/expand.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

const Variables variables({{"HOST", "db.example"},
                           {"EMPTY", ""},
                           {"PASSWORD", "p@ss/w:rd ${HOST}"}});

Setting setting(const std::string& text) {
  const SourceText source("aludel.toml", "[database]\nurl = \"" + text + "\"\n");
  return setting_at(source, 2, 8, "database.url", text);
}

std::string expanded(const std::string& text) {
  return expand(setting(text), variables);
}

Diagnostic refusal(const std::string& text) {
  try {
    return diagnostic(Code::internal, "accepted: " + expanded(text));
  } catch (const Error& error) {
    return error.diagnostic();
  }
}

TEST(Expand, FillsInVariables) {
  EXPECT_EQ(expanded("postgresql://${HOST}/x"), "postgresql://db.example/x");
  EXPECT_EQ(expanded("${HOST}${HOST}"), "db.exampledb.example");
  EXPECT_EQ(expanded(""), "");
}

TEST(Expand, FillsInTextAsItIsAndNotTwice) {
  EXPECT_EQ(expanded("${PASSWORD}"), "p@ss/w:rd ${HOST}");
}

TEST(Expand, EncodesForAUrlWhereAsked) {
  EXPECT_EQ(expanded("${PASSWORD|url}"), "p%40ss%2Fw%3Ard%20%24%7BHOST%7D");
}

TEST(Expand, UsesTheDefaultOfAVariableThatIsNotSetOrEmpty) {
  EXPECT_EQ(expanded("${NONE:-sqlite:///a.db}"), "sqlite:///a.db");
  EXPECT_EQ(expanded("${EMPTY:-x}"), "x");
  EXPECT_EQ(expanded("${HOST:-x}"), "db.example");
  EXPECT_EQ(expanded("${EMPTY}"), "");
}

TEST(Expand, LeavesDollarsThatBeginNoVariable) {
  EXPECT_EQ(expanded("a$b$"), "a$b$");
  EXPECT_EQ(expanded("$${HOST} $$"), "${HOST} $");
}

TEST(Expand, PointsAtAVariableThatIsNotSet) {
  const Diagnostic problem = refusal("postgresql://${HOTS}/x");
  EXPECT_EQ(problem.code, info(Code::undefined_variable).id);
  EXPECT_EQ(problem.message, "`database.url` needs the variable HOTS, which is not set");
  EXPECT_EQ(problem.hint, "did you mean `HOST`?");
  ASSERT_TRUE(problem.place);
  EXPECT_EQ(problem.place->line, 2);
  EXPECT_EQ(problem.place->column, 21);
  EXPECT_EQ(problem.place->length, 7);
  EXPECT_EQ(problem.place->excerpt, "url = \"postgresql://${HOTS}/x\"");
}

TEST(Expand, ShowsReferencesButNoPasswordInItsExcerpts) {
  EXPECT_EQ(refusal("postgresql://me:${PW}@${NONE}/x").place->excerpt,
            "url = \"postgresql://me:${PW}@${NONE}/x\"");
  EXPECT_EQ(refusal("postgresql://me:secret@${NONE}/x").place->excerpt,
            "url = \"postgresql://me:***@${NONE}/x\"");
  EXPECT_EQ(refusal("postgresql://me:${NONE}${A:-secret}@h/x").place->excerpt,
            "url = \"postgresql://me:***@h/x\"");
}

TEST(Expand, RefusesReferencesThatCannotBeRead) {
  for (const char* text :
       {"${", "${HOST", "${}", "${1}", "${HOST|upper}", "${HOST:x}", "${A:-${HOST}}", "${HOST }"}) {
    EXPECT_EQ(refusal(text).code, info(Code::bad_value).id) << text;
  }
}

}  // namespace
}  // namespace aludel
