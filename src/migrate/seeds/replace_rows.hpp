#pragma once

#include <vector>

#include "migrate/consent.hpp"
#include "migrate/seeds/run_seeds.hpp"

namespace aludel {

/// The rows that `replace_rows` would delete now, a Loss a table that has some. Changes nothing.
[[nodiscard]] std::vector<Loss> rows_to_lose(Session& session,
                                             const std::vector<const FittedSeed*>& files);

/// Deletes, in one transaction with its journal rows, the rows of the files' tables that are in no
/// file of their table: first those of tables that refer to others.
/// @throws StateMoved never: a run that was overtaken begins the transaction anew
[[nodiscard]] std::vector<ReplacedRows> replace_rows(Session& session,
                                                     const std::vector<const FittedSeed*>& files,
                                                     DatabaseState& state, const Consent& consent);

}  // namespace aludel
