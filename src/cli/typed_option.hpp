#pragma once

#include <span>
#include <string>

namespace aludel {

/// An option of a call, as it is typed again.
struct TypedOption {
  std::string name;   ///< "--env"
  std::string words;  ///< " --env staging"
};

/// `text` with `options` in each command of this program that it names in backticks, unless they
/// stand there already.
[[nodiscard]] std::string with_options(std::string text, std::span<const TypedOption> options);

}  // namespace aludel
