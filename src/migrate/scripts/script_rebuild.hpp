#pragma once

#include <string>
#include <vector>

#include "dialect/rebuild.hpp"
#include "migrate/script.hpp"
#include "migrate/scripts/replaced_objects.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// What the replacement takes, looked up with names meaning what they mean to the script. Outside
/// of a transaction.
[[nodiscard]] Rebuild plan_rebuild(Session& session, const Script& script,
                                   const Replacement& replacement);

/// What a script made when it ran before, and nothing makes any more.
struct LeftBehind {
  std::string object;  ///< "function public.tax(integer)"
  std::string drop;    ///< the statement that takes it away
};

/// The objects of `before` that are still there, but for those of `now`. Behind the run of
/// `script`; nothing where it cannot be found out.
[[nodiscard]] std::vector<LeftBehind> left_behind(Session& session, const Script& script,
                                                  const std::vector<ReplacedObject>& before,
                                                  const std::vector<ReplacedObject>& now);

}  // namespace aludel
