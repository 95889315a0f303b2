#pragma once

#include <string>
#include <vector>

#include "migrate/seeds/fitted_seed.hpp"
#include "migrate/state.hpp"
#include "migrate/step_runner.hpp"

namespace aludel {

/// What became of a seed.
struct LoadedSeed {
  std::string name;
  std::string table;  ///< empty: it is SQL
  long long rows = 0;
  long long inserted = 0;
  long long updated = 0;
  long long missing = 0;  ///< kept out by a trigger or rule of the table
  std::chrono::milliseconds duration{};

  [[nodiscard]] long long unchanged() const { return rows - inserted - updated - missing; }
};

/// For a person: "120 rows: 3 inserted, 2 updated, 115 unchanged"; of SQL empty.
[[nodiscard]] std::string description_of(const LoadedSeed& seed);

/// A CSV file of a group, as it is loaded.
struct LoadItem {
  const FittedSeed* fitted = nullptr;
  /// Columns that new rows get only when all rows of the group are there.
  std::vector<std::string> late_columns;
  std::string known_digest;  ///< of the file when its journal row was written last; may be empty
};

/// Loads CSV files in one transaction, with their journal rows: of each file that has changed
/// something or was never loaded as it reads now.
///
/// @param state  what the database holds; kept up to date
/// @throws StateMoved where another runner was there first; Error(bad_csv), (seed_misfit),
/// (statement_refused) at the place in the file, …, without `next`; nothing is kept then
[[nodiscard]] std::vector<LoadedSeed> load_group(Session& session,
                                                 const std::vector<LoadItem>& items,
                                                 bool refers_to_itself, DatabaseState& state,
                                                 StepProgress& progress);

}  // namespace aludel
