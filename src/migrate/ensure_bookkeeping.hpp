#pragma once

#include "migrate/session.hpp"

namespace aludel {

/// Creates the bookkeeping tables that are missing. Under the lock.
void ensure_bookkeeping(Session& session);

}  // namespace aludel
