#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/maintain/vacuum.hpp"

namespace aludel {

/// The names, with their schemas, of the tables that were named.
/// @throws Error(bad_usage) with the nearest name
[[nodiscard]] std::vector<std::string> resolve_tables(Session& session,
                                                      const std::vector<std::string>& names);

/// Runs `work`, which may be long, and keeps the time it took and what the database refused.
/// @param index  of the table, from 1, of `count`
/// @throws Error(interrupted, connection_lost)
void run_timed(Session& session, VacuumedTable& table, int index, int count,
               const std::function<void()>& work);

namespace postgresql {
std::vector<VacuumedTable> vacuum(Session& session, const VacuumRequest& request,
                                  const std::function<void(const VacuumedTable&)>& tell);
}
namespace sqlite {
std::vector<VacuumedTable> vacuum(Session& session, const VacuumRequest& request,
                                  const std::function<void(const VacuumedTable&)>& tell);
}

}  // namespace aludel
