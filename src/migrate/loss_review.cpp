#include "migrate/loss_review.hpp"

#include <algorithm>

#include "migrate/consent.hpp"

namespace aludel {

bool LossReview::has_looked_at(const std::vector<Step>& steps) const {
  return std::ranges::all_of(steps,
                             [this](const Step& step) { return seen_.contains(step.revision); });
}

void LossReview::look(const std::vector<Step>& steps, const Scripts& scripts,
                      const std::optional<InProgress>& in_progress, const std::string& at) {
  if (has_looked_at(steps)) return;
  std::vector<PlanInput> inputs;
  for (const Step& step : steps) {
    const Revision& revision = request_.graph[step.revision];
    const bool half_way = in_progress && in_progress->revision == revision.id;
    inputs.push_back({&revision, &scripts.at(step.revision), half_way ? in_progress->done() : 0});
  }
  const PlanOptions options{.dialect = session_.dialect().sql(),
                            .server_version = session_.connection().server_version(),
                            .foreign_keys = session_.options().foreign_keys.value_or(false)};
  const Plan plan =
      look_up(session_.connection(), inputs, options, LookFor::losses, request_.consent.needed);
  check_consent(plan, request_, at);
  seen_.clear();
  for (const Step& step : steps) seen_.insert(step.revision);
  losses_ = aludel::losses_of(plan);
  reasons_.clear();
  for (const PlannedStep& step : plan.steps) {
    std::string reason = aludel::reason_for(step, request_.consent);
    if (!reason.empty()) reasons_[step.revision->id] = std::move(reason);
  }
}

void LossReview::tell(const std::vector<Step>& steps) {
  if (losses_.empty()) return;
  std::set<std::string> now;
  for (const Step& step : steps) now.insert(request_.graph[step.revision].id);
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
