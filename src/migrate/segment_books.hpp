#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "migrate/journal.hpp"
#include "migrate/script.hpp"
#include "migrate/session.hpp"

namespace aludel {

// What a run and a script for a client write alike.

/// What a transaction of `script` is begun with: its own timeouts, else the session's.
[[nodiscard]] TransactionOptions transaction_options(const Script& script,
                                                     const SessionOptions& session);

/// How long a batch waits for a lock with rows locked that others want: it gives up soon, and is
/// tried again. The section's own timeout counts.
[[nodiscard]] std::chrono::milliseconds batch_lock_timeout(const Script& script,
                                                           const SessionOptions& session);

/// SET TRANSACTION is refused behind the first query of a transaction, ours included.
[[nodiscard]] bool must_be_first(const Script& script, const ScriptStatement& statement);

/// The journal's row for segment `k` (from 0) of the revision `name`, in the direction of `script`.
[[nodiscard]] JournalEntry segment_entry(const Script& script, const std::string& name, int k,
                                         std::string event);

/// Behind the row `done` of an upgrade in C++, which is then done as a whole: what it said. None
/// behind other rows.
[[nodiscard]] std::optional<JournalEntry> said_entry(const Script& script,
                                                     const JournalEntry& done);

}  // namespace aludel
