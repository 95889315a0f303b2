#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace aludel::testing {

/// What goes wrong at one point of the conversation between a program and its server.
enum class Fault {
  none,
  kill,       ///< SIGKILL of the program
  interrupt,  ///< SIGTERM of the program; the conversation goes on
  cut,        ///< both ends of the connection see it end
  tear,       ///< as `cut`, with half of the message on its way to the server
  refuse,     ///< the server runs a statement that raises `sqlstate` in the place of the program's
  end_session,  ///< an administrator ends the session on the server (57P01)
  call,         ///< `hook` is called: a restart of the server
};

struct FaultPlan {
  Fault fault = Fault::none;
  int at = 0;             ///< the unit (wire.hpp) it strikes at, from 1, over all connections
  bool answered = false;  ///< kill, cut, interrupt, call: the server has done the unit and has
                          ///< answered, and the program does not know; else it never saw the unit
  /// cut, kill: the server's end stays open that much longer.
  std::chrono::milliseconds linger{0};
  std::string sqlstate = {};
  std::function<void()> hook = {};
};

[[nodiscard]] std::string describe(const FaultPlan& plan);

/// What passed since `arm`.
struct Conversation {
  std::vector<std::string> units;  ///< each in words
  bool struck = false;             ///< the fault was injected
};

/// Stands between programs and a PostgreSQL server, on a Unix socket of its own, and passes all on
/// but for the one fault that it is armed with. Programs of this machine only: whom to signal is
/// asked of the socket.
class FaultProxy {
 public:
  /// @param server_url  of the server, with `host=` a socket's folder; its user may end sessions.
  /// A `refuse` of a COMMIT needs what `prepare_refusals` made in the database.
  explicit FaultProxy(const std::string& server_url);
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;
  ~FaultProxy();

  /// The URL of a database by way of the proxy.
  [[nodiscard]] std::string url(const std::string& database) const;
  /// Forgets what passed, ends what is left of earlier connections, and sets the next fault.
  void arm(FaultPlan plan);
  [[nodiscard]] Conversation conversation() const;

  /// A statement list for a new database, each ended by a semicolon at the end of its line.
  [[nodiscard]] static std::string prepare_refusals();

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace aludel::testing
