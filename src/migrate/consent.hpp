#pragma once

#include <string>

#include "migrate/plan.hpp"
#include "migrate/run.hpp"

namespace aludel {

/// What was agreed to before the run; RunRequest has one.
/// @throws Error(consent_needed) where the database is protected and `plan` would lose something
/// that neither the call nor the revision agrees to
void check_consent(const Plan& plan, const RunRequest& request, const std::string& at);

/// Why `step` may lose what it loses: what the journal's `reason` says. Empty: it loses nothing, or
/// nobody had to say why.
[[nodiscard]] std::string reason_for(const PlannedStep& step, const Consent& consent);

}  // namespace aludel
