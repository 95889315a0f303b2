#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/parse.hpp"

namespace aludel {

namespace {

std::string option_lines(std::span<const OptionSpec> options) {
  std::string text;
  for (const OptionSpec& option : options) {
    std::string names(option.names);
    if (const auto comma = names.find(','); comma != std::string::npos) {
      names.insert(comma + 1, " ");
    } else {
      names = "    " + names;
    }
    if (!option.value.empty()) names += ' ' + std::string(option.value);
    text += fmt::format("  {:<28} {}\n", names, option.help);
  }
  return text;
}

}  // namespace

std::string program_help() {
  std::string text =
      "aludel: database migrations that can be killed anywhere and run again\n\nUsage: aludel "
      "[OPTIONS] COMMAND [ARGUMENTS]\n";
  std::vector<std::string_view> headings;
  for (const CommandSpec& command : all_commands()) {
    if (std::ranges::find(headings, command.heading) == headings.end())
      headings.push_back(command.heading);
  }
  for (const std::string_view heading : headings) {
    text += fmt::format("\n{}\n", heading);
    const CommandGroup* told = nullptr;  // a group is one line, and stands together in the table
    for (const CommandSpec& command : all_commands()) {
      if (command.heading != heading) continue;
      const CommandGroup* group = group_of(command);
      if (group != nullptr && group == std::exchange(told, group)) continue;
      text += group == nullptr
                  ? fmt::format("  {:<16} {}\n", command.name, command.summary)
                  : fmt::format("  {:<16} {}\n", std::string(group->name) + " …", group->summary);
    }
  }
  text += "\nOptions, before or after the command\n" + option_lines(global_options());
  return text +
         "\n`aludel COMMAND --help` tells more. Inside a project, `aludel` alone is `aludel "
         "status`.\n";
}

std::string group_help(const CommandGroup& group) {
  std::string text =
      fmt::format("Usage: aludel {0} COMMAND\n\n{1}\n\nCommands\n", group.name, group.summary);
  for (const CommandSpec& command : all_commands()) {
    if (group_of(command) == &group)
      text += fmt::format("  {:<20} {}\n", command.name, command.summary);
  }
  return text + fmt::format("\n`aludel {} COMMAND --help` tells more.\n", group.name);
}

std::string command_help(const CommandSpec& command) {
  std::string usage = fmt::format("Usage: aludel {}", command.name);
  if (!command.options.empty()) usage += " [OPTIONS]";
  const ArgumentSpec& argument = command.argument;
  if (!argument.name.empty()) {
    const std::string name = std::string(argument.name) + (argument.many ? "…" : "");
    usage += argument.required ? " " + name : " [" + name + "]";
  }
  std::string text = fmt::format("{}\n\n{}\n", usage, command.summary);
  if (!argument.name.empty()) text += fmt::format("\n  {:<28} {}\n", argument.name, argument.help);
  if (!command.options.empty()) text += "\nOptions\n" + option_lines(command.options);
  text += "\nAlso -c, --database, --url, --json, -x, -q and more: `aludel --help`\n\nExamples\n";
  for (const std::string_view example : command.examples) text += fmt::format("  {}\n", example);
  return text;
}

}  // namespace aludel
