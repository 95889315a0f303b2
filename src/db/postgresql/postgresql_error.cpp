#include "db/postgresql/postgresql_error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "db/postgresql/libpq.hpp"

namespace aludel {

namespace {

std::string field(const PGresult* result, int code) {
  const char* text = libpq().resultErrorField(result, code);
  return text == nullptr ? std::string() : text;
}

struct StateMeaning {
  std::string_view sqlstate;  ///< whole, or its class of two characters
  Code code;
  bool retryable;
};

// PostgreSQL manual, appendix A. The first match counts; everything else is a refusal.
constexpr StateMeaning meanings[] = {
    {"55P03", Code::lock_timeout, true},  // lock_not_available: lock_timeout, NOWAIT
    {"40001", Code::lock_timeout, true},  // serialization_failure
    {"40P01", Code::lock_timeout, true},  // deadlock_detected
    {lease_lost_state, Code::lease_lost, false}, {"53100", Code::disk_full, false},  //
    {"25006", Code::database_unusable, false},  // read_only_sql_transaction: a standby
    {"57P0", Code::connection_lost, false},   // admin_shutdown, crash_shutdown, cannot_connect_now
    {"57P05", Code::connection_lost, false},  // idle_session_timeout
    {"25P03", Code::connection_lost, false},  // idle_in_transaction_session_timeout
    {"08", Code::connection_lost, false},
};

bool names(std::string_view text, const std::string& name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> quotes{
      {{"\"", "\""}, {"»", "«"}, {"«", "»"}, {"« ", " »"}, {"„", "“"}}};
  return !name.empty() && std::ranges::any_of(quotes, [&](const auto& pair) {
    return text.contains(std::string(pair.first) + name + std::string(pair.second));
  });
}

/// The server says in its own language which of its three limits is reached, and quotes a name in
/// it where it is not its own.
void explain_full(Diagnostic& problem, const RefusedConnection& refused,
                  const std::string& server) {
  const std::string text =
      problem.detail.substr(std::min(problem.detail.size(), problem.detail.find(":  ")));
  const bool is_english = text.contains("too many ") || text.contains("connection slots");
  const bool both = refused.database == refused.user && !is_english;
  const bool by_database = is_english ? text.contains("too many connections for database")
                                      : !both && names(text, refused.database);
  const bool by_role = is_english ? text.contains("too many connections for role")
                                  : !both && names(text, refused.user);
  const std::string database_limit =
      "`ALTER DATABASE \"" + refused.database + "\" CONNECTION LIMIT …`";
  const std::string role_limit = "`ALTER ROLE \"" + refused.user + "\" CONNECTION LIMIT …`";
  problem.message = "PostgreSQL on " + server + " has no free connection";
  std::string limit = "max_connections";
  if (by_database) {
    problem.message += " for the database \"" + refused.database + "\"";
    limit = database_limit + ", as its owner";
  } else if (by_role) {
    problem.message += " for the role \"" + refused.user + "\"";
    limit = role_limit + ", as one who may alter it";
  } else if (!is_english) {
    limit = "the limit that is reached: max_connections, " + database_limit + " or " + role_limit;
  }
  problem.next = "run the same command with `--wait 60`, or raise " + limit;
}

}  // namespace

Diagnostic postgresql_diagnostic(const PGresult* result) {
  const std::string sqlstate = field(result, PG_DIAG_SQLSTATE);
  Diagnostic problem = diagnostic(Code::statement_refused, field(result, PG_DIAG_MESSAGE_PRIMARY));
  for (const StateMeaning& meaning : meanings) {
    if (!std::string_view(sqlstate).starts_with(meaning.sqlstate)) continue;
    problem.code = info(meaning.code).id;
    problem.retryable = meaning.retryable;
    problem.connection_lost = meaning.code == Code::connection_lost;
    break;
  }
  // In English whatever the server's language is (PostgreSQL, Error and Notice Message Fields).
  const std::string severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity == "WARNING") problem.severity = Severity::warning;
  if (severity == "NOTICE" || severity == "INFO") problem.severity = Severity::note;
  problem.sqlstate = sqlstate;
  problem.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  problem.hint = field(result, PG_DIAG_MESSAGE_HINT);
  problem.context = field(result, PG_DIAG_CONTEXT);
  if (sqlstate == lease_lost_state) problem.context.clear();  // the place in our own statement
  if (problem.message.empty()) {  // made by libpq itself: the connection broke
    problem.message = trim(libpq().resultErrorMessage(result));
  }
  const std::string position = field(result, PG_DIAG_STATEMENT_POSITION);
  int column = 0;
  std::from_chars(position.data(), position.data() + position.size(), column);
  if (column > 0) {
    Place place;
    place.column = column;
    problem.place = place;
  }
  return problem;
}

std::string sqlstate_in(std::string_view verbose_message) {
  constexpr std::size_t length = 5;
  for (std::size_t at = verbose_message.find(":  "); at != std::string_view::npos;
       at = verbose_message.find(":  ", at + 1)) {
    const std::string_view state = verbose_message.substr(at + 3, length);
    const bool is_code = state.size() == length && std::ranges::all_of(state, [](char c) {
                           return is_digit(c) || (c >= 'A' && c <= 'Z');
                         });
    if (is_code && verbose_message.substr(at + 3 + length).starts_with(':'))
      return std::string(state);
  }
  return {};
}

Diagnostic connection_diagnostic(const RefusedConnection& refused) {
  const auto& [message, sqlstate, database, user, host, port] = refused;
  const std::string_view text = trim(message);
  const auto says = [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  };
  Diagnostic problem = diagnostic(Code::connection_failed, "cannot connect to PostgreSQL");
  problem.detail = text;
  const std::string server = host.empty() ? "the server" : host + (port.empty() ? "" : ":" + port);
  if (sqlstate == "3D000" || (says("does not exist") && says("database \""))) {
    problem = diagnostic(Code::database_missing,
                         "the database \"" + database + "\" does not exist on " + server);
    problem.detail = text;
    problem.next = "`aludel db create` makes it; or correct the name in the URL";
  } else if (says("cannot connect to invalid database")) {
    problem = diagnostic(Code::database_unusable, "the database \"" + database +
                                                      "\" is half gone: dropping it was "
                                                      "interrupted");
    problem.detail = text;
    problem.next = "`aludel db drop`, or `aludel db reset` to make it anew";
  } else if (sqlstate == "28P01" || says("password authentication failed") ||
             says("no password supplied")) {
    problem.message = "PostgreSQL refused the password of \"" + user + "\"";
    problem.next =
        "correct it in the URL, in PGPASSWORD or in ~/.pgpass (mode 0600); special characters in a "
        "URL are percent-encoded";
  } else if (says("role \"") && says("does not exist")) {
    problem.message = "PostgreSQL has no role \"" + user + "\"";
    problem.next = "name another user in the URL, or `createuser " + user + "`";
  } else if (sqlstate == "28000" || says("pg_hba.conf") || says("Peer authentication failed") ||
             says("Ident authentication failed")) {
    problem.message = "PostgreSQL does not let \"" + user + "\" in from here";
    problem.next =
        "the server's pg_hba.conf decides; connect as another user or over another address";
  } else if (sqlstate == "42501" || says("permission denied for database")) {
    problem.message = "\"" + user + "\" may not connect to the database \"" + database + "\"";
    problem.next =
        "as its owner: `GRANT CONNECT ON DATABASE \"" + database + "\" TO \"" + user + "\"`";
  } else if (says("could not translate host name")) {
    problem.message = "there is no host \"" + host + "\"";
    problem.retryable = true;  // names of containers come and go with them
    problem.next = "correct the host in the URL";
  } else if (sqlstate == "57P03" || says("starting up") || says("shutting down") ||
             says("in recovery mode") || says("not yet accepting")) {
    problem.message = "PostgreSQL on " + server + " is not ready yet";
    problem.retryable = true;
    problem.next = "`aludel db wait` until it is, or the same command with `--wait 60`";
  } else if (sqlstate == "53300" || says("too many clients") ||
             says("remaining connection slots")) {
    problem.retryable = true;
    explain_full(problem, refused, server);
  } else {
    problem.message = "cannot reach PostgreSQL on " + server;
    problem.retryable = true;
    problem.next =
        "start the server, or correct host and port; `aludel db wait` waits until it is up";
  }
  return problem;
}

}  // namespace aludel
