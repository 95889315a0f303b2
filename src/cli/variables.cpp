#include "cli/variables.hpp"

#include <system_error>
#include <utility>

#include <unistd.h>

#include "base/code.hpp"

namespace aludel {

Environment process_environment() {
  Environment result;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos)
      result.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  std::error_code error;
  result.current_directory = std::filesystem::current_path(error);
  if (error)
    throw Error(
        diagnostic(Code::config_unreadable, "the current directory is gone: " + error.message()));
  return result;
}

Variables::Variables(VariableMap process, std::vector<DotenvEntry> dotenv)
    : process_(std::move(process)) {
  for (DotenvEntry& entry : dotenv) {
    std::string name = entry.name;
    dotenv_.insert_or_assign(std::move(name), std::move(entry));
  }
}

std::optional<std::string> Variables::find(std::string_view name) const {
  if (const auto found = process_.find(name); found != process_.end()) return found->second;
  const auto found = dotenv_.find(name);
  if (found == dotenv_.end()) return std::nullopt;
  if (found->second.undefined) throw Error(*found->second.undefined);
  return found->second.value;
}

std::vector<std::string> Variables::names() const {
  std::vector<std::string> result;
  for (const auto& [name, value] : process_) result.push_back(name);
  for (const auto& [name, entry] : dotenv_) result.push_back(name);
  return result;
}

VariableMap Variables::all() const {
  auto result = process_;
  for (const auto& [name, entry] : dotenv_) {
    if (!entry.undefined) result.emplace(name, entry.value);
  }
  return result;
}

}  // namespace aludel
