#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrate/run.hpp"

/// A relative target, `-2`, counts from where the database stands when the run begins. So that the
/// same command finishes a run that was killed, and does no more, the run keeps its steps in the
/// journal before the first of them.
namespace aludel {

/// The steps of the last run where it was this same command and did not come to its end; none where
/// it did, where it still runs, or where somebody stamped since.
[[nodiscard]] std::optional<std::vector<Step>> steps_of_stopped_run(Session& session,
                                                                    const RunRequest& request);

/// The row to write before the first step.
[[nodiscard]] JournalEntry begin_of_run(const RunRequest& request, const std::vector<Step>& steps);

/// What of `steps` is still to be done, the revision that is half-way first.
/// @return none where the database was changed so that they do not follow from each other
/// @throws Error(half_way) where another revision is half-way
[[nodiscard]] std::optional<std::vector<Step>> steps_left(const RunRequest& request,
                                                          const DatabaseState& state,
                                                          std::vector<Step> steps);

}  // namespace aludel
