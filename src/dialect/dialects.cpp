#include "base/code.hpp"
#include "dialect/dialect.hpp"
#include "dialect/postgresql/postgresql_dialect.hpp"
#include "dialect/sqlite/sqlite_dialect.hpp"

namespace aludel {

// Every dialect there is.
const Dialect& dialect_for(const DatabaseUrl& url) {
  switch (url.kind) {
    case DatabaseUrl::Kind::sqlite: return sqlite_dialect();
    case DatabaseUrl::Kind::postgresql: return postgresql_dialect();
    case DatabaseUrl::Kind::mariadb: break;
  }
  Diagnostic problem = diagnostic(Code::not_there_yet, "MariaDB and MySQL cannot be driven yet");
  problem.next = "this version works on SQLite and PostgreSQL";
  throw Error(std::move(problem));
}

}  // namespace aludel
