#pragma once

#include <string>

namespace aludel {

/// Throws Error(bad_operation) without a place, which the caller knows.
[[noreturn]] void refuse(std::string message, std::string hint = {}, std::string next = {});

}  // namespace aludel
