#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "cli/setting.hpp"
#include "cli/variables.hpp"

namespace aludel {

/// One `${…}`: `${NAME}`, `${NAME:-default}` or `${NAME|url}`.
struct VariableReference {
  std::string_view name;
  std::optional<std::string_view> fallback;  ///< used where the variable is not set or empty
  bool for_url = false;                      ///< the value is percent-encoded
  std::size_t size = 0;                      ///< from `$` to `}`
};

/// Reads the reference that begins at `text[at]`, where "${" stands.
/// @return none and a reason in `problem` where it cannot be read: no `}`, no name, another filter
/// than `url`, or a `${`
///         inside the default. Linear in the reference's length.
[[nodiscard]] std::optional<VariableReference> read_reference(std::string_view text, std::size_t at,
                                                              std::string& problem);

/// The setting's text with its variables filled in; `$$` is a dollar sign, any other `$` stands for
/// itself. Filled in text is not expanded again.
/// @throws Error(undefined_variable) with the place of a variable that is not set and has no
/// default;
///         Error(bad_value) for a `${` that cannot be read; the setting's own problem.
[[nodiscard]] std::string expand(const Setting& setting, const Variables& variables);

}  // namespace aludel
