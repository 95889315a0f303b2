#pragma once

#include <string>
#include <thread>

#include "migrate/session.hpp"

namespace aludel {

/// Renews the lease of a session from construction to destruction, three times within its time, on
/// a thread and a connection of its own: the session may stand still between two transactions, and
/// behind one that took longer than the lease and was rolled back it is renewed at once. Where it
/// cannot connect, only the transactions renew.
class Heartbeat {
 public:
  /// `session` must hold a lease.
  explicit Heartbeat(const Session& session);
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat() = default;

 private:
  std::jthread thread_;
};

}  // namespace aludel
