#pragma once

#include <string_view>

#include "aludel/migrate.hpp"

namespace aludel {

/// The value of --kill-blockers: `after=TIME` and `only=idle` or `only=any`, separated by commas,
/// each at most once. Left out: 30s, idle.
/// @throws Error(bad_usage) with the nearest word
[[nodiscard]] KillBlockers parse_kill_blockers(std::string_view text);

}  // namespace aludel
