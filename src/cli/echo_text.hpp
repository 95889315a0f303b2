#pragma once

#include <chrono>
#include <string>

#include "aludel/event.hpp"

namespace aludel {

/// A statement behind the time (UTC) at which it began; further lines of it stand below, as do the
/// values of its parameters, the long ones cut.
[[nodiscard]] std::string render_echo(const StatementSent& sent,
                                      std::chrono::system_clock::time_point at);
/// What became of it.
[[nodiscard]] std::string render_echo(const StatementAnswered& answered);

}  // namespace aludel
