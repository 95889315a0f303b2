#pragma once

#include <chrono>

#include "aludel/error.hpp"
#include "app/databases/databases.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// What `connect` returns, which is tried again while the server is not up yet, for as long as
/// `access` says.
/// @throws Error as `connect` does; Error(interrupted)
template <typename Connect>
auto patiently(const ServerAccess& access, const Connect& connect) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds between{250};
  const auto deadline = Clock::now() + access.wait;
  while (true) {
    try {
      return connect();
    } catch (const Error& error) {
      if (!error.diagnostic().retryable || Clock::now() >= deadline) throw;
    }
    pause(between, access.stop);
  }
}

}  // namespace aludel
