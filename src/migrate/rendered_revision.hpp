#pragma once

#include "dialect/dialect.hpp"
#include "migrate/foreseen.hpp"
#include "migrate/section_renderer.hpp"
#include "revision/revision.hpp"
#include "revision/section.hpp"

namespace aludel {

struct Recording;

/// A revision in C++ as the text of one in SQL, whose places are those of the C++ file.
struct RenderedRevision {
  SourceText source;
  std::vector<RowsBeside> rows;
};

/// Both sections, for a database that `foreseen` tells of; `foreseen` is behind the upgrade then. A
/// revision without a downgrade gets the inverse of its upgrade, or the reason why there is none.
/// @param said  by its upgrade
/// @throws Error(bad_operation, revision_threw) at its place in the C++ file
[[nodiscard]] RenderedRevision render_upgrade(const Revision& revision, Recording said,
                                              const RenderingFor& target, Foreseen& foreseen);

/// The downgrade alone.
/// @param said  by its downgrade
/// @throws Error(bad_operation) at its place in the C++ file
[[nodiscard]] RenderedRevision render_downgrade(const Revision& revision, Recording said,
                                                const RenderingFor& target, Foreseen& foreseen);

/// True where it has more rows in one `bulk_insert` than anybody reads.
[[nodiscard]] bool has_many_rows(const Recording& said);

}  // namespace aludel
