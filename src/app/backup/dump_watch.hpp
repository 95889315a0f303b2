#pragma once

#include <chrono>
#include <optional>

#include "db/url.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// Tells who keeps a running pg_dump waiting for a table's lock (Waiting): two seconds after it
/// was first seen to wait, and then every ten. What goes wrong in looking is passed over.
class DumpWatch {
 public:
  explicit DumpWatch(Session& session);

  /// To be called every now and then; asks the server once a second at most.
  void look();

 private:
  using Clock = std::chrono::steady_clock;
  void look_now(Clock::time_point now);

  Session& session_;
  std::string application_name_;
  Clock::time_point next_look_ = Clock::now() + std::chrono::seconds(1);
  std::optional<Clock::time_point> waiting_since_;
  Clock::time_point next_told_;
};

}  // namespace aludel
