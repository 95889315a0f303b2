#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"

namespace aludel::testing {

/// A folder that is gone with this object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Which database a test runs on. The names are fixed, so that tests have the same names on every
/// machine; what stands behind them is told by the environment (scripts/test-servers).
enum class Server {
  sqlite,
  postgresql,        ///< the first of ALUDEL_TEST_POSTGRESQL
  postgresql_newer,  ///< the second one
};
[[nodiscard]] std::string name_of(Server server);
/// The URL of a server's maintenance database; none where it is not there.
[[nodiscard]] std::optional<std::string> url_of(Server server);
/// True where a missing server is a failure and no reason to skip.
[[nodiscard]] bool servers_are_required();

/// The rows of a result, each as "a|b"; NULL is ∅.
[[nodiscard]] std::vector<std::string> lines_of(const Result& result);

/// A database of its own for one test: a new one on the server, or a file that is not there yet.
/// `server` must be there.
class TestDatabase {
 public:
  explicit TestDatabase(Server server);
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase();

  [[nodiscard]] Server server() const { return server_; }
  [[nodiscard]] bool is_postgresql() const { return server_ != Server::sqlite; }
  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] const std::string& name() const { return name_; }  ///< empty on SQLite
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "test.db"; }

  /// A session of its own, for a test that holds locks.
  [[nodiscard]] std::unique_ptr<Connection> connect() const;
  /// Runs a statement on the test's own session, and answers the rows.
  std::vector<std::string> rows(std::string_view sql);
  /// The first value of the first row; empty where there is none.
  std::string value(std::string_view sql);
  /// Several statements, separated by a semicolon at the end of a line.
  void run(std::string_view sql);
  /// Ends the test's own session: an SQLite file is then not held by this process.
  void disconnect() { connection_.reset(); }

  [[nodiscard]] bool has_table(const std::string& name);
  /// What the catalog holds but for the bookkeeping tables, one line an object.
  std::vector<std::string> catalog();

 private:
  Server server_;
  TemporaryFolder folder_;
  std::string name_;
  std::string url_;
  std::unique_ptr<Connection> connection_;
};

/// `url` with another database in it.
[[nodiscard]] std::string with_database(const std::string& url, const std::string& database);
/// Opens a PostgreSQL URL, without any of the settings that a run makes.
[[nodiscard]] std::unique_ptr<Connection> connect_to(const std::string& url);

}  // namespace aludel::testing
