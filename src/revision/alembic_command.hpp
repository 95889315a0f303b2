#pragma once

#include <string>

#include "revision/plan_steps.hpp"

namespace aludel {

/// What Alembic itself is told for the step of a revision that is one of its .py files:
/// "alembic upgrade b416", and down to what it stands on, "alembic downgrade 1cd2" or "… base".
/// Empty where Alembic cannot do it: it does not know the SQL files that the revision needs.
[[nodiscard]] std::string alembic_command(const RevisionGraph& graph, const Step& step);

}  // namespace aludel
