#include "migrate/said.hpp"

#include <gtest/gtest.h>

#include "aludel/operations.hpp"
#include "base/digest.hpp"
#include "catalog/recording.hpp"

namespace aludel {
namespace {

Recording recorded(void (*say)(Operations&)) {
  Recording recording{.dialect = "sqlite"};
  Operations op(recording);
  say(op);
  return recording;
}

TEST(Said, HasADigestOfTheTokensOfItsText) {
  EXPECT_EQ(digest_of_cpp("op.drop_table(\"a b\", {.if_exists = true});"),
            "1:" + sha256_hex("op\x1F.\x1F"
                              "drop_table\x1F(\x1F\"a b\"\x1F,\x1F{\x1F.\x1F"
                              "if_exists\x1F=\x1F"
                              "true\x1F}\x1F)\x1F;"));
  EXPECT_EQ(digest_of_cpp(""), "1:" + sha256_hex(""));
}

TEST(Said, HasTheSameDigestHoweverItIsLaidOut) {
  EXPECT_EQ(digest_of_cpp("op.verify(\"a\",\n          {.b = 1});\n"),
            digest_of_cpp("op.verify( \"a\", {.b=1});"));
}

TEST(Said, HasAnotherDigestWhereBlanksInAStringDiffer) {
  EXPECT_NE(digest_of_cpp("f(\"a  b\");"), digest_of_cpp("f(\"a b\");"));
  EXPECT_NE(digest_of_cpp("f(\"\\\"  b\");"), digest_of_cpp("f(\"\\\" b\");"));
  EXPECT_NE(digest_of_cpp("f(R\"sql(a)\"  b)sql\");"), digest_of_cpp("f(R\"sql(a)\" b)sql\");"));
}

TEST(Said, IsPrintedInOrderOneCallALine) {
  const Said said = said_by(recorded([](Operations& op) {
    op.drop_table("a");
    op.rename_table("b", "c");
  }));
  EXPECT_EQ(said.text, "op.drop_table(\"a\");\nop.rename_table(\"b\", \"c\");");
  EXPECT_EQ(said.digest, digest_of_cpp(said.text));
}

TEST(Said, LeavesOutWhatIsForOtherDatabases) {
  EXPECT_EQ(said_by(recorded([](Operations& op) {
              op.execute("SELECT 1", {.only_on = "postgresql"});
              op.execute("SELECT 2", {.only_on = "sqlite"});
            })).text,
            "op.execute(\"SELECT 2\", {.only_on = \"sqlite\"});");
}

}  // namespace
}  // namespace aludel
