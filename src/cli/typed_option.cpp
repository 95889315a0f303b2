#include "cli/typed_option.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/command.hpp"

namespace aludel {

namespace {

/// The command that stands in `words`, "aludel db seed prices"; null: none.
const CommandSpec* command_in(std::string_view words) {
  const std::vector<std::string> parts = split(words, ' ');
  if (parts.size() < 2) return nullptr;
  if (parts.size() > 2) {
    if (const CommandSpec* two = find_command(parts[1] + " " + parts[2]); two != nullptr)
      return two;
  }
  return find_command(parts[1]);
}

std::string with_options_in(std::string command, std::span<const TypedOption> options) {
  const CommandSpec* called = command_in(command);
  // A project is not made in the place that was not found.
  if (called == nullptr || called->name == "init") return command;
  std::string added;
  for (const TypedOption& option : options) {
    // The bookkeeping is made by somebody who may, as another user.
    if (called->name == "ensure-version" && option.name == "--url") continue;
    if (!command.contains(" " + option.name + " ")) added += option.words;
  }
  command.insert(std::min(command.find(" -- "), command.size()), added);
  return command;
}

}  // namespace

std::string with_options(std::string text, std::span<const TypedOption> options) {
  if (options.empty()) return text;
  constexpr std::string_view mark = "`aludel ";
  for (std::size_t begin = 0; (begin = text.find(mark, begin)) != std::string::npos;) {
    const std::size_t end = text.find('`', begin + 1);
    if (end == std::string::npos) break;
    const std::string command = with_options_in(text.substr(begin + 1, end - begin - 1), options);
    text.replace(begin + 1, end - begin - 1, command);
    begin += command.size() + 2;
  }
  return text;
}

}  // namespace aludel
