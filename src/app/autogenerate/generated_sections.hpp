#pragma once

#include "app/compare/compare.hpp"
#include "revision/new_file.hpp"

namespace aludel {

/// What leads back to `from`, the state that `up` begins with.
[[nodiscard]] ComparedStates taken_back(const ComparedStates& up, const KnownState& from,
                                        const Dialect& dialect);

/// A difference as the sections of a revision, for a person to read and change. A comment above a
/// statement says what of it is risky, and on top stands what is not done.
[[nodiscard]] NewSections generated_sql(const ComparedStates& up, const ComparedStates& down);

/// The statements of a difference, as they stand in a section of a revision.
[[nodiscard]] std::string generated_statements(const ComparedStates& compared);

/// An upgrade alone, of what a database holds. @param irreversible  why there is no way back
[[nodiscard]] NewSections generated_baseline(const ComparedStates& up, std::string irreversible);

/// The same as calls in C++; their downgrade is derived when they run.
[[nodiscard]] NewSections generated_cpp(const ComparedStates& up);

}  // namespace aludel
