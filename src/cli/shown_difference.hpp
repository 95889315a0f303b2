#pragma once

#include "app/compare/compare.hpp"
#include "cli/console.hpp"

namespace aludel {

/// A difference for a person: what is to be done, with the hazards below it, and what cannot be.
void show_difference(Console& console, const ComparedStates& compared);
/// Tells of what was left out.
void note_not_compared(Console& console, const ComparedStates& compared);

/// docs/formats.md, `diff`.
[[nodiscard]] nlohmann::ordered_json difference_json(const ComparedStates& compared);

/// "2 changes, 1 refused"
[[nodiscard]] std::string counted_differences(const ComparedStates& compared);

}  // namespace aludel
