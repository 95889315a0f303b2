#pragma once

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "db/support/database.hpp"
#include "db/support/process.hpp"
#include "db/support/project.hpp"

namespace aludel::testing {

using Lines = std::vector<std::string>;

/// One behaviour on each database, each time on a fresh one.
class OnDatabase : public ::testing::TestWithParam<Server> {
 protected:
  void SetUp() override {
    if (!url_of(GetParam())) {
      if (servers_are_required()) FAIL() << "ALUDEL_TEST_POSTGRESQL names no such server";
      GTEST_SKIP() << "no such server: `scripts/test-servers run ctest …` brings them";
    }
    database.emplace(GetParam());
    project.emplace(database->url());
  }

  [[nodiscard]] bool on_postgresql() const { return GetParam() != Server::sqlite; }
  Outcome run(const Words& words, ProcessOptions options = {}) {
    database->disconnect();
    return project->run(words, std::move(options));
  }
  Lines rows(const std::string& sql) { return database->rows(sql); }
  std::string value(const std::string& sql) { return database->value(sql); }
  Lines version_rows() {
    return rows("SELECT version_num FROM aludel_version ORDER BY version_num");
  }
  /// The journal's revision rows, "event name segment/segments", oldest first.
  Lines journal() {
    return rows(
        "SELECT event || ' ' || name || coalesce(' ' || segment || '/' || segments, '') FROM "
        "aludel_journal WHERE kind = 'revision' ORDER BY id");
  }

  std::optional<TestDatabase> database;
  std::optional<TestProject> project;
};

/// What only PostgreSQL has.
class OnPostgresql : public OnDatabase {
 protected:
  /// True while a session runs a statement that begins like this.
  bool is_running(const std::string& statement) {
    return value(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
               "state = 'active' AND pid <> pg_backend_pid() AND query LIKE '" +
               statement + "%'") != "0";
  }
  int advisory_locks() {
    return std::stoi(
        value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT "
              "oid FROM pg_database WHERE datname = current_database())"));
  }
};

/// What only SQLite has.
class OnSqlite : public OnDatabase {};

inline std::string server_name(const ::testing::TestParamInfo<Server>& info) {
  return name_of(info.param);
}

}  // namespace aludel::testing

#define ALUDEL_ON_EVERY_DATABASE(suite)                                                           \
  INSTANTIATE_TEST_SUITE_P(                                                                       \
      On, suite, ::testing::Values(Server::sqlite, Server::postgresql, Server::postgresql_newer), \
      server_name)
#define ALUDEL_ON_POSTGRESQL(suite) \
  INSTANTIATE_TEST_SUITE_P(         \
      On, suite, ::testing::Values(Server::postgresql, Server::postgresql_newer), server_name)
#define ALUDEL_ON_SQLITE(suite) \
  INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::Values(Server::sqlite), server_name)
