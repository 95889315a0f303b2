#pragma once

#include <span>
#include <string>
#include <string_view>

namespace aludel {

struct Invocation;

struct OptionSpec {
  std::string_view names;  ///< "-m,--message"; the long name without dashes is how it is asked for
  std::string_view value;  ///< what stands for its value in the help; empty: a flag
  std::string_view help;
  bool repeatable = false;
};

/// "message" of "-m,--message"
[[nodiscard]] std::string long_name(const OptionSpec& option);

struct ArgumentSpec {
  std::string_view name;  ///< "TARGET"; empty: the command takes none
  std::string_view help;
  bool required = false;
  bool many = false;
  /// They stand behind `--` and belong to another program: no word of them is looked at.
  bool for_another_program = false;
};

/// One command: all that parsing, help, completion and the reference need. The table is in
/// commands.cpp.
struct CommandSpec {
  std::string_view name;     ///< one word, or two: "db wait" is `wait` of the group `db`
  std::string_view heading;  ///< in the help of the program
  std::string_view summary;  ///< one line
  ArgumentSpec argument;
  std::span<const OptionSpec> options;
  std::span<const std::string_view> examples;  ///< "aludel upgrade +1    one revision further"
  int (*run)(Invocation& invocation);          ///< answers the exit code
  /// Whatever fails in it, the database is as it was.
  bool reads_only = false;
};

/// Options that every command takes, before and after its name.
[[nodiscard]] std::span<const OptionSpec> global_options();

/// Every command there is.
[[nodiscard]] std::span<const CommandSpec> all_commands();
[[nodiscard]] const CommandSpec* find_command(std::string_view name);

/// Commands of two words that share the first.
struct CommandGroup {
  std::string_view name;     ///< "db"
  std::string_view summary;  ///< one line
};
[[nodiscard]] const CommandGroup* find_group(std::string_view name);
/// The group that a command of two words belongs to; null: none.
[[nodiscard]] const CommandGroup* group_of(const CommandSpec& command);

}  // namespace aludel
