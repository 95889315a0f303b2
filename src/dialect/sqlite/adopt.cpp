#include "dialect/adopt.hpp"

#include <map>

#include <sqlite3.h>

#include "base/code.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "dialect/sqlite/parts.hpp"

namespace aludel {

namespace {

/// "PRAGMA name = value": its name.
std::string name_in(const std::string& pragma) {
  const std::size_t begin = std::string_view("PRAGMA ").size();
  return pragma.substr(begin, pragma.find(' ', begin) - begin);
}

/// Writes back what the connection's PRAGMAs were.
class Adopted {
 public:
  Adopted(sqlite3* open, Connection& connection) : open_(open) {
    std::vector<std::string> pragmas = sqlite::connection_pragmas({});
    pragmas.emplace_back("PRAGMA busy_timeout = 0");
    for (const std::string& pragma : pragmas) {
      const Result now = connection.query("PRAGMA " + name_in(pragma));
      if (!now.rows.empty()) before_[name_in(pragma)] = now.rows[0].at(0).value_or("");
    }
  }
  Adopted(const Adopted&) = delete;
  Adopted& operator=(const Adopted&) = delete;
  ~Adopted() {
    for (const auto& [name, value] : before_) {
      sqlite3_exec(open_, ("PRAGMA " + name + " = " + value).c_str(), nullptr, nullptr, nullptr);
    }
  }

 private:
  sqlite3* open_;
  std::map<std::string, std::string> before_;
};

}  // namespace

DatabaseUrl url_of_open(sqlite3* open) {
  const char* path = sqlite3_db_filename(open, "main");
  DatabaseUrl url;
  url.kind = DatabaseUrl::Kind::sqlite;
  if (path != nullptr) url.sqlite_path = path;
  return url;
}

Adopt adopt_sqlite(sqlite3* open) {
  return [open](const ConnectOptions& options) -> std::unique_ptr<Connection> {
    if (sqlite3_get_autocommit(open) == 0) {
      Diagnostic problem =
          diagnostic(Code::database_unusable, "the connection is inside a transaction");
      problem.now = "nothing was changed";
      problem.next = "COMMIT or ROLLBACK before the call";
      throw Error(std::move(problem));
    }
    auto connection = adopt_sqlite_handle(open, options.lock_wait);
    connection->keep(std::make_shared<Adopted>(open, *connection));
    connection->set_stop_token(options.stop);
    connection->set_trace(options.trace);
    return connection;
  };
}

}  // namespace aludel
