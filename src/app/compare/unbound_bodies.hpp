#pragma once

#include <string_view>

namespace aludel {

/// Before functions: their bodies may name what is made behind them, or what only the search path
/// of their callers finds. As pg_dump does.
/// Source: https://www.postgresql.org/docs/current/runtime-config-client.html
constexpr std::string_view leave_bodies_unread = "SET check_function_bodies = off";

}  // namespace aludel
