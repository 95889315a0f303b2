#pragma once

#include <functional>
#include <vector>

#include "migrate/script.hpp"
#include "migrate/session.hpp"
#include "revision/plan_steps.hpp"

namespace aludel {

/// @throws Error(transaction_all_impossible) with every statement that keeps `steps` from running
/// in one transaction
/// @return about how many locks they take
long long check_one_transaction(const RevisionGraph& graph, const std::vector<Step>& steps,
                                const std::function<const Script&(RevisionIndex)>& script_of);

/// Whether all of `steps` can run in one transaction: no statement that cannot, and not more new
/// tables and indexes than the server's lock table holds (PostgreSQL manual,
/// max_locks_per_transaction).
/// @throws Error(transaction_all_impossible) with every statement that makes it impossible
void check_one_transaction(Session& session, const RevisionGraph& graph,
                           const std::vector<Step>& steps,
                           const std::function<const Script&(RevisionIndex)>& script_of);

}  // namespace aludel
