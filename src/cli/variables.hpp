#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/error.hpp"

namespace aludel {

using VariableMap = std::map<std::string, std::string, std::less<>>;

/// What a process is given from outside, as a value, so that tests can make their own.
struct Environment {
  VariableMap variables;
  std::filesystem::path current_directory;
};

/// This process's environment and current directory. @throws Error(config_unreadable) if that
/// directory is gone.
[[nodiscard]] Environment process_environment();

/// One `NAME=value` of a .env file.
struct DotenvEntry {
  std::string name;
  std::string value;
  int line = 0;
  std::optional<Diagnostic>
      undefined;  ///< it names a variable that is not set: told when it is asked for

  bool operator==(const DotenvEntry&) const = default;
};

/// The variables that settings can name: those of the process, then those of .env.
class Variables {
 public:
  Variables() = default;
  explicit Variables(VariableMap process, std::vector<DotenvEntry> dotenv = {});

  /// The value of `name`; none where neither sets it. An empty value is one.
  /// @throws Error(undefined_variable) where .env sets it from a variable that is not set.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;

  /// All names, for suggestions.
  [[nodiscard]] std::vector<std::string> names() const;

  /// What a started program gets, and what libpq should see: .env's variables (without those that
  /// `find` would throw for) under the process's.
  [[nodiscard]] VariableMap all() const;

 private:
  VariableMap process_;
  std::map<std::string, DotenvEntry, std::less<>> dotenv_;
};

}  // namespace aludel
