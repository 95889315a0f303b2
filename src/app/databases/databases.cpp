#include "app/databases/databases.hpp"

#include <chrono>

#include "app/databases/parts.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "db/url_database.hpp"
#include "dialect/dialect.hpp"
#include "lint/loss_text.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds all_counts{2};

/// Also refuses databases that cannot be driven yet.
bool is_file(const DatabaseUrl& url) {
  (void)dialect_for(url);
  return url.kind == DatabaseUrl::Kind::sqlite;
}

void refuse_memory(const DatabaseUrl& url, const char* what) {
  if (!url.sqlite_path.empty()) return;
  Diagnostic problem = diagnostic(
      Code::bad_usage, std::string("a database in memory cannot be ") + what +
                           ": it is there for as long as the program that opened it runs");
  problem.next = "name a file: `sqlite:///app.db`";
  throw Error(std::move(problem));
}

}  // namespace

ServerAccess server_access(const SessionOptions& options) {
  return {.wait = options.connect_wait,
          .trace = trace_of(options),
          .sink = options.sink,
          .stop = options.stop};
}

std::string shown_database(const DatabaseUrl& url) {
  if (!is_file(url)) return database_name(url);
  return url.sqlite_path.empty() ? ":memory:" : shown_path(url.sqlite_path);
}

bool create_database(const NewDatabase& request) {
  if (!is_file(request.url)) return postgresql::create_database(request);
  refuse_memory(request.url, "created");
  return sqlite::create_database(request);
}

bool drop_database(const DatabaseRemoval& request) {
  if (!is_file(request.url)) return postgresql::drop_database(request);
  refuse_memory(request.url, "dropped");
  return sqlite::drop_database(request);
}

std::optional<KeptDatabase> properties_to_keep(const DatabaseUrl& url, const ServerAccess& access) {
  if (is_file(url)) return sqlite::properties_to_keep(url, access);
  return postgresql::properties_to_keep(url, access);
}

std::string shown_contents(const DatabaseContents& contents) {
  const std::string size = contents.bytes > 0 ? shown_bytes(contents.bytes) : "";
  if (contents.half_gone)
    return (size.empty() ? "what" : size + " that") + " an interrupted drop has left";
  if (!contents.unseen.empty())
    return (size.empty() ? "what" : size + " that") + " cannot be looked into: " + contents.unseen;
  if (contents.tables == 0) return "no table";
  std::string text = counted(contents.tables, "table");
  if (contents.exact || contents.rows > 0)
    text += " with " + shown_number(contents.rows, contents.exact) +
            (contents.rows == 1 && contents.exact ? " row" : " rows");
  return text + ", " + shown_bytes(contents.bytes);
}

void count_rows(Connection& connection, const std::vector<std::string>& tables,
                DatabaseContents& contents) {
  const auto deadline = Clock::now() + all_counts;
  for (const std::string& table : tables) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0 || !connection.usable()) {
      contents.exact = false;
      return;
    }
    try {
      const TimeLimit limit(connection, left);
      const Result counted_rows = connection.query("SELECT count(*) FROM " + table);
      contents.rows += integer(counted_rows.rows.at(0).at(0)).value_or(0);
    } catch (const Error&) {
      contents.exact = false;  // no right, a virtual table without its module, not in time
    }
  }
}

void require_consent(const Consent& consent, const std::string& database,
                     const DatabaseContents& contents) {
  const bool is_unseen = !contents.unseen.empty();
  if ((!consent.needed && !is_unseen) || !consent.reason.empty()) return;
  const std::string why =
      consent.needed ? " is protected" : " may hold anything, as it cannot be looked into";
  Diagnostic problem = diagnostic(Code::consent_needed,
                                  "the database " + database + why + ", and it would be dropped");
  problem.notes.push_back("lost would be: " + shown_contents(contents));
  problem.now = "nothing was changed";
  problem.next = consent.how;
  throw Error(std::move(problem));
}

void require_nobody(const std::vector<std::string>& users, const std::string& database,
                    const std::string& next) {
  if (users.empty()) return;
  Diagnostic problem = diagnostic(
      Code::database_unusable, "the database " + database + " is in use by " +
                                   counted(static_cast<long long>(users.size()), "other session"));
  constexpr std::size_t shown = 20;
  problem.notes.assign(users.begin(),
                       users.begin() + static_cast<std::ptrdiff_t>(std::min(shown, users.size())));
  if (users.size() > shown)
    problem.notes.push_back("and " + std::to_string(users.size() - shown) + " more");
  problem.now = "nothing was changed";
  problem.next = next;
  throw Error(std::move(problem));
}

}  // namespace aludel
