#pragma once

#include <string_view>

#include "base/text.hpp"
#include "catalog/operation.hpp"

namespace aludel {

/// Before functions whose bodies name what only the search path of their callers finds: the server
/// would read them when they are made (PostgreSQL).
/// Source: https://www.postgresql.org/docs/current/runtime-config-client.html
constexpr std::string_view leave_bodies_unread = "SET check_function_bodies = off";

/// Whether the body is a string of SQL, which the server reads when the function is made.
[[nodiscard]] inline bool has_unbound_body(const Function& function) {
  const std::string words = lower(function.definition);
  return words.contains("language sql") && (words.contains(" as ") || words.contains("\nas "));
}

}  // namespace aludel
