// SIGKILL at random moments of `db seed`: the same command again ends as an undisturbed run.

#include <fmt/format.h>

#include "db/support/fixture.hpp"
#include "db/support/random_kills.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

class SeedKill : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (!project) return;
    project->add("a1",
                 "CREATE TABLE assets (id INTEGER PRIMARY KEY, up INTEGER REFERENCES assets (id), "
                 "name TEXT);\n"
                 "CREATE TABLE prices (asset_id INTEGER REFERENCES assets (id), day INTEGER, "
                 "amount INTEGER, PRIMARY KEY (asset_id, day));\n"
                 "CREATE TABLE counted (n INTEGER);");
    std::string assets = "id,up,name\n";
    std::string prices = "asset_id,day,amount\n";
    for (int i = 1; i <= 2000; ++i) {
      assets += fmt::format("{},{},asset {}\n", i, i == 2000 ? 1 : i + 1, i);
      for (int day = 0; day < 5; ++day) prices += fmt::format("{},{},{}\n", i, day, i + day);
    }
    project->write("migrations/seeds/010_prices.csv", prices);
    project->write("migrations/seeds/020_assets.csv", assets);
    project->write("migrations/seeds/030_counted.sql",
                   "-- aludel:requires 010_prices\nINSERT INTO counted SELECT count(*) FROM "
                   "prices;\n");
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
  /// Some rows are there and differ, some are of nobody's file.
  void start_over() {
    for (const char* sql :
         {"DELETE FROM counted", "DELETE FROM prices", "DELETE FROM assets",
          "DELETE FROM aludel_journal WHERE kind = 'seed'",
          "INSERT INTO assets VALUES (1, NULL, 'old'), (2, 1, 'old'), (5000, NULL, 'other')",
          "INSERT INTO prices VALUES (1, 0, 7), (2, 99, 8)"})
      (void)rows(sql);
  }
  Lines everything() {
    return rows(
        "SELECT (SELECT count(*) FROM assets), (SELECT sum(id * coalesce(up, 0)) FROM assets), "
        "(SELECT count(*) FROM assets WHERE name = 'old'), (SELECT count(*) FROM prices), (SELECT "
        "sum(asset_id * amount) FROM prices), (SELECT count(*) FROM counted), (SELECT max(n) FROM "
        "counted)");
  }
  Lines debris() {
    return rows(on_postgresql()
                    ? "SELECT relname FROM pg_class WHERE relname LIKE 'aludel\\_seed%' AND "
                      "relpersistence <> 't'"
                    : "SELECT name FROM sqlite_schema WHERE name LIKE 'aludel\\_seed%' ESCAPE "
                      "'\\'");
  }
};
ALUDEL_ON_EVERY_DATABASE(SeedKill);

TEST_P(SeedKill, AgainAndAgainEndsAsAnUndisturbedRun) {
  for (const Words& command : {Words{"db", "seed"}, Words{"db", "seed", "--replace"}}) {
    start_over();
    RandomKills kills(time_of([&] { EXPECT_EXIT_CODE(0, run(command)); }), chosen_seed());
    SCOPED_TRACE(kills.trace());
    const Lines undisturbed = everything();
    for (int round = 0; round < (proof() ? 100 : 8); ++round) {
      start_over();
      database->disconnect();
      kills.kill(project->start(command));
      ASSERT_EXIT_CODE(0, run(command)) << "round " << round;
      // What the SQL seed counts depends on nothing but whole files.
      ASSERT_EQ(everything(), undisturbed) << "round " << round;
      ASSERT_EQ(debris(), Lines{}) << "round " << round;
    }
    tell_figures(fmt::format("kills of {} on {}: {}, seed {}", command.back(), name_of(GetParam()),
                             kills.killed(), kills.seed()));
    EXPECT_GT(kills.killed(), 0);
  }
}

}  // namespace
}  // namespace aludel::testing
