#include <algorithm>
#include <optional>

#include "app/databases/databases.hpp"
#include "base/code.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "dialect/dialect.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds between_tries{250};
constexpr milliseconds first_telling{2000};
constexpr milliseconds between_tellings{5000};

/// "cannot reach PostgreSQL on db:5432: Connection refused": libpq's last reason is the one that
/// counts.
std::string reason_of(const Diagnostic& problem) {
  constexpr std::string_view mark = "failed: ";
  const std::size_t at = problem.detail.rfind(mark);
  if (at == std::string::npos) return problem.message;
  const std::size_t begin = at + mark.size();
  const std::string reason = problem.detail.substr(begin, problem.detail.find('\n', begin) - begin);
  return problem.message + ": " + reason;
}

bool may_come_right(const Diagnostic& problem) {
  return problem.retryable || problem.connection_lost ||
         problem.code == info(Code::database_missing).id;
}

}  // namespace

std::string wait_for_database(const DatabaseWait& request) {
  const auto begin = Clock::now();
  const auto waited = [&] {
    return std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
  };
  milliseconds next_telling = first_telling;
  while (true) {
    try {
      const auto connection =
          dialect_for(request.url)
              .connect(request.url,
                       {.read_only = true, .foreign_keys = std::nullopt, .stop = request.stop});
      connection->query("SELECT 1");
      return connection->server_name();
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      if (!may_come_right(problem)) throw;
      if (waited() >= request.timeout) {
        problem.notes.push_back("waited for it for " + format_seconds(waited()));
        if (problem.retryable)
          problem.next =
              "look why it does not come up, or correct the URL; `--timeout` waits longer";
        throw;
      }
      if (waited() >= next_telling) {
        request.tell(reason_of(problem), waited());
        next_telling = waited() + between_tellings;
      }
    }
    pause(std::min(between_tries, std::max(request.timeout - waited(), milliseconds(1))),
          request.stop);
  }
}

}  // namespace aludel
