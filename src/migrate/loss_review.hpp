#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "migrate/compile_steps.hpp"
#include "migrate/plan.hpp"

namespace aludel {

/// What a run loses: looked at before its first step, agreed to, told, and journalled.
class LossReview {
 public:
  LossReview(Session& session, const RunRequest& request) : session_(session), request_(request) {}

  /// Looks at `steps`, unless it has already looked at all of them.
  /// @throws Error(consent_needed)
  void look(const std::vector<Step>& steps, const Scripts& scripts,
            const std::optional<InProgress>& in_progress, const std::string& at);
  /// Tells what `steps` lose, once.
  void tell(const std::vector<Step>& steps);
  [[nodiscard]] std::string reason_for(const std::string& revision) const;
  /// What those of `steps` lost.
  [[nodiscard]] std::vector<Loss> losses_of(const std::vector<RanStep>& steps) const;

 private:
  [[nodiscard]] bool has_looked_at(const std::vector<Step>& steps) const;

  Session& session_;
  const RunRequest& request_;
  std::set<RevisionIndex> seen_;
  std::vector<Loss> losses_;
  std::map<std::string, std::string> reasons_;  ///< by revision
  std::set<std::string> told_;                  ///< revisions
};

}  // namespace aludel
