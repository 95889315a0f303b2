#pragma once

#include <string>
#include <vector>

#include "catalog/cpp_code.hpp"

namespace aludel {

/// `op.NAME(arguments, {options});`; without options where none is set.
[[nodiscard]] inline std::string cpp_call(const char* name, std::vector<CppCode> arguments,
                                          const CppMembers& options = {}) {
  if (!options.empty()) arguments.push_back(options.braced());
  CppCode call(std::string("op.") + name, "()", std::move(arguments));
  call.tail = ";";
  return laid_out(call);
}

/// IF EXISTS and CASCADE of a drop.
[[nodiscard]] inline CppMembers drop_options(bool if_exists, bool cascade = false) {
  CppMembers options;
  options.flag("if_exists", if_exists).flag("cascade", cascade);
  return options;
}

[[nodiscard]] inline CppMembers create_options(bool if_not_exists, bool concurrently = false) {
  CppMembers options;
  options.flag("if_not_exists", if_not_exists).flag("concurrently", concurrently);
  return options;
}

[[nodiscard]] inline CppCode cpp_truth(bool value) {
  return std::string(value ? "true" : "false");
}

}  // namespace aludel
