#pragma once

#include <optional>
#include <string>

#include "migrate/batch_table.hpp"
#include "migrate/batch_throttle.hpp"
#include "migrate/batched.hpp"
#include "migrate/step_books.hpp"

namespace aludel {

/// From where to where a segment in batches goes.
struct BatchStart {
  BatchKey key;
  std::string end;       ///< the last key
  std::string position;  ///< all rows up to this key are done; empty: none
  long long rows = 0;    ///< passed so far
  BatchDetail detail;
  /// The first key, where the keys were whole numbers without a gap when they were counted: ranges
  /// need not be looked up then. A row that goes meanwhile makes one range smaller.
  std::optional<long long> first_of_dense = std::nullopt;
};

/// Looks the table up, waits for another run that is at it, and writes the journal's `begin`, which
/// fixes the end; or finds where an earlier run stopped. Where the table is empty the statement is
/// run once, on no rows, and the segment is done: none is answered.
/// @throws Error(bad_directive), (half_way); StateMoved
[[nodiscard]] std::optional<BatchStart> begin_batches(StepBooks& books, int k,
                                                      BatchThrottle& throttle);

/// What the database said of the statement of one batch, with the keys that it was about.
[[nodiscard]] Diagnostic batch_failure(StepBooks& books, const ScriptStatement& statement,
                                       const Batched& batched, const KeyRange& range,
                                       long long rows, const Diagnostic& from_server);

}  // namespace aludel
