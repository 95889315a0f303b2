#include "cli/echo_text.hpp"

#include <gtest/gtest.h>

#include "migrate/echo.hpp"

namespace aludel {
namespace {

const std::chrono::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds(3661005)};

TEST(Echo, ShowsAStatementBehindItsTimeAndFurtherLinesBelow) {
  EXPECT_EQ(
      render_echo(
          StatementSent{.sql = "CREATE TABLE t (\n      id integer,\n        day date\n    )"},
          moment),
      "  01:01:01.005Z  CREATE TABLE t (\n"
      "                   id integer,\n"
      "                     day date\n"
      "                 )");
}

TEST(Echo, ShowsParametersAndCutsTheLongOnes) {
  const StatementSent sent{.sql = "INSERT INTO t VALUES ($1, $2, $3)",
                           .parameters = {"a", std::nullopt, std::string(70, 'x')}};
  EXPECT_EQ(render_echo(sent, moment),
            "  01:01:01.005Z  INSERT INTO t VALUES ($1, $2, $3)\n"
            "                 $1 = 'a', $2 = NULL, $3 = '" +
                std::string(60, 'x') + "…'");
}

TEST(Echo, TellsHowManyBytesOfRowsACopyBrings) {
  EXPECT_TRUE(render_echo(StatementSent{.sql = "COPY t FROM STDIN", .copied_bytes = 12345}, moment)
                  .ends_with("with 12,345 bytes of rows"));
}

TEST(Echo, DoesNotSteerTheTerminal) {
  EXPECT_TRUE(
      render_echo(StatementSent{.sql = "SELECT '\x1b[2J'"}, moment).ends_with("SELECT '\\x1b[2J'"));
}

TEST(Echo, TellsTimeAndRowsOfAnAnswer) {
  using std::chrono::microseconds;
  EXPECT_EQ(render_echo(StatementAnswered{.duration = microseconds(3140), .rows = 1}),
            "                 3.1 ms, 1 row");
  EXPECT_EQ(render_echo(StatementAnswered{.duration = microseconds(45600), .failed = true}),
            "                 failed after 46 ms");
  EXPECT_EQ(render_echo(StatementAnswered{.duration = microseconds(300)}),
            "                 0.3 ms");
}

TEST(Echo, ShowsNoValueThatWasPutIn) {
  const VariableValues values{{"owner", "o'neil"}, {"empty", ""}};
  EXPECT_EQ(without_values("SELECT 'o''neil', \"o'neil\"", values),
            "SELECT '{{owner}}', \"{{owner}}\"");
}

}  // namespace
}  // namespace aludel
