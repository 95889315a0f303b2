#pragma once

#include <string>
#include <vector>

#include "migrate/session.hpp"

namespace aludel {

/// What the journal knows of who made the object of this name: one line for each revision or script
/// that has run a CREATE of it, "revision a1 made it (2026-11-21 10:00:00 UTC, ann)". None where
/// it was made by other means, or there is no journal.
[[nodiscard]] std::vector<std::string> made_by(Session& session, const std::string& name);

}  // namespace aludel
