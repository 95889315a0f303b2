#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrate/journal.hpp"
#include "migrate/session.hpp"

namespace aludel {

/// What is true of a database, as its bookkeeping tables say.
struct DatabaseState {
  std::vector<std::string> rows;  ///< of the version table, sorted
  std::optional<InProgress> in_progress;
  long long last_journal_id = 0;  ///< 0: no row

  bool operator==(const DatabaseState&) const = default;
};

/// Reads it without a lock; creates nothing. Two round trips where a revision stopped half-way,
/// else one.
/// @throws Error(newer_format) where a newer Aludel wrote the journal
[[nodiscard]] DatabaseState read_state(Session& session);

}  // namespace aludel
