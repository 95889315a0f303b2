#pragma once

#include <string>

#include "base/code.hpp"
#include "base/source.hpp"

namespace aludel {

/// Throws Error (cannot_split) that points at `opener`, the first bytes of what has no end.
[[noreturn]] void throw_never_closed(const SourceText& source, Span opener, std::string message,
                                     std::string hint);

/// Throws Error with `code` that points at `span`.
[[noreturn]] void throw_at(Code code, const SourceText& source, Span span, std::string message,
                           std::string label, std::string hint);

}  // namespace aludel
