#pragma once

#include <string>

#include "aludel/event.hpp"
#include "db/trace.hpp"
#include "migrate/script.hpp"

namespace aludel {

/// `text` with each of the values as `{{name}}`: what was put in is neither stored nor shown.
[[nodiscard]] std::string without_values(std::string text, const VariableValues& values);

/// Tells `sink` of each statement.
[[nodiscard]] TraceHook echo_to(EventSink sink, VariableValues hidden);

}  // namespace aludel
