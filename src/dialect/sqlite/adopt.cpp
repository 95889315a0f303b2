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
  /// Before a busy handler of ours: it puts an end to the time that the application has set.
  explicit Adopted(sqlite3* open) : open_(open) {
    std::vector<std::string> pragmas = sqlite::connection_pragmas({});
    pragmas.emplace_back("PRAGMA busy_timeout = 0");
    for (const std::string& pragma : pragmas) {
      const std::string name = name_in(pragma);
      const auto keep = [](void* to, int, char** values, char**) {
        if (values[0] != nullptr) *static_cast<std::string*>(to) = values[0];
        return 0;
      };
      std::string value;
      sqlite3_exec(open, ("PRAGMA " + name).c_str(), keep, &value, nullptr);
      if (!value.empty()) before_[name] = value;
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
    auto before = std::make_shared<Adopted>(open);
    auto connection = adopt_sqlite_handle(open, options.lock_wait);
    connection->keep(std::move(before));
    connection->set_stop_token(options.stop);
    connection->set_trace(options.trace);
    return connection;
  };
}

}  // namespace aludel
