#include "migrate/loss_review.hpp"

#include <algorithm>

namespace aludel {

void LossReview::look(std::span<const PlanInput> steps, const std::string& at) {
  const bool seen = std::ranges::all_of(
      steps, [this](const PlanInput& step) { return seen_.contains(step.revision->id); });
  if (seen) return;
  const PlanOptions options{.dialect = session_.dialect().sql(),
                            .server_version = session_.connection().server_version(),
                            .foreign_keys = session_.options().foreign_keys.value_or(false)};
  const Plan plan =
      look_up(session_.connection(), steps, options, LookFor::losses, consent_.needed);
  check_consent(plan, consent_, at);
  seen_.clear();
  for (const PlanInput& step : steps) seen_.insert(step.revision->id);
  losses_ = aludel::losses_of(plan);
  reasons_.clear();
  for (const PlannedStep& step : plan.steps) {
    std::string reason = aludel::reason_for(step, consent_);
    if (!reason.empty()) reasons_[step.revision->id] = std::move(reason);
  }
}

void LossReview::tell(std::span<const PlanInput> steps) {
  if (losses_.empty()) return;
  std::set<std::string> now;
  for (const PlanInput& step : steps) now.insert(step.revision->id);
  for (const Loss& loss : losses_) {
    if (told_.contains(loss.revision) || !now.contains(loss.revision)) continue;
    session_.tell(loss);
  }
  told_.merge(now);
}

std::string LossReview::reason_for(const std::string& revision) const {
  const auto found = reasons_.find(revision);
  return found == reasons_.end() ? std::string() : found->second;
}

std::vector<Loss> LossReview::losses_of(const std::vector<RanStep>& steps) const {
  std::vector<Loss> lost;
  for (const Loss& loss : losses_) {
    if (std::ranges::find(steps, loss.revision, &RanStep::revision) != steps.end())
      lost.push_back(loss);
  }
  return lost;
}

}  // namespace aludel
