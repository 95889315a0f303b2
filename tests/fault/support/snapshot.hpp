#pragma once

#include <string>
#include <vector>

#include "db/connection.hpp"

namespace aludel::testing {

/// Everything that tells two PostgreSQL databases apart to the one who uses them, one line an
/// object: no object numbers, no times, nothing that depends on who looked when.
struct Snapshot {
  std::vector<std::string> catalog;  ///< the bookkeeping tables too
  std::vector<std::string> data;     ///< of all tables but the bookkeeping ones
  std::vector<std::string> rows;     ///< of the version table
  /// What the journal says was done behind row `after`, oldest first: intents and failures, which
  /// tell of the way and not of the end, are left out.
  std::vector<std::string> done;
  /// Every journal row behind `after`, and the digests of the texts that are kept. Two databases
  /// whose snapshots are equal with this are the same to the next run.
  std::vector<std::string> way;

  bool operator==(const Snapshot&) const = default;
};

/// @param journal_after  `done` begins behind this row of the journal
[[nodiscard]] Snapshot take_snapshot(Connection& connection, long long journal_after);
/// The newest row; 0 where there is none or no journal.
[[nodiscard]] long long last_journal_row(Connection& connection);

/// What is not as wanted, in lines, but for the way there; empty where all is.
[[nodiscard]] std::string difference(const Snapshot& wanted, const Snapshot& found);

}  // namespace aludel::testing
