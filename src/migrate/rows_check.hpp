#pragma once

#include <string>
#include <vector>

#include "dialect/objects.hpp"
#include "migrate/foreseen.hpp"

namespace aludel {

/// Refuses what a statement would fail at, before anything runs: how many rows are in its way, the
/// first of them, and the ways out. Looks for them in the database, where `foreseen` has one and no
/// step before may have written the rows; for two seconds at most each, since a statement that
/// fails tells of them too.
/// @throws Error(bad_operation)
void check_rows(const std::vector<RowsInTheWay>& in_the_way, const Foreseen& foreseen);

/// The first three of the rows `from`, each as "id = 1, email = ann".
/// @param shown  the SELECT list; empty: nothing tells which they are
[[nodiscard]] std::vector<std::string> first_rows(const Foreseen& foreseen, const ObjectName& table,
                                                  const std::string& shown,
                                                  const std::string& from);

/// @param rows  as first_rows
/// @param ways  out, for a person
/// @throws Error(bad_operation)
[[noreturn]] void refuse_rows(std::string message, const std::vector<std::string>& rows,
                              const std::vector<std::string>& ways);

}  // namespace aludel
