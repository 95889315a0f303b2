// A signal that comes while `start` works must end it or reach the application, whenever it comes.
#include <string>

#include <gtest/gtest.h>

#include "cli/sandbox.hpp"

namespace aludel {

namespace {

TEST(StartSignal, IsNeverLost) {
  const Sandbox sandbox;
  sandbox.use_sqlite();
  sandbox.write("migrations/versions/a1.sql",
                "-- Create users\n--\n-- revision: a1\n-- down_revision:\n\n-- aludel:upgrade\n"
                "CREATE TABLE users (id integer);\n");
  for (int milliseconds = 0; milliseconds < 100; milliseconds += 4) {
    const std::string pause =
        "0.0" + std::to_string(milliseconds / 10) + std::to_string(milliseconds % 10);
    const CommandOutput output = sandbox.run("rm -f app.db; aludel start -- sleep 20 & sleep " +
                                             pause + "; kill -TERM $!; wait $!");
    EXPECT_EQ(output.exit_status, 143) << "after " << pause << " s\n" << output.err;
  }
}

}  // namespace

}  // namespace aludel
