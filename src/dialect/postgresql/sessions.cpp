#include "dialect/postgresql/sessions.hpp"

#include <charconv>
#include <optional>

#include "sql/without_literals.hpp"

namespace aludel::postgresql {

namespace {

std::optional<std::chrono::milliseconds> milliseconds_of(const Value& value) {
  if (!value) return std::nullopt;
  long long count = 0;
  std::from_chars(value->data(), value->data() + value->size(), count);
  return std::chrono::milliseconds(count);
}

// The server shows these in place of what the user may not see, or what it does not track.
bool is_no_query(const std::string& query) {
  return query == "<insufficient privilege>" || query == "<command string not enabled>";
}

}  // namespace

const char* const session_columns = R"sql(
  a.pid, a.backend_type, a.application_name, a.usename, host(a.client_addr), a.state,
  (extract(epoch FROM clock_timestamp() - a.state_change) * 1000)::bigint,
  (extract(epoch FROM clock_timestamp() - a.xact_start) * 1000)::bigint, a.query)sql";

Blocker session_of(const std::vector<Value>& row, std::size_t first) {
  const auto text = [&](std::size_t column) { return row.at(first + column).value_or(""); };
  Blocker session;
  session.id = text(0);
  if (text(1) == "autovacuum worker") session.kind = Blocker::Kind::autovacuum;
  session.application = text(2).empty() && text(1) != "client backend" ? text(1) : text(2);
  session.user = text(3);
  session.client = text(4);
  session.state = text(5);
  session.state_age = milliseconds_of(row.at(first + 6));
  session.transaction_age = milliseconds_of(row.at(first + 7));
  session.prevents_wraparound = session.kind == Blocker::Kind::autovacuum &&
                                text(8).find("(to prevent wraparound)") != std::string::npos;
  if (!is_no_query(text(8))) session.query = without_literals(text(8), SqlDialect::postgresql);
  return session;
}

std::string role_of(Connection& connection) {
  return connection.query("SELECT quote_ident(current_user)").rows.at(0).at(0).value_or("…");
}

}  // namespace aludel::postgresql
