#pragma once

#include <source_location>

#include "aludel/error.hpp"

namespace aludel {

struct RecordedOperation;
struct Revision;

/// Where of an operation a statement comes from.
[[nodiscard]] const std::source_location& origin(const RecordedOperation& recorded,
                                                 std::size_t change);

/// A place in the program's source, with its line where the source is at hand.
[[nodiscard]] Place place_of(const Revision& revision, const std::source_location& at);

}  // namespace aludel
