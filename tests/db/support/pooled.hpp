#pragma once

#include <cstdlib>

#include "db/support/fixture.hpp"

namespace aludel::testing {

/// A database behind a pooler in transaction mode: `project` goes through the pooler, `direct` to
/// the server; both have the same revisions.
class Pooled : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* pool = std::getenv("ALUDEL_TEST_PGBOUNCER_TRANSACTION");
    if (pool == nullptr || !url_of(Server::postgresql)) {
      if (servers_are_required()) FAIL() << "there is no PgBouncer";
      GTEST_SKIP() << "there is no PgBouncer: `scripts/test-servers run ctest …` brings it";
    }
    database.emplace(Server::postgresql);
    url = with_database(pool, database->name());
    project.emplace(url, settings);
    direct.emplace(database->url(), settings);
  }
  void add(const std::string& id, const std::string& up, const std::string& down = "") {
    project->add(id, up, down);
    direct->add(id, up, down);
  }
  std::string value(const std::string& sql) { return database->value(sql); }
  Lines rows(const std::string& sql) { return database->rows(sql); }
  /// The journal's revision rows, "event name", oldest first.
  Lines journal() {
    return rows(
        "SELECT event || ' ' || name FROM aludel_journal WHERE kind = 'revision' ORDER BY id");
  }
  Lines version_rows() { return rows("SELECT version_num FROM aludel_version ORDER BY 1"); }
  /// True while a session runs a statement that begins like this.
  bool is_running(const std::string& statement) {
    return value(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
               "state = 'active' AND pid <> pg_backend_pid() AND query LIKE '" +
               statement + "%'") != "0";
  }
  std::string live_leases() {
    // Where direct runs did all the work nobody has made the table.
    if (value("SELECT to_regclass('aludel_lease') IS NULL") == "t") return "0";
    return value("SELECT count(*) FROM aludel_lease WHERE expires_at > clock_timestamp()");
  }
  int advisory_locks() {
    return std::stoi(
        value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT "
              "oid FROM pg_database WHERE datname = current_database())"));
  }

  std::string settings = "lease_time = \"2s\"\n";
  std::string url;
  std::optional<TestDatabase> database;
  std::optional<TestProject> project;
  std::optional<TestProject> direct;
};

}  // namespace aludel::testing
