#include <algorithm>
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
  std::vector<std::string_view> groups;
  for (const CommandSpec& command : all_commands()) {
    if (std::ranges::find(groups, command.group) == groups.end()) groups.push_back(command.group);
  }
  for (const std::string_view group : groups) {
    text += fmt::format("\n{}\n", group);
    for (const CommandSpec& command : all_commands()) {
      if (command.group == group)
        text += fmt::format("  {:<16} {}\n", command.name, command.summary);
    }
  }
  text += "\nOptions, before or after the command\n" + option_lines(global_options());
  return text +
         "\n`aludel COMMAND --help` tells more. Inside a project, `aludel` alone is `aludel "
         "status`.\n";
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
