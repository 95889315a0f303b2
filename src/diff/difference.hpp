#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// What cannot be done without losing rows, or is not known to be possible.
struct Refusal {
  std::string object;  ///< "table prices"
  std::string reason;  ///< a clause: "its partition key is another one"
  bool operator==(const Refusal&) const = default;
};

/// How one state becomes another.
struct Difference {
  std::vector<Operation> operations;  ///< in an order that runs
  std::vector<Refusal> refusals;      ///< what they leave as it is
};

/// As ObjectFunctions::conversion: an expression, empty where none is needed, or none.
using Conversion = std::optional<std::string> (*)(const Column& from, const Type& to);

/// What makes `to` of `from`: apply(from, operations) = to, but for the order of columns and for
/// what is refused. Nothing where the two are equal. Deterministic; about linear in what differs.
///
/// A changed object is altered in place where the database can; else, where it holds no rows, it is
/// dropped and made again, with everything that is made on it: views that read it, triggers,
/// policies, grants, comments. A table or a column that has rows never is, but for a column whose
/// values are computed.
///
/// @param from  sorted, as inspection gives it
/// @param to    the same, by the same server
/// @param conversion  how values come by another type; where it knows none, that is refused
[[nodiscard]] Difference difference(const Catalog& from, const Catalog& to, const Rules& rules,
                                    Conversion conversion);

}  // namespace aludel
