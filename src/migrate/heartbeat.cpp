#include "migrate/heartbeat.hpp"

#include <utility>

#include "base/code.hpp"

namespace aludel {

namespace {

void beat(const std::stop_token& stop, const Dialect& dialect, const DatabaseUrl& url,
          const std::string& renewal, std::chrono::milliseconds period) {
  std::unique_ptr<Connection> connection;
  while (true) {
    try {
      pause(period, stop);
      if (!connection) connection = dialect.connect_watcher(url);
      if (!connection) continue;
      connection->set_stop_token(stop);
      connection->set_wait_hook(nullptr);  // it waits for the end of the session's transaction
      connection->query(renewal);
    } catch (const Error&) {
      if (stop.stop_requested()) return;
      connection.reset();
    }
  }
}

}  // namespace

Heartbeat::Heartbeat(const Session& session)
    : thread_([&dialect = session.dialect(), url = session.options().url,
               renewal = session.run().renewal, period = session.lease()->time / 3](
                  const std::stop_token& stop) { beat(stop, dialect, url, renewal, period); }) {}

}  // namespace aludel
