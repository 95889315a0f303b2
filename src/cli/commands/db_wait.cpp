// `db wait`: for containers that start side by side.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/duration.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

int db_wait(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  SessionOptions options = workspace.session_options(true);
  options.connect_wait = parse_duration(invocation.arguments.get("timeout").value_or("1m"));
  const auto begin = std::chrono::steady_clock::now();
  Session session(std::move(options));
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  const std::string server = session.connection().server_name();
  invocation.console.result({{"server", server}, {"waited_ms", waited.count()}});
  invocation.console.note(fmt::format("{} is there", server));
  return 0;
}

}  // namespace aludel::commands
