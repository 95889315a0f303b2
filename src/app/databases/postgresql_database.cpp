#include <algorithm>
#include <array>
#include <optional>

#include "app/databases/parts.hpp"
#include "app/databases/patiently.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "db/url_database.hpp"
#include "dialect/activity.hpp"
#include "dialect/dialect.hpp"
#include "dialect/postgresql/sessions.hpp"
#include "sql/splitter.hpp"

namespace aludel::postgresql {

namespace {

using ConnectionPointer = std::unique_ptr<Connection>;

std::string name(const std::string& text) {
  return quote_identifier(text, SqlDialect::postgresql);
}
std::string literal(const std::string& text) {
  return quote_literal(text, SqlDialect::postgresql);
}

/// What another database of the server may mend.
bool is_about_the_database(const Diagnostic& problem) {
  return problem.code == info(Code::database_missing).id ||
         problem.code == info(Code::database_unusable).id ||
         problem.detail.find("permission denied for database") != std::string::npos ||
         problem.detail.find("pg_hba.conf") != std::string::npos;
}

/// A database cannot be made or dropped from within: a session on one that every server has.
ConnectionPointer connect_beside_once(const DatabaseUrl& url, const ServerAccess& access) {
  const std::string own = database_name(url);
  std::optional<Error> first;
  for (const char* maintenance : {"postgres", "template1"}) {
    if (own == maintenance) continue;
    try {
      return dialect_for(url).connect(with_database(url, maintenance),
                                      {.read_only = false,
                                       .foreign_keys = std::nullopt,
                                       .trace = access.trace,
                                       .stop = access.stop});
    } catch (const Error& error) {
      if (!is_about_the_database(error.diagnostic())) throw;
      if (!first) first = error;
    }
  }
  first->diagnostic().notes.push_back(
      "databases are made and dropped from another one, `postgres` or `template1`");
  throw Error(*first);
}

ConnectionPointer connect_beside(const DatabaseUrl& url, const ServerAccess& access) {
  return patiently(access, [&] { return connect_beside_once(url, access); });
}

/// What the server knows of a database of this name.
struct Entry {
  bool lets_in = true;     ///< ALLOW_CONNECTIONS
  bool half_gone = false;  ///< dropping it was interrupted
  bool is_ours = true;     ///< so that we may drop it
  long long bytes = 0;     ///< 0: not known

  [[nodiscard]] bool connectable() const { return lets_in && !half_gone; }
};

std::optional<Entry> look(Connection& server, const std::string& database) {
  const Result found = server.query(
      "SELECT datallowconn, datconnlimit = -2, pg_has_role(datdba, 'USAGE'), CASE WHEN "
      "has_database_privilege(oid, "
      "'CONNECT') THEN pg_database_size(oid) END FROM pg_database WHERE datname = " +
      literal(database));
  if (found.rows.empty()) return std::nullopt;
  const auto& row = found.rows.front();
  return Entry{.lets_in = row.at(0) == "t",
               .half_gone = row.at(1) == "t",
               .is_ours = row.at(2) == "t",
               .bytes = integer(row.at(3)).value_or(0)};
}

std::vector<std::string> users_now(Connection& server, const std::string& database) {
  std::vector<std::string> users;
  const std::string sessions =
      std::string("SELECT") + session_columns +
      ", to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS UTC') FROM "
      "pg_stat_activity a WHERE a.datname "
      "= " +
      literal(database) +
      " AND a.pid <> pg_backend_pid() AND a.backend_type NOT IN ('autovacuum worker', 'parallel "
      "worker') ORDER BY a.backend_start";
  for (const auto& row : server.query(sessions).rows)
    users.push_back(describe(session_of(row, 0)) + ", connected since " + row.at(9).value_or("?"));
  return users;
}

/// Everybody whom DROP DATABASE would refuse to disturb. A session that has just ended, or whose
/// client was killed, is seen for some moments more.
std::vector<std::string> users_of(Connection& server, const std::string& database,
                                  const std::stop_token& stop) {
  constexpr std::chrono::milliseconds between{250};
  for (int look = 0; look < 12; ++look) {
    if (users_now(server, database).empty()) return {};
    pause(between, stop);
  }
  return users_now(server, database);
}

/// What not even FORCE removes.
void refuse_what_stays(Connection& server, const std::string& database) {
  std::vector<std::string> ties;
  const auto add = [&](const std::string& what, const std::string& sql) {
    for (const auto& row : server.query(sql).rows) ties.push_back(what + row.at(0).value_or(""));
  };
  add("prepared transaction ",
      "SELECT quote_literal(gid) || ' of ' || owner FROM pg_prepared_xacts WHERE database = " +
          literal(database));
  add("replication slot ",
      "SELECT slot_name FROM pg_replication_slots WHERE database = " + literal(database));
  if (ties.empty()) return;
  Diagnostic problem =
      diagnostic(Code::database_unusable, "the database " + database +
                                              " cannot be dropped while this hangs "
                                              "on it");
  problem.notes = std::move(ties);
  problem.now = "nothing was changed";
  problem.next =
      "in it `ROLLBACK PREPARED '…'`, `SELECT pg_drop_replication_slot('…')`; then the same "
      "command again";
  throw Error(std::move(problem));
}

/// Nothing: it is gone. A drop whose client was killed goes on in the server, and ends while we
/// look.
std::optional<DatabaseContents> loss_of(Connection& server, const DatabaseRemoval& request,
                                        const Entry& entry) {
  DatabaseContents contents{.bytes = entry.bytes, .half_gone = entry.half_gone};
  if (entry.half_gone) return contents;
  contents = contents_of(request.url, entry.bytes, request.access.stop);
  if (contents.unseen.empty()) return contents;
  const auto again = look(server, database_name(request.url));
  if (!again) return std::nullopt;
  if (again->half_gone) return DatabaseContents{.bytes = again->bytes, .half_gone = true};
  return contents;
}

void drop(Connection& server, const std::string& database, bool force) {
  const std::string statement = "DROP DATABASE IF EXISTS " + name(database);
  if (!force) {
    server.query(statement);
    return;
  }
  if (server.server_version() >= 130000) {
    server.query(statement + " WITH (FORCE)");
    return;
  }
  server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = " +
               literal(database) + " AND pid <> pg_backend_pid()");
  server.query(statement);
}

[[noreturn]] void refuse_other_owner(Connection& server, const std::string& database) {
  const std::string role = postgresql::role_of(server);
  Diagnostic problem = diagnostic(Code::statement_refused,
                                  "the database " + database + " does not belong to " + role);
  problem.sqlstate = "42501";
  problem.now = "nothing was changed";
  problem.next = "as a superuser: `ALTER DATABASE " + name(database) + " OWNER TO " + role + "`";
  throw Error(std::move(problem));
}

[[noreturn]] void rethrow_explained(Connection& server, Error error, const std::string& what) {
  Diagnostic& problem = error.diagnostic();
  if (problem.code != info(Code::statement_refused).id) throw error;
  problem.message = what + ": " + problem.message + " (SQLSTATE " + problem.sqlstate + ")";
  problem.place.reset();
  problem.now = "nothing was changed";
  if (problem.sqlstate == "42501") {
    problem.next = "as a superuser: `ALTER ROLE " + postgresql::role_of(server) + " CREATEDB`";
  } else if (problem.sqlstate == "55006") {
    problem.next = "the same command again, when nobody uses it";
  } else {
    problem.next = "correct what the server complains of, then the same command again";
  }
  throw error;
}

/// From these others are made and dropped.
void refuse_own_of_server(const std::string& database) {
  constexpr std::array<std::string_view, 3> own{"postgres", "template0", "template1"};
  if (std::ranges::find(own, database) == own.end()) return;
  Diagnostic problem = diagnostic(
      Code::bad_usage, "the database " + database + " belongs to the server: it is not dropped");
  problem.now = "nothing was changed";
  problem.next = "name the project's own database in the URL";
  throw Error(std::move(problem));
}

bool are_alike(const DatabaseProperties& one, const DatabaseProperties& other) {
  return one.encoding == other.encoding && one.collate == other.collate &&
         one.ctype == other.ctype && one.provider == other.provider && one.locale == other.locale &&
         one.icu_rules == other.icu_rules;
}

/// From template1, whose contents every new database has, where that is one of its kind.
std::string statement_again(Connection& server, const std::string& database,
                            const KeptDatabase& kept) {
  const bool alike = are_alike(kept.properties, read_properties(server, "template1"));
  return create_database(kept.properties, database, alike ? "template1" : "template0",
                         server.server_version(), kept.with_owner);
}

/// Tried on the old one, so that it is told while that is there.
void tell_what_is_not_kept(Connection& server, const std::string& database, const Entry& entry,
                           const KeptDatabase& kept, const ServerAccess& access) {
  std::vector<std::string> refused;
  server.query("BEGIN");
  try {
    refused = give_properties(server, kept.properties, database, true);
  } catch (const Error& error) {
    constexpr const char* gone = "3D000";  // a drop whose client was killed has just ended
    if (error.diagnostic().sqlstate != gone) throw;
  }
  server.query("ROLLBACK");
  if (!entry.lets_in)
    refused.push_back("`ALTER DATABASE " + name(database) +
                      " WITH ALLOW_CONNECTIONS false`: what fills it has to connect");
  for (const std::string& each : refused) access.sink(Remark{"cannot be kept: " + each});
}

std::string statement_of(const NewDatabase& request, const std::string& database) {
  std::string statement = "CREATE DATABASE " + name(database);
  if (!request.owner.empty()) statement += " OWNER " + name(request.owner);
  if (!request.model.empty()) statement += " TEMPLATE " + name(request.model);
  if (!request.encoding.empty()) statement += " ENCODING " + literal(request.encoding);
  return statement;
}

}  // namespace

bool create_database(const NewDatabase& request) {
  const std::string database = database_name(request.url);
  const ConnectionPointer server = connect_beside(request.url, request.access);
  if (const auto entry = look(*server, database)) {
    if (entry->connectable()) return false;
    Diagnostic problem = diagnostic(Code::database_unusable,
                                    "the database " + database +
                                        " is there, and nobody can connect to it: somebody forbade "
                                        "it, or dropping it was interrupted");
    problem.now = "nothing was changed";
    problem.next = "`aludel db drop`, then the same command again";
    throw Error(std::move(problem));
  }
  const std::string statement = request.kept ? statement_again(*server, database, *request.kept)
                                             : statement_of(request, database);
  try {
    server->query(statement);
  } catch (const Error& error) {
    constexpr std::array<std::string_view, 2> by_another{"42P04", "23505"};
    if (std::ranges::find(by_another, error.diagnostic().sqlstate) != by_another.end())
      return false;
    rethrow_explained(*server, error, "the database " + database + " cannot be created");
  }
  if (request.kept) {
    server->query("BEGIN");
    // What is refused was told before the old one was dropped.
    (void)give_properties(*server, request.kept->properties, database, true);
    server->query("COMMIT");
  }
  return true;
}

bool drop_database(const DatabaseRemoval& request) {
  const std::string database = database_name(request.url);
  refuse_own_of_server(database);
  const ConnectionPointer server = connect_beside(request.url, request.access);
  const auto entry = look(*server, database);
  if (!entry) return false;
  if (!entry->is_ours) refuse_other_owner(*server, database);
  // Before our own look inside, which would be one of them.
  const auto users =
      request.force ? std::vector<std::string>{} : users_of(*server, database, request.access.stop);
  const auto found = loss_of(*server, request, *entry);
  if (!found) return false;
  const std::string contents = shown_contents(*found);
  require_consent(request.consent, database, *found);
  refuse_what_stays(*server, database);
  require_nobody(users, database, "end them, or add `--force`, which does it");
  if (request.only_look) return true;
  request.tell(contents);
  try {
    drop(*server, database, request.force);
  } catch (const Error& error) {
    rethrow_explained(*server, error, "the database " + database + " cannot be dropped");
  }
  return true;
}

std::optional<KeptDatabase> properties_to_keep(const DatabaseUrl& url, const ServerAccess& access) {
  const std::string database = database_name(url);
  const ConnectionPointer server = connect_beside(url, access);
  const Result rights = server->query(
      "SELECT rolsuper OR rolcreatedb, quote_ident(rolname), rolname FROM pg_roles WHERE "
      "rolname = current_user");
  const auto& row = rights.rows.at(0);
  if (row.at(0) == "t") {
    // Both statements read the same row: it cannot go in between.
    server->query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const auto entry = look(*server, database);
    if (!entry) return std::nullopt;
    KeptDatabase kept{.properties = read_properties(*server, database)};
    server->query("ROLLBACK");
    kept.with_owner = kept.properties.owner != row.at(2).value_or("");
    if (!entry->is_ours) return kept;  // dropping it will be refused
    tell_what_is_not_kept(*server, database, *entry, kept, access);
    return kept;
  }
  Diagnostic problem =
      diagnostic(Code::statement_refused, "the role " + row.at(2).value_or("") +
                                              " may not create databases, so " + database +
                                              " could not be made anew");
  problem.sqlstate = "42501";
  problem.now = "nothing was changed";
  problem.next = "as a superuser: `ALTER ROLE " + row.at(1).value_or("") + " CREATEDB`";
  throw Error(std::move(problem));
}

}  // namespace aludel::postgresql
