#pragma once

#include "aludel/catalog.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

namespace aludel {

/// Makes all objects of `models` in a database that holds none and has no version row, and stamps
/// it at the heads of `own`; all in one transaction, under the migration lock.
/// @return the rows; none where the database is not fresh: nothing was done
/// @throws Error(bad_operation) for what the database does not have; (statement_refused)
[[nodiscard]] std::optional<std::vector<std::string>> create_objects(Session& session,
                                                                     const Catalog& models,
                                                                     const RevisionGraph& graph,
                                                                     const RevisionSet& own);

}  // namespace aludel
