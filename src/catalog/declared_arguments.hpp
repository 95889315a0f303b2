#pragma once

#include <string>
#include <string_view>

#include "catalog/apply.hpp"

namespace aludel {

/// What a function's arguments are beside their defaults, and how many have one: CREATE OR REPLACE
/// gives a default, and takes none away.
struct DeclaredArguments {
  std::string text;  ///< names and types, one blank between words
  std::size_t defaults = 0;
};

/// @param arguments  as declared: "price numeric, day date DEFAULT now()"
[[nodiscard]] DeclaredArguments declared_arguments(std::string_view arguments, const Rules& rules);

}  // namespace aludel
