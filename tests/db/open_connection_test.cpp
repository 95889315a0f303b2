// Calls on a connection that the application has open, and at its start-up.
#include <cstdlib>
#include <memory>
#include <thread>

#include <libpq-fe.h>
#include <sqlite3.h>

#include "aludel/compiled.hpp"
#include "aludel/start.hpp"
#include "db/postgresql/libpq.hpp"
#include "db/support/fixture.hpp"

namespace aludel::testing {

namespace {

const Migration users{
    .id = "1", .message = "Users", .upgrade = [](Operations& op) {
      op.create_table({.name = "users", .columns = {{.name = "id", .type = big_int()}}});
    }};
const Migration ages{
    .id = "2", .down_revision = {"1"}, .message = "Ages", .upgrade = [](Operations& op) {
      op.add_column("users", {.name = "age", .type = integer()});
    }};

Migrations migrations(std::size_t count = 2) {
  const std::vector<CompiledRevision> all{{.path = "1.cpp", .code = &users},
                                          {.path = "2.cpp", .code = &ages}};
  return compiled_migrations(std::span(all).first(count));
}

std::string code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.diagnostic().code;
  }
  return "nothing was thrown";
}

using SqliteHandle = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

SqliteHandle open_memory() {
  sqlite3* opened = nullptr;
  sqlite3_open(":memory:", &opened);
  return {opened, &sqlite3_close};
}

std::string value_of(sqlite3* database, const std::string& sql) {
  std::string value;
  sqlite3_exec(
      database, sql.c_str(),
      [](void* to, int, char** values, char**) {
        *static_cast<std::string*>(to) = values[0] == nullptr ? "" : values[0];
        return 0;
      },
      &value, nullptr);
  return value;
}

TEST(OpenSqlite, ADatabaseInMemoryIsMigratedOnTheApplicationsConnection) {
  const SqliteHandle database = open_memory();
  EXPECT_EQ(pending(database.get(), migrations()).size(), 2U);
  EXPECT_EQ(upgrade(database.get(), migrations()).steps.size(), 2U);
  EXPECT_EQ(current(database.get()).rows, std::vector<std::string>{"2"});
  EXPECT_EQ(downgrade(database.get(), migrations(), "base").steps.size(), 2U);
  EXPECT_EQ(value_of(database.get(), "SELECT count(*) FROM sqlite_schema WHERE name = 'users'"),
            "0");
}

TEST(OpenSqlite, ThePragmasAndTheTimeoutAreTheApplicationsAgain) {
  const SqliteHandle database = open_memory();
  value_of(database.get(), "PRAGMA foreign_keys = ON");
  value_of(database.get(), "PRAGMA synchronous = NORMAL");
  sqlite3_busy_timeout(database.get(), 1234);
  value_of(database.get(), "ATTACH ':memory:' AS other");
  upgrade(database.get(), migrations());
  EXPECT_EQ(value_of(database.get(), "PRAGMA foreign_keys"), "1");
  EXPECT_EQ(value_of(database.get(), "PRAGMA synchronous"), "1");
  EXPECT_EQ(value_of(database.get(), "PRAGMA busy_timeout"), "1234");
  EXPECT_EQ(
      value_of(database.get(), "SELECT count(*) FROM pragma_database_list WHERE name = 'other'"),
      "1");
}

TEST(OpenSqlite, ATransactionOfTheApplicationsIsNotTouched) {
  const SqliteHandle database = open_memory();
  value_of(database.get(), "BEGIN");
  EXPECT_EQ(code_of([&] { upgrade(database.get(), migrations()); }), "E0803");
  EXPECT_EQ(sqlite3_get_autocommit(database.get()), 0);
}

class OpenPostgresql : public OnPostgresql {};

TEST_P(OpenPostgresql, IsMigratedOnTheApplicationsConnection) {
  const std::string url = database->url();
  const char* const keywords[] = {"dbname", nullptr};
  const char* const values[] = {url.c_str(), nullptr};
  PGconn* open = libpq().connectdbParams(keywords, values, 1);
  ASSERT_EQ(libpq().status(open), CONNECTION_OK) << libpq().errorMessage(open);
  EXPECT_EQ(upgrade(open, migrations()).steps.size(), 2U);
  EXPECT_TRUE(upgrade(open, migrations()).steps.empty());
  EXPECT_EQ(current(open).rows, std::vector<std::string>{"2"});
  libpq().sendQuery(open, "BEGIN");
  while (PGresult* result = libpq().getResult(open)) libpq().clear(result);
  EXPECT_EQ(code_of([&] { upgrade(open, migrations()); }), "E0803");
  EXPECT_EQ(libpq().status(open), CONNECTION_OK) << "it is the application's";
  libpq().finish(open);
  EXPECT_TRUE(database->has_table("users"));
}

INSTANTIATE_TEST_SUITE_P(On, OpenPostgresql,
                         ::testing::Values(Server::postgresql, Server::postgresql_newer),
                         [](const auto& test) { return name_of(test.param); });

class StartUp : public OnDatabase {};

TEST_P(StartUp, MigratesAndIsReady) {
  const StartReport first = start_up(database->url(), migrations(), {.mode = StartMode::migrate});
  EXPECT_EQ(first.report.steps.size(), 2U);
  EXPECT_EQ(first.outcome, StartReport::Outcome::ready);
  EXPECT_TRUE(
      start_up(database->url(), migrations(), {.mode = StartMode::migrate}).report.steps.empty());
}

TEST_P(StartUp, OnlyChecks) {
  EXPECT_EQ(
      code_of([&] { start_up(database->url(), migrations(), {.mode = StartMode::check_only}); }),
      "E0001");
  EXPECT_FALSE(database->has_table("users"));
  upgrade(database->url(), migrations());
  EXPECT_EQ(start_up(database->url(), migrations(), {.mode = StartMode::check_only}).outcome,
            StartReport::Outcome::ready);
}

TEST_P(StartUp, WaitsForAnotherInstanceAsLongAsItIsTold) {
  const StartOptions options{.mode = StartMode::wait_until,
                             .timeout = std::chrono::milliseconds(300)};
  EXPECT_EQ(code_of([&] { start_up(database->url(), migrations(), options); }), "E0504");
  EXPECT_FALSE(database->has_table("users"));
  std::jthread other([this] { upgrade(database->url(), migrations()); });
  EXPECT_EQ(start_up(database->url(), migrations(), {.mode = StartMode::wait_until}).outcome,
            StartReport::Outcome::ready);
}

TEST_P(StartUp, ADatabaseThatIsAheadIsItsOwnAnswer) {
  upgrade(database->url(), migrations());
  EXPECT_EQ(
      code_of([&] { start_up(database->url(), migrations(1), {.mode = StartMode::migrate}); }),
      "E0701");
  EXPECT_EQ(
      start_up(database->url(), migrations(1), {.mode = StartMode::migrate, .allow_ahead = true})
          .outcome,
      StartReport::Outcome::ahead);
}

TEST_P(StartUp, OffLooksAtNothing) {
  EXPECT_EQ(start_up("postgresql://nobody@localhost:1/none", migrations(), {.mode = StartMode::off})
                .outcome,
            StartReport::Outcome::unseen);
}

TEST_P(StartUp, AFreshDatabaseIsMadeStraightFromItsEndState) {
  Catalog models;
  models.tables.push_back(
      {.name = "users",
       .columns = {{.name = "id", .type = big_int()}, {.name = "age", .type = integer()}}});
  const StartOptions options{.mode = StartMode::migrate, .models = &models};
  const StartReport first = start_up(database->url(), migrations(), options);
  EXPECT_TRUE(first.report.steps.empty());
  EXPECT_EQ(version_rows(), Lines{"2"});
  EXPECT_EQ(rows("SELECT event FROM aludel_journal WHERE name = '2'"), Lines{"stamped"});
  database->run("INSERT INTO users (id, age) VALUES (1, 2)");
  EXPECT_FALSE(create_all(database->url(), models, migrations())) << "it is not fresh any more";
  EXPECT_EQ(value("SELECT count(*) FROM users"), "1");
}

TEST_P(StartUp, WhatTheDatabaseDoesNotHaveLeavesItFresh) {
  Catalog models;
  models.tables.push_back({.name = "users", .columns = {{.name = "id", .type = big_int()}}});
  models.tables.push_back(
      {.name = "wrong",
       .columns = {{.name = "id", .type = named("a b c d")}},
       .constraints = {ForeignKey{.columns = {"id"}, .table = "nowhere", .referred = {"id"}},
                       Check{.expression = "no_such_column > 0"}}});
  EXPECT_NE(code_of([&] { create_all(database->url(), models, migrations()); }),
            "nothing was thrown");
  EXPECT_FALSE(database->has_table("users"));
}

TEST_P(StartUp, AModelThatTheDatabaseRefusesIsNamedWithWhatToDo) {
  Catalog models;
  models.tables.push_back({.name = "users", .columns = {{.name = "id", .type = big_int()}}});
  models.tables.push_back({.name = "wrong",
                           .columns = {{.name = "id", .type = big_int()}},
                           .constraints = {Check{.expression = "no_such_column > 0"}}});
  try {
    create_all(database->url(), models, migrations());
    FAIL() << "it was made";
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    EXPECT_EQ(problem.notes, Lines{"this was to create table wrong"});
    EXPECT_EQ(problem.now, "nothing was changed");
    EXPECT_TRUE(problem.next.starts_with("correct the models")) << problem.next;
  }
}

TEST_P(StartUp, TheEnvironmentSaysWhatTheProgramDoesNot) {
  setenv("AUTO_MIGRATE_ON_START", "chek", 1);
  EXPECT_EQ(code_of([&] { start_up(database->url(), migrations()); }), "E0205");
  setenv("AUTO_MIGRATE_ON_START", "false", 1);
  EXPECT_EQ(start_up(database->url(), migrations()).outcome, StartReport::Outcome::unseen);
  unsetenv("AUTO_MIGRATE_ON_START");
  setenv("MIGRATION_TIMEOUT", "soon", 1);
  EXPECT_EQ(code_of([&] { start_up(database->url(), migrations()); }), "E0205");
  unsetenv("MIGRATION_TIMEOUT");
}

INSTANTIATE_TEST_SUITE_P(On, StartUp, ::testing::Values(Server::sqlite, Server::postgresql),
                         [](const auto& test) { return name_of(test.param); });

}  // namespace

}  // namespace aludel::testing
