#pragma once

#include "dialect/objects.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// What is in the database of a session, but for Aludel's own tables.
/// @throws Error(statement_refused) with the right that is missing
[[nodiscard]] Inspected inspect(Session& session);

}  // namespace aludel
