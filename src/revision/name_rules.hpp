#pragma once

#include <string>
#include <string_view>

#include "revision/revision.hpp"

namespace aludel {

/// Why `name` can be neither a revision id nor a branch label, as the end of a sentence ("is
/// empty", "holds `@` …");
/// "" where it can. The rule: what could not be typed as a target, written into a list by comma, or
/// stored in the version table's VARCHAR(255). Ids of Alembic files may hold slashes, since no file
/// of ours is named by them.
[[nodiscard]] std::string why_not_a_name(std::string_view name,
                                         RevisionKind kind = RevisionKind::sql);

}  // namespace aludel
