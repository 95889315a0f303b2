#pragma once

#include <string>

#include "migrate/plan.hpp"

namespace aludel {

/// What was agreed to before a run that may lose data.
struct Consent {
  bool needed = false;   ///< the database is protected
  std::string database;  ///< as a person names it; may be empty
  std::string reason;    ///< "confirmed: shop"; empty: nothing was agreed to
  std::string how;       ///< what to type to agree

  bool operator==(const Consent&) const = default;
};

/// @throws Error(consent_needed) where the database is protected and `plan` would lose something
/// that neither the call nor the revision agrees to
void check_consent(const Plan& plan, const Consent& consent, const std::string& at);

/// Why `step` may lose what it loses: what the journal's `reason` says. Empty: it loses nothing, or
/// nobody had to say why.
[[nodiscard]] std::string reason_for(const PlannedStep& step, const Consent& consent);

}  // namespace aludel
