#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/compare/rendered_changes.hpp"

namespace aludel {

/// What a person should know of a script, as comments in lines of at most 100 characters.
/// @param lead  what begins a comment: "--", "  //"
[[nodiscard]] std::string not_done(std::string_view lead, const std::vector<Refusal>& refusals);
[[nodiscard]] std::string risks(std::string_view lead, const std::vector<Hazard>& hazards);

}  // namespace aludel
