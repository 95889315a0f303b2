#pragma once

#include <optional>

#include "aludel/error.hpp"
#include "base/code.hpp"

namespace aludel::testing {

/// The diagnostic that `call` is refused with; none where it is not.
template <typename Call>
std::optional<Diagnostic> refusal(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.diagnostic();
  }
  return std::nullopt;
}

inline bool has_code(const std::optional<Diagnostic>& diagnostic, Code code) {
  return diagnostic && diagnostic->code == info(code).id;
}

}  // namespace aludel::testing
