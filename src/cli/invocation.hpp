#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/catalog.hpp"
#include "aludel/compiled.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"

namespace aludel {

/// The options and arguments of one call, as strings by the option's long name.
class Arguments {
 public:
  std::map<std::string, std::vector<std::string>, std::less<>> options;
  std::vector<std::string> positional;

  [[nodiscard]] bool has(std::string_view option) const { return options.contains(option); }
  /// The (last) value of an option.
  [[nodiscard]] std::optional<std::string> get(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> all(std::string_view option) const;
  /// The first argument, else the value of `-r`, else `otherwise`.
  [[nodiscard]] std::string target(std::string_view otherwise) const;
};

/// What a command is called with.
struct Invocation {
  const CommandSpec& command;
  const Arguments arguments;
  Console& console;
  std::span<const CompiledRevision> compiled = {};  ///< revisions that came with the program
  Catalog (*models)() = nullptr;                    ///< the program's; null: it has none
};

}  // namespace aludel
