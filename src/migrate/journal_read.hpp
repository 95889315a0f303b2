#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrate/session.hpp"

namespace aludel {

/// Which rows of the journal: all conditions hold together.
struct JournalFilter {
  std::string name;          ///< revision id; empty: all
  std::string run_id;        ///< empty: all
  long long limit = 50;      ///< the newest so many; 0: all
  bool every_batch = false;  ///< else of a segment's batches the newest of each run
};

/// A row of the journal as it stands: docs/formats.md, "aludel_journal". What is NULL is empty or
/// none.
struct JournalRecord {
  long long id = 0;
  std::string run_id, kind, name, direction, event, at_utc;
  std::optional<long long> segment, segments, statement, duration_ms;
  std::string upgrade_digest, downgrade_digest, statement_digest, position;
  std::string backend, who, host, tool_version, reason, detail;
};

/// The rows of this version table, oldest first; none where there is no journal yet.
[[nodiscard]] std::vector<JournalRecord> read_journal(Session& session,
                                                      const JournalFilter& filter);

/// `at_utc` as people read it, to the second: "2026-11-21 10:00:00".
[[nodiscard]] std::string shown_time(const std::string& at_utc);

/// The text kept under a digest; none where it was not kept.
[[nodiscard]] std::optional<std::string> kept_text(Session& session, const std::string& digest);

}  // namespace aludel
