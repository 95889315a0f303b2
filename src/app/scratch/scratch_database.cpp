#include "app/scratch/scratch_database.hpp"

#include <array>

#include "app/databases/patiently.hpp"
#include "base/code.hpp"
#include "base/host.hpp"
#include "db/url_database.hpp"
#include "dialect/dialect.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

constexpr std::string_view prefix = "aludel_scratch_";

std::string identifier(const std::string& name) {
  return quote_identifier(name, SqlDialect::postgresql);
}

std::unique_ptr<Connection> connect(const DatabaseUrl& url, const TraceHook& trace,
                                    const std::stop_token& stop) {
  return dialect_for(url).connect(
      url, {.read_only = false, .foreign_keys = std::nullopt, .trace = trace, .stop = stop});
}

struct Server {
  DatabaseUrl url;
  std::unique_ptr<Connection> connection;
};

/// A session on the database itself; on one that every server has, where it is missing.
Server connect_to_server(const ScratchPlace& place) {
  try {
    return {place.url, patiently(place.access, [&] {
              return connect(place.url, place.access.trace, place.access.stop);
            })};
  } catch (const Error& error) {
    if (error.diagnostic().code != info(Code::database_missing).id) throw;
    for (const char* maintenance : {"postgres", "template1"}) {
      try {
        DatabaseUrl url = with_database(place.url, maintenance);
        auto connection = connect(url, place.access.trace, place.access.stop);
        return {std::move(url), std::move(connection)};
      } catch (const Error&) {
        // The first reason is the one to tell.
      }
    }
    throw;
  }
}

/// Drops what killed programs have left: scratch databases that nobody is connected to.
void drop_leftovers(Connection& server) {
  const Result found = server.query(
      "SELECT d.datname FROM pg_database d WHERE d.datname LIKE 'aludel\\_scratch\\_%' AND NOT "
      "EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid) AND pg_has_role(d.datdba, "
      "'USAGE') ORDER BY 1");
  for (const auto& row : found.rows) {
    try {
      server.query("DROP DATABASE IF EXISTS " + identifier(row.at(0).value()));
    } catch (const Error& error) {
      if (!server.usable()) throw;  // else somebody was quicker, in whatever way
    }
  }
}

[[noreturn]] void refuse(const std::string& why, std::vector<std::string> ways) {
  Diagnostic problem =
      diagnostic(Code::no_scratch_database, "no scratch database can be made: " + why);
  problem.notes = std::move(ways);
  problem.now = "nothing was changed";
  problem.next =
      "name a server where databases may be made: `scratch_url` in aludel.toml, or `--scratch-url "
      "URL`; `aludel dev up` "
      "starts one and prints its URL";
  throw Error(std::move(problem));
}

/// Settings of the database come along, since `search_path` decides how objects are called.
DatabaseProperties properties_for_scratch(Connection& server, const std::string& database) {
  DatabaseProperties found = read_properties(server, database);
  return {.encoding = found.encoding,
          .collate = found.collate,
          .ctype = found.ctype,
          .provider = found.provider,
          .locale = found.locale,
          .owner = found.owner,
          .settings = found.settings,
          .icu_rules = found.icu_rules};
}

void create(Server& server, const std::string& name) {
  const std::string now =
      server.connection->query("SELECT current_database()").rows.at(0).at(0).value();
  const DatabaseProperties properties = properties_for_scratch(*server.connection, now);
  try {
    server.connection->query(
        create_database(properties, name, "template0", server.connection->server_version(), false));
  } catch (const Error& error) {
    if (error.diagnostic().sqlstate != "42501") throw;
    const std::string user =
        server.connection->query("SELECT quote_ident(current_user)").rows.at(0).at(0).value();
    refuse(user + " may not make databases on this server",
           {"or let a superuser say `ALTER ROLE " + user + " CREATEDB`"});
  }
  server.connection->query("BEGIN");
  (void)give_properties(*server.connection, properties, name, false);
  server.connection->query("COMMIT");
}

void drop(Server& server, const std::string& name) {
  if (server.connection->in_transaction()) server.connection->query("ROLLBACK");
  server.connection->query("DROP DATABASE IF EXISTS " + identifier(name));
}

bool has_role(Connection& server, const std::string& role) {
  const std::string named =
      "SELECT FROM pg_roles WHERE rolname = " + quote_literal(role, SqlDialect::postgresql);
  return !server.query(named).rows.empty();
}

}  // namespace

ScratchDatabase::ScratchDatabase(const ScratchPlace& place) {
  if (place.url.kind == DatabaseUrl::Kind::sqlite) {
    url_ = parse_url("sqlite://", {});
    return;
  }
  if (!place.refusal.empty()) refuse(place.refusal, {});
  Server server = connect_to_server(place);
  drop_leftovers(*server.connection);
  // Between CREATE DATABASE and the first session another program may take it for a leftover.
  for (int attempts_left = 3; keeper_ == nullptr; --attempts_left) {
    const std::string name = std::string(prefix) + random_hex(8);
    try {
      create(server, name);
      url_ = with_database(server.url, name);
      url_.text_without_password = server.url.text_without_password + " (scratch database)";
      keeper_ = connect(url_, {}, {});
    } catch (const Error& error) {
      if (error.diagnostic().code == info(Code::database_missing).id && attempts_left > 0) continue;
      drop(server, name);
      throw;
    }
  }
  server_ = server.url;
  for (const std::string& role : place.roles) {
    if (!has_role(*server.connection, role)) roles_.push_back(role);
  }
}

ScratchDatabase::~ScratchDatabase() {
  if (keeper_ == nullptr) return;
  try {
    const std::string name = keeper_->query("SELECT current_database()").rows.at(0).at(0).value();
    keeper_.reset();
    // A session of its own: the run may have been told to stop. A session that has just been
    // closed is seen for some moments.
    const auto server = connect(server_, {}, {});
    server->query("DROP DATABASE IF EXISTS " + identifier(name) +
                  (server->server_version() >= 130000 ? " WITH (FORCE)" : ""));
    for (const std::string& role : roles_) server->query("DROP ROLE IF EXISTS " + identifier(role));
  } catch (const std::exception&) {
    // The next one removes it.
  }
}

}  // namespace aludel
