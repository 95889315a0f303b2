#include "cli/invocation.hpp"

namespace aludel {

std::optional<std::string> Arguments::get(std::string_view option) const {
  const auto found = options.find(option);
  if (found == options.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Arguments::all(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

std::string Arguments::target(std::string_view otherwise) const {
  if (!positional.empty()) return positional.front();
  return get("target").value_or(std::string(otherwise));
}

}  // namespace aludel
