#include "revision/alembic_command.hpp"

#include <algorithm>
#include <array>

namespace aludel {

std::string alembic_command(const RevisionGraph& graph, const Step& step) {
  const bool is_known = std::ranges::none_of(
      graph.closure(std::array{step.revision}),
      [&](RevisionIndex each) { return graph[each].kind != RevisionKind::alembic; });
  if (!is_known) return {};
  const Revision& revision = graph[step.revision];
  if (step.direction == Direction::up) return "alembic upgrade " + revision.id;
  return "alembic downgrade " +
         (revision.down_revision.empty() ? "base" : revision.down_revision.front());
}

}  // namespace aludel
