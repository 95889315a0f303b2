// `maintain vacuum`: which tables it takes, and what it says of those that it cannot.
#include <thread>

#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

class Vacuum : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    rows("CREATE TABLE prices (id integer, p integer)");
    rows("CREATE TABLE quiet (id integer)");
    rows(
        "INSERT INTO prices WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE "
        "id < 20000) SELECT id, id FROM n");
  }
};

TEST_P(Vacuum, OfANamedTableAnalysesIt) {
  const Outcome outcome = run({"maintain", "vacuum", "prices"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "prices  asked for"));
  EXPECT_FALSE(says(outcome.err, "quiet"));
  EXPECT_EQ(value(on_postgresql() ? "SELECT reltuples FROM pg_class WHERE relname = 'prices'"
                                  : "SELECT stat FROM sqlite_stat1 WHERE tbl = 'prices'"),
            "20000");
}

TEST_P(Vacuum, OfATableThatIsNotThereNamesTheNearest) {
  const Outcome outcome = run({"maintain", "vacuum", "price"});
  EXPECT_EXIT_CODE(2, outcome);
  EXPECT_TRUE(says(outcome.err, "there is no table `price`"));
  EXPECT_TRUE(says(outcome.err, "did you mean `prices`?"));
}

TEST_P(Vacuum, SaysWhatItWouldDoAndDoesNothing) {
  rows("DELETE FROM prices WHERE id > 1000");
  if (on_postgresql()) rows("SELECT pg_stat_force_next_flush()");
  const Outcome outcome = run({"maintain", "vacuum", "--dry-run"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.out, on_postgresql() ? "public.prices  19,000 of 20,000 rows are dead"
                                                : "pages are free"));
  EXPECT_EQ(
      value(on_postgresql() ? "SELECT count(*) FROM pg_stat_user_tables WHERE vacuum_count > 0"
                            : "SELECT count(*) FROM sqlite_schema WHERE name = "
                              "'sqlite_stat1'"),
      "0");
}

TEST_P(Vacuum, WithQuietSaysNothingUnlessItFails) {
  const Outcome outcome = run({"--quiet", "maintain", "vacuum"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_EQ(outcome.out + outcome.err, "");
}

ALUDEL_ON_EVERY_DATABASE(Vacuum);

class VacuumOfAFile : public Vacuum {};

TEST_P(VacuumOfAFile, GivesFreePagesBackAndKeepsTheRows) {
  rows("DELETE FROM prices WHERE id > 1000");
  const Outcome outcome = run({"maintain", "vacuum"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_EQ(value("PRAGMA freelist_count"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM prices"), "1000");
  EXPECT_FALSE(says(run({"maintain", "vacuum"}).err, "pages are free"));
}

TEST_P(VacuumOfAFile, ThatIsNotThereMakesNone) {
  const Outcome outcome =
      run({"maintain", "vacuum", "--url", "sqlite:///" + (project->folder() / "no.db").string()});
  EXPECT_EXIT_CODE(8, outcome);
  EXPECT_FALSE(std::filesystem::exists(project->folder() / "no.db"));
}

ALUDEL_ON_SQLITE(VacuumOfAFile);

class VacuumOnPostgresql : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    rows("CREATE TABLE prices AS SELECT g AS id FROM generate_series(1, 20000) g");
  }
  void flush() { rows("SELECT pg_stat_force_next_flush()"); }
};

TEST_P(VacuumOnPostgresql, TakesWhatNeedsItAndAnalysesPartitionedTables) {
  rows("CREATE TABLE quiet (id integer)");
  rows("CREATE TABLE days (d date) PARTITION BY RANGE (d)");
  rows("CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
  rows("INSERT INTO days SELECT '2026-01-01'::date + g % 300 FROM generate_series(1, 5000) g");
  flush();
  const Outcome outcome = run({"maintain", "vacuum"});
  EXPECT_EXIT_CODE(0, outcome);
  for (const char* table :
       {"public.prices", "public.days_1", "public.days  its partitions changed"})
    EXPECT_TRUE(says(outcome.err, table));
  EXPECT_FALSE(says(outcome.err, "quiet"));
  EXPECT_EQ(value("SELECT count(*) FROM pg_stats WHERE tablename = 'days'"), "1");
  flush();
  EXPECT_TRUE(says(run({"maintain", "vacuum"}).err, "no table needs it"));
}

TEST_P(VacuumOnPostgresql, PassesOverALockedTableAndDoesTheOthers) {
  rows("CREATE TABLE other AS SELECT g AS id FROM generate_series(1, 20000) g");
  flush();
  const auto holder = connect_to(database->url());
  for (const char* mode : {"SHARE", "ACCESS EXCLUSIVE"}) {  // of which one keeps readers out too
    holder->query("BEGIN");
    holder->query("LOCK TABLE other IN " + std::string(mode) + " MODE");
    const Words words{"maintain", "vacuum", "--lock-timeout", "200ms", "other", "prices"};
    const Outcome outcome = run(words);
    EXPECT_EXIT_CODE(5, outcome);
    EXPECT_TRUE(says(outcome.err, "public.other was passed over"));
    EXPECT_TRUE(says(outcome.err, "public.prices  "));
    EXPECT_EQ(value("SELECT reltuples FROM pg_class WHERE relname = 'prices'"), "20000");
    EXPECT_EXIT_CODE(0, run({"maintain", "vacuum", "--lock-timeout", "200ms", "--dry-run"}));
    holder->query("ROLLBACK");
  }
}

TEST_P(VacuumOnPostgresql, RefusesAView) {
  rows("CREATE VIEW seen AS SELECT id FROM prices");
  const Outcome outcome = run({"maintain", "vacuum", "seen"});
  EXPECT_EXIT_CODE(2, outcome);
  EXPECT_TRUE(says(outcome.err, "public.seen is no table that holds rows"));
}

TEST_P(VacuumOnPostgresql, FailsOnATableOfSomebodyElse) {
  rows("DROP ROLE IF EXISTS vacuum_guest");
  rows("CREATE ROLE vacuum_guest LOGIN");
  rows("GRANT CREATE ON SCHEMA public TO vacuum_guest");
  const Outcome outcome = run({"maintain", "vacuum", "prices"},
                              {.environment = {{"PGOPTIONS", "-c role=vacuum_guest"}}});
  EXPECT_EXIT_CODE(4, outcome);
  EXPECT_TRUE(says(outcome.err, "1 table was passed over: vacuum_guest may not vacuum it"));
  rows("CREATE TABLE more AS SELECT 1 AS id");
  const Outcome both = run({"maintain", "vacuum", "prices", "more"},
                           {.environment = {{"PGOPTIONS", "-c role=vacuum_guest"}}});
  EXPECT_EXIT_CODE(4, both);
  EXPECT_TRUE(says(both.err, "2 tables were passed over: vacuum_guest may not vacuum them"));
  EXPECT_EQ(both.err.find("error["), both.err.rfind("error["));
  EXPECT_EQ(says(both.err, "`GRANT MAINTAIN ON public.more, public.prices TO vacuum_guest`"),
            GetParam() == Server::postgresql_newer);
  EXPECT_EQ(says(both.err, "run it as their owner"), GetParam() != Server::postgresql_newer);
  rows("REVOKE CREATE ON SCHEMA public FROM vacuum_guest");
  rows("DROP ROLE vacuum_guest");
}

TEST_P(VacuumOnPostgresql, TellsWhoKeepsDeadRowsFromBeingRemoved) {
  const auto holder = connect_to(database->url());
  holder->query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  holder->query("SELECT count(*) FROM prices");
  rows("DELETE FROM prices WHERE id > 100");
  flush();
  const Outcome outcome = run({"maintain", "vacuum"});
  EXPECT_EXIT_CODE(0, outcome);
  EXPECT_TRUE(says(outcome.err, "19,900 dead rows may still be seen by pid " + holder->backend()));
}

ALUDEL_ON_POSTGRESQL(VacuumOnPostgresql);

}  // namespace
}  // namespace aludel::testing
