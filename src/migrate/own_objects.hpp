#pragma once

#include <vector>

#include "aludel/table.hpp"
#include "dialect/bookkeeping.hpp"

namespace aludel {

/// The tables that are Aludel's: they are no part of what the revisions make.
[[nodiscard]] inline std::vector<ObjectName> own_objects(const Bookkeeping& tables) {
  return {ObjectName(tables.schema, tables.table),
          ObjectName(tables.journal_schema, "aludel_journal"),
          ObjectName(tables.journal_schema, "aludel_text"),
          ObjectName(tables.journal_schema, "aludel_lease")};
}

}  // namespace aludel
