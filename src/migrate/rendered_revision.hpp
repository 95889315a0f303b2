#pragma once

#include "dialect/dialect.hpp"
#include "migrate/foreseen.hpp"
#include "revision/revision.hpp"
#include "revision/section.hpp"

namespace aludel {

struct Recording;

/// A revision in C++ as the text of one in SQL, whose places are those of the C++ file: both
/// sections, for a database that `foreseen` tells of; `foreseen` is behind the upgrade then. A
/// revision without a downgrade gets the inverse of its upgrade, or the reason why there is none.
/// @param said  by its upgrade
/// @throws Error(bad_operation, revision_threw) at its place in the C++ file
[[nodiscard]] SourceText render_upgrade(const Revision& revision, const Recording& said,
                                        const Dialect& dialect, int server_version,
                                        Foreseen& foreseen);

/// The downgrade alone, where the program says it: `revision.code->downgrade` is not null.
/// @throws Error(bad_operation, revision_threw)
[[nodiscard]] SourceText render_downgrade(const Revision& revision, const Dialect& dialect,
                                          int server_version, Foreseen& foreseen);

}  // namespace aludel
