#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "migrate/consent.hpp"
#include "migrate/plan.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// What a run loses: looked at before its first step, agreed to, told, and journalled.
class LossReview {
 public:
  LossReview(Session& session, const Consent& consent) : session_(session), consent_(consent) {}

  /// Looks at `steps`, unless it has already looked at all of them.
  /// @throws Error(consent_needed)
  void look(std::span<const PlanInput> steps, const std::string& at);
  /// Tells what `steps` lose, once.
  void tell(std::span<const PlanInput> steps);
  [[nodiscard]] std::string reason_for(const std::string& revision) const;
  /// What those of `steps` lost.
  [[nodiscard]] std::vector<Loss> losses_of(const std::vector<RanStep>& steps) const;

 private:
  Session& session_;
  const Consent& consent_;
  std::set<std::string> seen_;  ///< revisions, as all below
  std::vector<Loss> losses_;
  std::map<std::string, std::string> reasons_;
  std::set<std::string> told_;
};

}  // namespace aludel
