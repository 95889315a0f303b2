#pragma once

#include <functional>
#include <vector>

#include "migrate/session.hpp"
#include "migrate/state.hpp"

namespace aludel {

/// Changes the bookkeeping alone: takes the migration lock, makes the tables that are missing, and
/// runs what `edit` answers for the state that it is given, all in one transaction that no other
/// writer of the version table can step into.
void edit_bookkeeping(Session& session,
                      const std::function<std::vector<OwnedRequest>(const DatabaseState&)>& edit);

}  // namespace aludel
