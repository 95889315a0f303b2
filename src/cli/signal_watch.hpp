#pragma once

#include <stop_token>

namespace aludel {

/// SIGINT and SIGTERM request a stop of `token()` from construction to destruction; a second one
/// ends the program at once.
class SignalWatch {
 public:
  SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  ~SignalWatch();

  [[nodiscard]] static std::stop_token token();
  /// The signal that came, 0 for none.
  [[nodiscard]] static int signal();
};

}  // namespace aludel
