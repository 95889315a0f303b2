#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/typed_option.hpp"

/// Commands that messages tell people to type mean the same project and database as the call that
/// tells them.
namespace aludel {

/// @param option  its long name without dashes. Passwords, and values of placeholders, are not
/// told.
[[nodiscard]] TypedOption typed_option(const std::string& option, const std::string& value);

/// The options that say which project and database is meant.
[[nodiscard]] std::vector<TypedOption> place_options(const Arguments& arguments);

/// The options of the command itself, " --keep-old --jobs 4", without `except`.
[[nodiscard]] std::string own_options(const Invocation& invocation, std::string_view except);

}  // namespace aludel
