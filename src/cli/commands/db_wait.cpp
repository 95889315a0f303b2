// `db wait`: for containers that start side by side.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/databases/databases.hpp"
#include "base/duration.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

int db_wait(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const auto timeout = parse_duration(invocation.arguments.get("timeout").value_or("1m"));
  const auto begin = std::chrono::steady_clock::now();
  const auto tell = [&](const std::string& reason, std::chrono::milliseconds waited) {
    console.show(Remark{fmt::format("waiting for {} of {}: {}", format_seconds(waited),
                                    format_seconds(timeout), reason)});
  };
  const std::string server = workspace.completing([&] {
    return wait_for_database({.url = workspace.session_options(false).url,
                              .timeout = timeout,
                              .tell = tell,
                              .stop = SignalWatch::token()});
  });
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  console.result({{"server", server}, {"waited_ms", waited.count()}});
  console.note(fmt::format("{} is there", server));
  return 0;
}

}  // namespace aludel::commands
